package io.gatelink.local.explore;

import java.util.function.ObjIntConsumer;

/** What people do to VPC links of version 2: to those of a load balancer's VPC. */
final class LinkActions {

    private LinkActions() {}

    /** Makes one that looks like ours, but is not. */
    static Action foreign(int loadBalancer, String owner) {
        return new Action(
                Action.Kind.FOREIGN_SHARED_LINK,
                "create a VPC link of version 2 named as ours for the VPC of nlb-" + loadBalancer + ", "
                        + Action.tags(owner),
                people -> people.ofLinks().createLink(loadBalancer, owner));
    }

    /** Makes a REST API of others lead through ours, to this load balancer. */
    static Action use(int loadBalancer) {
        return new Action(
                Action.Kind.FOREIGN_USE,
                "lead a REST API of others through our VPC link of version 2 to nlb-" + loadBalancer,
                people -> people.ofLinks().useOurs(loadBalancer));
    }

    /** Has ours rest for want of traffic, if it is available. */
    static Action rest(int loadBalancer) {
        return toOurs(Action.Kind.REST, loadBalancer, "make %s inactive", LinkPeople::rest);
    }

    /** Has ours fail, if it is pending. */
    static Action fail(int loadBalancer) {
        return toOurs(Action.Kind.FAIL, loadBalancer, "let %s fail if it is pending", LinkPeople::fail);
    }

    /** Deletes ours, where AWS lets them. */
    static Action delete(int loadBalancer) {
        return toOurs(Action.Kind.DELETE_OURS, loadBalancer, "delete %s", LinkPeople::deleteOurs);
    }

    /** Takes our tags from ours. */
    static Action untag(int loadBalancer) {
        return toOurs(Action.Kind.UNTAG_OURS, loadBalancer, "take our tags from %s", LinkPeople::untagOurs);
    }

    private static Action toOurs(Action.Kind kind, int loadBalancer, String words, ObjIntConsumer<LinkPeople> deed) {
        return new Action(
                kind,
                String.format(words, "our VPC link of version 2 in the VPC of nlb-" + loadBalancer),
                people -> deed.accept(people.ofLinks(), loadBalancer));
    }
}
