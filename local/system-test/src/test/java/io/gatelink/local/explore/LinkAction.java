package io.gatelink.local.explore;

/** What people do to VPC links of version 2: to those of a load balancer's VPC. */
interface LinkAction extends Action {

    /** Makes one that looks like ours, but is not. */
    record ForeignSharedLink(int loadBalancer, String owner) implements LinkAction {

        @Override
        public void doneBy(People people) {
            people.ofLinks().createLink(loadBalancer, owner);
        }

        @Override
        public String toString() {
            return "create a VPC link of version 2 named as ours for the VPC of nlb-" + loadBalancer + ", "
                    + Action.tags(owner);
        }
    }

    /** Makes a REST API of others lead through ours, to this load balancer. */
    record ForeignUse(int loadBalancer) implements LinkAction {

        @Override
        public void doneBy(People people) {
            people.ofLinks().useOurs(loadBalancer);
        }

        @Override
        public String toString() {
            return "lead a REST API of others through our VPC link of version 2 to nlb-" + loadBalancer;
        }
    }

    /** Has ours rest for want of traffic, if it is available. */
    record Rest(int loadBalancer) implements LinkAction {

        @Override
        public void doneBy(People people) {
            people.ofLinks().rest(loadBalancer);
        }

        @Override
        public String toString() {
            return "our VPC link of version 2 in the VPC of nlb-" + loadBalancer + " becomes inactive";
        }
    }

    /** Has ours fail, if it is pending. */
    record Fail(int loadBalancer) implements LinkAction {

        @Override
        public void doneBy(People people) {
            people.ofLinks().fail(loadBalancer);
        }

        @Override
        public String toString() {
            return "our VPC link of version 2 in the VPC of nlb-" + loadBalancer + " fails if it is pending";
        }
    }

    /** Deletes ours, where AWS lets them. */
    record DeleteOurs(int loadBalancer) implements LinkAction {

        @Override
        public void doneBy(People people) {
            people.ofLinks().deleteOurs(loadBalancer);
        }

        @Override
        public String toString() {
            return "delete our VPC link of version 2 in the VPC of nlb-" + loadBalancer;
        }
    }

    /** Takes our tags from ours. */
    record UntagOurs(int loadBalancer) implements LinkAction {

        @Override
        public void doneBy(People people) {
            people.ofLinks().untagOurs(loadBalancer);
        }

        @Override
        public String toString() {
            return "our VPC link of version 2 in the VPC of nlb-" + loadBalancer + " loses our tags";
        }
    }
}
