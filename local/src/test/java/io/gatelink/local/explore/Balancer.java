package io.gatelink.local.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A load balancer that is there, or was. */
final class Balancer {

    final String name;
    final String arn;

    /** Of its backend. */
    final int port;

    /** What its backend answers, unless it fails. */
    int status = 200;

    /** For how many reasons its backend fails now. */
    int failing;

    boolean deleted;

    /** When it was last seen that nobody wants it to be published, or somebody started its withdrawal. */
    Duration unwantedAt = Duration.ZERO;

    /** What authorization its owner has asked for, since when, in order. */
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(Duration since, Strength strength) {
    }

    Balancer(String name, String arn, int port) {
        this.name = name;
        this.arn = arn;
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
    enum Strength { NONE, API_KEY, AWS_IAM }
}
