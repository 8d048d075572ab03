package io.gatelink.local.explore;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What people do. Load balancers count from 0; what needs one that is not there does nothing.
 *
 * @param kind  what it is counted as
 * @param words what is said of it
 * @param deed  does it
 */
record Action(Kind kind, String words, Consumer<People> deed) {

    /** Kinds of actions. */
    enum Kind {
        CREATE,
        ADD_TAGS,
        REMOVE_TAGS,
        DELETE,
        LISTEN,
        START,
        RECONCILE,
        ANSWER,
        DRIFT,
        LOSE_TABLE,
        RESTORE_TABLE,
        FOREIGN_API,
        FOREIGN_LINK,
        REDRIVE,
        STOP,
        FOREIGN_SHARED_LINK,
        FOREIGN_USE,
        REST,
        FAIL,
        DELETE_OURS,
        UNTAG_OURS,
        FOREIGN_PATH,
        FREE_PATH,
        EXTRA_PATH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Whether CloudTrail tells of it. */
        boolean hasEvent() {
            return this == CREATE || this == ADD_TAGS || this == REMOVE_TAGS || this == DELETE;
        }

        /** Whether nothing but what is wanted changes. */
        boolean isWish() {
            return this == CREATE || this == ADD_TAGS || this == REMOVE_TAGS || this == START;
        }
    }

    /**
     * Creates it, unless it is there; with a listener and a backend. Its name may have been used before.
     *
     * @param application whether it is an application load balancer
     * @param elsewhere   whether it is in the other VPC
     */
    static Action create(int loadBalancer, boolean application, boolean elsewhere, Map<String, String> tags) {
        return new Action(
                Kind.CREATE,
                "create nlb-" + loadBalancer + (application ? ", an application load balancer," : "")
                        + (elsewhere ? " in the other VPC" : "") + " with tags " + tags,
                people -> people.create(loadBalancer, application, elsewhere, tags));
    }

    /** Adds tags to it, or changes them. */
    static Action addTags(int loadBalancer, Map<String, String> tags) {
        return new Action(
                Kind.ADD_TAGS,
                "add to nlb-" + loadBalancer + " the tags " + tags,
                people -> people.addTags(loadBalancer, tags));
    }

    /** Removes tags from it. */
    static Action removeTags(int loadBalancer, List<String> keys) {
        return new Action(
                Kind.REMOVE_TAGS,
                "remove from nlb-" + loadBalancer + " the tags " + keys,
                people -> people.removeTags(loadBalancer, keys));
    }

    /** Deletes it. AWS refuses that while a link leads to it, which has an event, too. */
    static Action delete(int loadBalancer) {
        return new Action(Kind.DELETE, "delete nlb-" + loadBalancer, people -> people.delete(loadBalancer));
    }

    /** Creates a listener, or deletes the one on this port. */
    static Action listen(int loadBalancer, int port, boolean create) {
        return new Action(
                Kind.LISTEN,
                (create ? "create" : "delete") + " the listener of nlb-" + loadBalancer + " on port " + port,
                people -> people.listen(loadBalancer, port, create));
    }

    /** Starts publish for it. */
    static Action start(int loadBalancer, boolean byName) {
        return new Action(
                Kind.START,
                "start publish of nlb-" + loadBalancer + (byName ? " by its name" : ""),
                people -> people.startPublish(loadBalancer, byName));
    }

    /** Starts reconcile. */
    static Action reconcile() {
        return new Action(Kind.RECONCILE, "start reconcile", People::reconcile);
    }

    /** What is behind it answers so from now on. */
    static Action answer(int loadBalancer, int status) {
        return new Action(
                Kind.ANSWER,
                "the backend of nlb-" + loadBalancer + " answers " + status,
                people -> people.answer(loadBalancer, status));
    }

    /** Changes what we made for it. */
    static Action drift(int loadBalancer, Drifts.Kind kind) {
        return new Action(
                Kind.DRIFT,
                "change what is published for nlb-" + loadBalancer + ": " + kind.words(),
                people -> people.drift(loadBalancer, kind));
    }

    /** Loses all items of the table of publications, or of the one for coordination. */
    static Action loseTable(boolean publications) {
        return new Action(
                Kind.LOSE_TABLE, "lose the table of " + table(publications), people -> people.loseTable(publications));
    }

    /**
     * Restores the table of publications, or the one for coordination, from the latest copy that is at least so old.
     */
    static Action restoreTable(boolean publications, Duration age) {
        return new Action(
                Kind.RESTORE_TABLE,
                "restore the table of " + table(publications) + " as it was " + Text.of(age) + " ago",
                people -> people.restoreTable(publications, age));
    }

    private static String table(boolean publications) {
        return publications ? "publications" : "coordination";
    }

    /** Makes a REST API that looks like ours for it, but is not. */
    static Action foreignApi(int loadBalancer, String owner) {
        return new Action(
                Kind.FOREIGN_API,
                "create a REST API named as ours for nlb-" + loadBalancer + ", " + tags(owner),
                people -> people.createApi(loadBalancer, owner));
    }

    /**
     * Makes a VPC link that looks like ours for it, but is not.
     *
     * @param competing whether it really leads to this load balancer, and so is in the way of ours
     */
    static Action foreignLink(int loadBalancer, String owner, boolean competing) {
        return new Action(
                Kind.FOREIGN_LINK,
                "create a VPC link named as ours for nlb-" + loadBalancer
                        + (competing ? ", to it, " : ", to another load balancer, ") + tags(owner),
                people -> people.createLink(loadBalancer, owner, competing));
    }

    /** Starts an execution again that has failed or was stopped. */
    static Action redrive(int number) {
        return new Action(
                Kind.REDRIVE,
                "redrive the " + (number + 1) + ". of the executions that ended without success",
                people -> people.redrive(number));
    }

    /** Stops an execution that is running. */
    static Action stop(int number) {
        return new Action(
                Kind.STOP,
                "stop the " + (number + 1) + ". of the executions that are running",
                people -> people.stop(number));
    }

    /** In words. */
    static String tags(String owner) {
        return owner.isEmpty() ? "without tags" : "with the owner tag " + owner;
    }

    @Override
    public String toString() {
        return words;
    }
}
