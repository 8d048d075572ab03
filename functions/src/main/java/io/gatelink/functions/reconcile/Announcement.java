package io.gatelink.functions.reconcile;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a reconciliation tells people, because no publication could. */
final class Announcement {

    /** So many things of one kind it names at most. */
    private static final int NAMED = 20;

    private final List<String> paragraphs = new ArrayList<>();

    void notWithdrawing(List<String> loadBalancers, int limit, int published, int percent) {
        int needed = Math.min(100, (loadBalancers.size() * 100 + published - 1) / published);
        paragraphs.add("Not withdrawing: " + loadBalancers.size() + " of " + published + " published load balancers "
                + "are not wanted any more, are gone, or are replaced; with MaxWithdrawPercent=" + percent
                + ", a reconciliation withdraws at most " + limit + ". They are " + names(loadBalancers)
                + ". If that is right, deploy the stack with MaxWithdrawPercent=" + needed
                + " until they are withdrawn; if not, set their tag gatelink:publish to true.");
    }

    void publishedAgain(List<String> loadBalancers) {
        paragraphs.add("Publishing again: " + names(loadBalancers) + ". Their deletion was asked for more than an hour "
                + "ago, and they were withdrawn for it, but they still exist, and their tags ask for publication. To "
                + "delete a load balancer, set its tag gatelink:publish to false, and delete it once it is withdrawn.");
    }

    void leftAlone(List<String> resources, String owner) {
        paragraphs.add("Left alone: these carry the tag gatelink:owner = " + owner + ", but their tag "
                + "gatelink:load-balancer is not the ARN of a network or application load balancer of this account and "
                + "Region: " + list(resources) + ". Delete them, or remove the tag gatelink:owner.");
    }

    /** All of it, or {@code null} if there is nothing to tell. */
    String text() {
        return paragraphs.isEmpty() ? null : String.join("\n\n", paragraphs);
    }

    private static String names(List<String> loadBalancers) {
        return list(loadBalancers.stream()
                .map(arn -> LoadBalancerArn.of(arn).name())
                .toList());
    }

    private static String list(Collection<String> all) {
        String some = String.join(", ", all.stream().limit(NAMED).toList());
        return all.size() <= NAMED ? some : some + " and " + (all.size() - NAMED) + " more";
    }
}
