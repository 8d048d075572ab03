package io.gatelink.functions;

import java.util.Arrays;

/**
 * A difference between what should be and what is.
 *
 * @param kind            a {@link Kind}
 * @param loadBalancerArn the load balancer that it is about
 * @param what            what differs; the same words as long as the difference stays the same one
 * @param why             what should be, and what is instead
 * @param action          an {@link Action}
 */
public record Finding(String kind, String loadBalancerArn, String what, String why, String action) {

    private static final int LONGEST = 400;
    private static final int LONGEST_NAMES = 600;

    /** What differs; the worst comes first. */
    enum Kind {

        /** A method can be called with weaker authorization than asked for. */
        WEAKENED,

        /** Something is not as a publication leaves it. */
        CHANGED,

        /** A load balancer is to be published, and is not, or not completely. */
        NOT_PUBLISHED,

        /** What publishes a load balancer that is gone. */
        LOAD_BALANCER_GONE,

        /** A load balancer is published, and is not to be. */
        NOT_WANTED,

        /** Something of ours that serves nobody. */
        LEFTOVER
    }

    /** What is done about it: which state machine is started. */
    enum Action {

        /** It is published again, as its tags ask for. */
        PUBLISH,

        /** It is published again, with the stack's own authorization: its tags are refused. */
        TIGHTEN,

        WITHDRAW
    }

    public Finding {
        Checks.oneOf("kind", kind, Arrays.stream(Kind.values()).map(Kind::name).toList());
        Checks.loadBalancerArn(loadBalancerArn);
        Checks.oneOf("action", action, Arrays.stream(Action.values()).map(Action::name).toList());
        what = what.length() > LONGEST_NAMES ? what.substring(0, LONGEST_NAMES) + "..." : what;
        why = why.length() > LONGEST ? why.substring(0, LONGEST) + "..." : why;
    }

    static Finding of(Kind kind, String loadBalancerArn, String what, String why, Action action) {
        return new Finding(kind.name(), loadBalancerArn, what, why, action.name());
    }

    /** Whether it is the same difference, seen at another time. */
    boolean isSameAs(Finding other) {
        return kind.equals(other.kind) && loadBalancerArn.equals(other.loadBalancerArn) && what.equals(other.what)
                && action.equals(other.action);
    }

    Kind severity() {
        return Kind.valueOf(kind);
    }

    boolean asksFor(Action what) {
        return what.name().equals(action);
    }
}
