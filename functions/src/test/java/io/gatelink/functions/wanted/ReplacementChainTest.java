package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.ReplacementChain.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplacementChainTest {

    private final Map<String, Member> wanted = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private static String arn(String name) {
        return "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/" + name + "/50dc6c495c0c9188";
    }

    private Member member(String name, String replaces) {
        return wanted.computeIfAbsent(
                name,
                key -> new Member(
                        LoadBalancerArn.of(arn(name)),
                        Instant.parse("2026-03-02T09:14:07Z"),
                        Optional.ofNullable(replaces)));
    }

    private List<Member> chain(Member first) {
        return ReplacementChain.of(first, name -> {
            asked.add(name);
            return Optional.ofNullable(wanted.get(name));
        });
    }

    private void isRefused(Member first, String message) {
        assertThatThrownBy(() -> chain(first))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage(message);
    }

    @Test
    void aLoadBalancerThatReplacesNothingAsksForNothing() {
        assertThat(chain(member("orders", null))).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void theChainIsFollowedToItsEnd() {
        Member first = member("c", "b");
        Member second = member("b", "a");
        Member third = member("a", null);

        assertThat(chain(first)).containsExactly(second, third);
        assertThat(asked).containsExactly("b", "a");
    }

    @Test
    void aLoadBalancerThatDoesNotExistOrIsNotWantedEndsTheChain() {
        Member first = member("c", "b");
        Member second = member("b", "a");

        assertThat(chain(first)).containsExactly(second);
    }

    @Test
    void aLoadBalancerThatReplacesItselfIsRefused() {
        isRefused(
                member("a", "a"),
                "Cannot publish load balancer " + arn("a") + ": the tags gatelink:replaces form "
                        + "a cycle, a -> a. Break it, for example with aws elbv2 remove-tags --resource-arns "
                        + arn("a")
                        + " --tag-keys gatelink:replaces.");
    }

    @Test
    void everyLoadBalancerOfACycleIsRefused() {
        member("a", "b");
        member("b", "a");

        isRefused(
                wanted.get("a"),
                "Cannot publish load balancer " + arn("a") + ": the tags gatelink:replaces form a "
                        + "cycle, a -> b -> a. Break it, for example with aws elbv2 remove-tags --resource-arns "
                        + arn("a")
                        + " --tag-keys gatelink:replaces.");
        isRefused(
                wanted.get("b"),
                "Cannot publish load balancer " + arn("b") + ": the tags gatelink:replaces form a "
                        + "cycle, b -> a -> b. Break it, for example with aws elbv2 remove-tags --resource-arns "
                        + arn("b")
                        + " --tag-keys gatelink:replaces.");
    }

    @Test
    void aLoadBalancerWhoseChainLeadsIntoACycleIsRefused() {
        member("a", "b");
        member("b", "a");

        isRefused(
                member("c", "b"),
                "Cannot publish load balancer " + arn("c") + ": the tags gatelink:replaces lead "
                        + "into a cycle, b -> a -> b. Break it, for example with aws elbv2 remove-tags --resource-arns "
                        + arn("b")
                        + " --tag-keys gatelink:replaces.");
    }

    @Test
    void tenAreReplacedOneAfterTheOtherAndElevenAreRefused() {
        IntStream.rangeClosed(1, 11).forEach(i -> member("n" + i, i == 1 ? null : "n" + (i - 1)));
        assertThat(chain(wanted.get("n11"))).hasSize(10);

        isRefused(
                member("n12", "n11"),
                "Load balancer " + arn("n12") + " replaces more than 10 load balancers, one "
                        + "after the other: shorten the chain, for example with aws elbv2 remove-tags --resource-arns "
                        + arn("n2")
                        + " --tag-keys gatelink:replaces.");
    }
}
