package io.gatelink.local.core;

import io.gatelink.local.time.EventLoop;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * What all services of one local AWS share: whose account it is, in which Region, its time, and its source of
 * identifiers. Used exclusively (see {@link EventLoop}).
 */
public final class Account {

    private static final String LOWERCASE_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";

    private final String id;
    private final String region;
    private final EventLoop loop;
    private final Random random;

    /**
     * @param id     twelve digits
     * @param region for example {@code us-east-1}
     * @param seed   the same seed gives the same identifiers, in the same order
     */
    public Account(String id, String region, EventLoop loop, long seed) {
        this.id = Objects.requireNonNull(id, "id");
        this.region = Objects.requireNonNull(region, "region");
        this.loop = Objects.requireNonNull(loop, "loop");
        this.random = new Random(seed);
    }

    public String id() {
        return id;
    }

    public String region() {
        return region;
    }

    public String partition() {
        return "aws";
    }

    public EventLoop loop() {
        return loop;
    }

    /** Chance that the seed decides: jitter, for example. */
    public Random random() {
        return random;
    }

    /** {@code arn:aws:<service>:<region>:<account>:<resource>}. */
    public String arn(String service, String resource) {
        return "arn:" + partition() + ":" + service + ":" + region + ":" + id + ":" + resource;
    }

    /** An identifier as API Gateway makes them: lower-case letters and digits. */
    public String newId(int length) {
        return pick(LOWERCASE_AND_DIGITS, length);
    }

    /** An identifier as ELB puts them into ARNs: hexadecimal digits. */
    public String newHexId(int length) {
        return pick(HEX, length);
    }

    public UUID newUuid() {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63);
    }

    private String pick(String alphabet, int length) {
        var picked = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            picked.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return picked.toString();
    }
}
