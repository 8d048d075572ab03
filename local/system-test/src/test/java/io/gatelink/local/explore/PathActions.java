package io.gatelink.local.explore;

/** What people do to paths of the custom domain. */
final class PathActions {

    private PathActions() {}

    /** Makes a path of the custom domain, unless it is taken, lead to a REST API that is not ours. */
    static Action foreign(String path, int loadBalancer, String owner) {
        return new Action(
                Action.Kind.FOREIGN_PATH,
                "make the path " + path + " lead to a REST API named as ours for nlb-" + loadBalancer + ", "
                        + Action.tags(owner),
                people -> people.createPath(path, loadBalancer, owner));
    }

    /** Deletes a path of the custom domain that leads to a REST API that is not ours. */
    static Action free(String path) {
        return new Action(
                Action.Kind.FREE_PATH,
                "delete the path " + path + " if it is foreign",
                people -> people.freePath(path));
    }

    /** Makes a path, unless it is taken, lead to what is published for a load balancer. */
    static Action extra(String path, int loadBalancer) {
        return new Action(
                Action.Kind.EXTRA_PATH,
                "make the path " + path + " lead to what is published for nlb-" + loadBalancer,
                people -> people.addPath(path, loadBalancer));
    }
}
