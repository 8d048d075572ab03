package io.gatelink.local.explore;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What people do. Load balancers count from 0; what needs one that is not there does nothing. */
sealed interface Action {

    /** Does it. */
    void doneBy(People people);

    /** Whether CloudTrail tells of it. */
    default boolean hasEvent() {
        return false;
    }

    /** Somebody creates it, unless it is there. */
    record Create(int loadBalancer, Map<String, String> tags) implements Action {

        @Override
        public boolean hasEvent() {
            return true;
        }

        @Override
        public void doneBy(People people) {
            people.create(loadBalancer, tags);
        }

        @Override
        public String toString() {
            return "create nlb-" + loadBalancer + " with tags " + tags;
        }
    }

    /** Somebody adds tags to it, or changes them. */
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

    /** Somebody removes tags from it. */
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

    /** Somebody deletes it. AWS refuses that while a link leads to it. */
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

    /** Somebody starts a workflow for it. */
    record Start(Workflow workflow, int loadBalancer) implements Action {

        @Override
        public void doneBy(People people) {
            people.start(workflow, loadBalancer);
        }

        @Override
        public String toString() {
            return "start " + workflow + " of nlb-" + loadBalancer;
        }
    }

    /** Somebody moves the API of one load balancer to another. */
    record Switch(int from, int to) implements Action {

        @Override
        public void doneBy(People people) {
            people.startSwitch(from, to);
        }

        @Override
        public String toString() {
            return "start switch from nlb-" + from + " to nlb-" + to;
        }
    }

    /** The schedule's reconciliation, or somebody's. */
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

    /** Somebody makes a REST API that looks like ours for it, but is not. */
    record ForeignApi(int loadBalancer, boolean tagged) implements Action {

        @Override
        public void doneBy(People people) {
            people.createApi(loadBalancer, tagged);
        }

        @Override
        public String toString() {
            return "somebody creates a REST API named as ours for nlb-" + loadBalancer
                    + (tagged ? ", with the tags of another stack" : ", without tags");
        }
    }

    /**
     * Somebody makes a VPC link that looks like ours for it, but is not.
     *
     * @param competing whether it really leads to this load balancer, and so is in the way of ours
     */
    record ForeignLink(int loadBalancer, boolean tagged, boolean competing) implements Action {

        @Override
        public void doneBy(People people) {
            people.createLink(loadBalancer, tagged, competing);
        }

        @Override
        public String toString() {
            return "somebody creates a VPC link named as ours for nlb-" + loadBalancer
                    + (competing ? ", to it" : ", to another load balancer")
                    + (tagged ? ", with the tags of another stack" : ", without tags");
        }
    }

    /** Somebody starts an execution again that has failed or was stopped. */
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

    /** The workflows that are started for one load balancer. */
    enum Workflow {
        PUBLISH, WITHDRAW;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
