package io.gatelink.local.explore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A load balancer that is there, or was. */
final class Balancer {

    final String name;
    final String arn;
    final Instant createdAt;
    final Vpc vpc;

    /** Of its backend. */
    final int port;

    /** What its backend answers, unless it fails. */
    int status = 200;

    /** For how many reasons its backend fails now. */
    int failing;

    boolean deleted;

    /** Whether people mixed what is theirs with what we made for it: took our tags from it, or added a stage. */
    boolean untagged;

    /** When it was last seen that its API need not stay. */
    Duration unwantedAt = Duration.ZERO;

    /** When people last changed what we made for it. */
    Duration driftedAt = Duration.ofSeconds(-1);

    /** At which path of the custom domain its tags ask for it to be. */
    String path;

    /** When its tags last asked for another path than before. */
    Duration movedAt = Duration.ZERO;

    /** What authorization its owner has asked for, since when, in order. */
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(Duration since, Strength strength) {}

    Balancer(String name, String arn, Instant createdAt, Vpc vpc, int port) {
        this.name = name;
        this.arn = arn;
        this.createdAt = createdAt;
        this.vpc = vpc;
        this.port = port;
    }

    int answers() {
        return failing > 0 ? 503 : status;
    }

    void asks(Duration now, Strength strength) {
        asked.add(new Asked(now, strength));
    }

    Strength asked() {
        return asked.get(asked.size() - 1).strength;
    }

    /** The weakest that was asked for at any time since then. */
    Strength weakestAskedSince(Duration then) {
        Strength weakest = Strength.AWS_IAM;
        for (int i = 0; i < asked.size(); i++) {
            boolean over = i + 1 < asked.size() && asked.get(i + 1).since.compareTo(then) < 0;
            if (!over && asked.get(i).strength.compareTo(weakest) < 0) {
                weakest = asked.get(i).strength;
            }
        }
        return weakest;
    }

    /** Who may call a method; the weakest first. */
    enum Strength {
        NONE,
        API_KEY,
        AWS_IAM
    }
}
