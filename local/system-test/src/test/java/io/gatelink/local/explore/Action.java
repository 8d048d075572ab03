package io.gatelink.local.explore;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What people do. Load balancers count from 0; what needs one that is not there does nothing. */
interface Action {

    /** Does it. */
    void doneBy(People people);

    /** Whether CloudTrail tells of it. */
    default boolean hasEvent() {
        return false;
    }

    /**
     * Creates it, unless it is there; with a listener and a backend. Its name may have been used before.
     *
     * @param application whether it is an application load balancer
     * @param elsewhere   whether it is in the other VPC
     */
    record Create(int loadBalancer, boolean application, boolean elsewhere, Map<String, String> tags)
            implements Action {

        @Override
        public boolean hasEvent() {
            return true;
        }

        @Override
        public void doneBy(People people) {
            people.create(loadBalancer, application, elsewhere, tags);
        }

        @Override
        public String toString() {
            return "create nlb-" + loadBalancer + (application ? ", an application load balancer," : "")
                    + (elsewhere ? " in the other VPC" : "") + " with tags " + tags;
        }
    }

    /** Adds tags to it, or changes them. */
    record AddTags(int loadBalancer, Map<String, String> tags) implements Action {

        @Override
        public boolean hasEvent() {
            return true;
        }

        @Override
        public void doneBy(People people) {
            people.addTags(loadBalancer, tags);
        }

        @Override
        public String toString() {
            return "add to nlb-" + loadBalancer + " the tags " + tags;
        }
    }

    /** Removes tags from it. */
    record RemoveTags(int loadBalancer, List<String> keys) implements Action {

        @Override
        public boolean hasEvent() {
            return true;
        }

        @Override
        public void doneBy(People people) {
            people.removeTags(loadBalancer, keys);
        }

        @Override
        public String toString() {
            return "remove from nlb-" + loadBalancer + " the tags " + keys;
        }
    }

    /** Deletes it. AWS refuses that while a link leads to it, which has an event, too. */
    record Delete(int loadBalancer) implements Action {

        @Override
        public boolean hasEvent() {
            return true;
        }

        @Override
        public void doneBy(People people) {
            people.delete(loadBalancer);
        }

        @Override
        public String toString() {
            return "delete nlb-" + loadBalancer;
        }
    }

    /** Creates a listener, or deletes the one on this port. */
    record Listen(int loadBalancer, int port, boolean create) implements Action {

        @Override
        public void doneBy(People people) {
            people.listen(loadBalancer, port, create);
        }

        @Override
        public String toString() {
            return (create ? "create" : "delete") + " the listener of nlb-" + loadBalancer + " on port " + port;
        }
    }

    /** Starts publish for it. */
    record Start(int loadBalancer, boolean byName) implements Action {

        @Override
        public void doneBy(People people) {
            people.startPublish(loadBalancer, byName);
        }

        @Override
        public String toString() {
            return "start publish of nlb-" + loadBalancer + (byName ? " by its name" : "");
        }
    }

    /** Starts reconcile. */
    record Reconcile() implements Action {

        @Override
        public void doneBy(People people) {
            people.reconcile();
        }

        @Override
        public String toString() {
            return "start reconcile";
        }
    }

    /** What is behind it answers so from now on. */
    record Answer(int loadBalancer, int status) implements Action {

        @Override
        public void doneBy(People people) {
            people.answer(loadBalancer, status);
        }

        @Override
        public String toString() {
            return "the backend of nlb-" + loadBalancer + " answers " + status;
        }
    }

    /** Changes what we made for it. */
    record Drift(int loadBalancer, Drifts.Kind kind) implements Action {

        @Override
        public void doneBy(People people) {
            people.drift(loadBalancer, kind);
        }

        @Override
        public String toString() {
            return "change what is published for nlb-" + loadBalancer + ": " + kind.words();
        }
    }

    /** Loses all items of the table of publications, or of the one for coordination. */
    record LoseTable(boolean publications) implements Action {

        @Override
        public void doneBy(People people) {
            people.loseTable(publications);
        }

        @Override
        public String toString() {
            return "lose the table of " + (publications ? "publications" : "coordination");
        }
    }

    /** Restores the table of publications, or the one for coordination, from the latest copy that is at least so old. */
    record RestoreTable(boolean publications, Duration age) implements Action {

        @Override
        public void doneBy(People people) {
            people.restoreTable(publications, age);
        }

        @Override
        public String toString() {
            return "restore the table of " + (publications ? "publications" : "coordination") + " as it was "
                    + Text.of(age) + " ago";
        }
    }

    /** Makes a REST API that looks like ours for it, but is not. */
    record ForeignApi(int loadBalancer, String owner) implements Action {

        @Override
        public void doneBy(People people) {
            people.createApi(loadBalancer, owner);
        }

        @Override
        public String toString() {
            return "create a REST API named as ours for nlb-" + loadBalancer + ", " + tags(owner);
        }
    }

    /**
     * Makes a VPC link that looks like ours for it, but is not.
     *
     * @param competing whether it really leads to this load balancer, and so is in the way of ours
     */
    record ForeignLink(int loadBalancer, String owner, boolean competing) implements Action {

        @Override
        public void doneBy(People people) {
            people.createLink(loadBalancer, owner, competing);
        }

        @Override
        public String toString() {
            return "create a VPC link named as ours for nlb-" + loadBalancer
                    + (competing ? ", to it, " : ", to another load balancer, ") + tags(owner);
        }
    }

    /** Starts an execution again that has failed or was stopped. */
    record Redrive(int number) implements Action {

        @Override
        public void doneBy(People people) {
            people.redrive(number);
        }

        @Override
        public String toString() {
            return "redrive the " + (number + 1) + ". of the executions that ended without success";
        }
    }

    /** Stops an execution that is running. */
    record Stop(int number) implements Action {

        @Override
        public void doneBy(People people) {
            people.stop(number);
        }

        @Override
        public String toString() {
            return "stop the " + (number + 1) + ". of the executions that are running";
        }
    }

    /** In words. */
    static String tags(String owner) {
        return owner.isEmpty() ? "without tags" : "with the owner tag " + owner;
    }
}
