package io.gatelink.local.explore;

/** What people do to paths of the custom domain. */
interface PathAction extends Action {

    /** Makes a path of the custom domain, unless it is taken, lead to a REST API that is not ours. */
    record ForeignPath(String path, int loadBalancer, String owner) implements PathAction {

        @Override
        public void doneBy(People people) {
            people.createPath(path, loadBalancer, owner);
        }

        @Override
        public String toString() {
            return "make the path " + path + " lead to a REST API named as ours for nlb-" + loadBalancer + ", "
                    + Action.tags(owner);
        }
    }

    /** Deletes a path of the custom domain that leads to a REST API that is not ours. */
    record FreePath(String path) implements PathAction {

        @Override
        public void doneBy(People people) {
            people.freePath(path);
        }

        @Override
        public String toString() {
            return "delete the path " + path + " if it is foreign";
        }
    }

    /** Makes a path, unless it is taken, lead to what is published for a load balancer. */
    record ExtraPath(String path, int loadBalancer) implements PathAction {

        @Override
        public void doneBy(People people) {
            people.addPath(path, loadBalancer);
        }

        @Override
        public String toString() {
            return "make the path " + path + " lead to what is published for nlb-" + loadBalancer;
        }
    }
}
