package io.gatelink.functions.wanted;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The load balancers that one replaces: the one that its tag {@link LoadBalancerTag#REPLACES} names, the one that this
 * one's tag names, and so on. A load balancer that does not exist or is not wanted ends the chain.
 */
public final class ReplacementChain {

    /** So many load balancers a chain may have after its first. */
    public static final int LONGEST = 10;

    /**
     * A load balancer that is wanted.
     *
     * @param createdAt when the load balancer was created
     * @param replaces  the name in its tag {@link LoadBalancerTag#REPLACES}
     */
    public record Member(LoadBalancerArn arn, Instant createdAt, Optional<String> replaces) {}

    private ReplacementChain() {}

    /**
     * Follows the tags.
     *
     * @param lookup finds the wanted load balancer of a name
     * @return the chain in its order, without the one that it begins with
     * @throws UnsupportedLoadBalancerException if they lead into a cycle, or through more than ten load balancers
     */
    public static List<Member> of(Member first, Function<String, Optional<Member>> lookup) {
        List<Member> chain = new ArrayList<>(List.of(first));
        Optional<String> next = first.replaces();
        while (next.isPresent()) {
            List<String> names =
                    chain.stream().map(member -> member.arn().name()).toList();
            int seen = names.indexOf(next.get());
            if (seen >= 0) {
                throw cycle(first, chain.get(seen), names.subList(seen, names.size()));
            }
            Optional<Member> member = lookup.apply(next.get());
            if (member.isEmpty()) {
                break;
            }
            if (chain.size() > LONGEST) {
                throw new UnsupportedLoadBalancerException("Load balancer " + first.arn() + " replaces more than "
                        + LONGEST + " load balancers, one after the other: shorten the chain, for example with "
                        + removal(chain.get(LONGEST)) + ".");
            }
            chain.add(member.get());
            next = member.get().replaces();
        }
        return chain.subList(1, chain.size());
    }

    private static UnsupportedLoadBalancerException cycle(Member first, Member again, List<String> names) {
        return new UnsupportedLoadBalancerException("Cannot publish load balancer " + first.arn() + ": the tags "
                + LoadBalancerTag.REPLACES + (again.equals(first) ? " form" : " lead into") + " a cycle, "
                + names.stream()
                        .collect(Collectors.joining(
                                " -> ", "", " -> " + again.arn().name()))
                + ". Break it, for example with " + removal(again) + ".");
    }

    private static String removal(Member member) {
        return PublicationTags.removeTags(member.arn().text(), LoadBalancerTag.REPLACES.key());
    }
}
