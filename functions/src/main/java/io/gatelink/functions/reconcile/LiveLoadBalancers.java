package io.gatelink.functions.reconcile;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.elbv2.LoadBalancers.Found;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationPolicy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which load balancers are to be published, by nothing but their tags and the times at which they were created. Once
 * nothing changes any more, each one that is live has one REST API and one VPC link, and none that is unwanted or
 * replaced has any.
 *
 * <p>A load balancer is replaced if another wanted one names it in its tag {@link LoadBalancerTag#REPLACES}: of
 * several, the one that was created first, then by ARN. The others are refused, and so are those whose tags form a
 * cycle or lead into one: nothing of theirs is changed. A refused one replaces nothing.
 */
public final class LiveLoadBalancers {

    /** What is to become of a load balancer. */
    public enum Standing {

        /** To be published. */
        LIVE,

        /** To be withdrawn once the one that replaces it is published. */
        REPLACED,

        /** To be left as it is. */
        REFUSED,

        /** To be withdrawn: its tags do not ask for its publication, or it is gone. */
        UNWANTED
    }

    private final Set<String> wanted = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    /** By the name of the one that is replaced. */
    private final Map<String, String> replacers = new HashMap<>();

    private LiveLoadBalancers() {}

    /**
     * Judges load balancers.
     *
     * @param all the network and application load balancers of the account and Region, by ARN
     */
    public static LiveLoadBalancers of(Map<String, Found> all, PublicationPolicy policy) {
        var live = new LiveLoadBalancers();
        Map<String, String> replaces = new HashMap<>();
        all.forEach((arn, found) -> {
            if (policy.refusal(arn, found.tags()).isEmpty()) {
                live.wanted.add(arn);
                LoadBalancerTag.REPLACES.in(found.tags()).ifPresent(other -> replaces.put(name(arn), other));
            }
        });
        live.wanted.stream()
                .filter(arn -> replaces.containsKey(name(arn)))
                .sorted(Comparator.comparing((String arn) -> all.get(arn).createdAt())
                        .thenComparing(arn -> arn))
                .filter(arn -> leadsIntoCycle(name(arn), replaces)
                        || live.replacers.putIfAbsent(replaces.get(name(arn)), arn) != null)
                .forEach(live.refused::add);
        return live;
    }

    /** What is to become of a load balancer. */
    public Standing standing(String arn) {
        if (!wanted.contains(arn)) {
            return Standing.UNWANTED;
        }
        return replacers.containsKey(name(arn))
                ? Standing.REPLACED
                : refused.contains(arn) ? Standing.REFUSED : Standing.LIVE;
    }

    /** The ARN of the load balancer that replaces this one. */
    public Optional<String> replacer(String arn) {
        return Optional.ofNullable(replacers.get(name(arn)));
    }

    private static String name(String arn) {
        return LoadBalancerArn.of(arn).name();
    }

    /** @param replaces for names of load balancers, the name of the one that each replaces */
    private static boolean leadsIntoCycle(String name, Map<String, String> replaces) {
        Set<String> seen = new HashSet<>();
        String next = replaces.get(name);
        while (next != null && seen.add(next)) {
            next = replaces.get(next);
        }
        return next != null;
    }
}
