package io.gatelink.local.explore;

import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whether an API that was published goes on serving, until it is no longer wanted: the failure of a later publication or
 * switch leaves it as it was, and nothing else takes it away.
 */
final class Continuity {

    private final World world;
    private final Ours ours;
    private final Predicate<Balancer> isWanted;

    /** By API; in the order of their ids. */
    private final Map<String, Published> published = new TreeMap<>();

    /**
     * An API that serves.
     *
     * @param wanted whether it was, when somebody last looked
     * @param since  when somebody asked for it
     */
    private record Published(Balancer balancer, boolean wanted, Duration since) {
    }

    Continuity(World world, Ours ours, Predicate<Balancer> isWanted) {
        this.world = world;
        this.ours = ours;
        this.isWanted = isWanted;
    }

    /**
     * An execution has ended well, and says that this API is published for this load balancer.
     *
     * @param asked whether somebody asked for that then, and it is not just kept as it was
     */
    void published(String restApiId, Balancer balancer, boolean asked, Duration began) {
        if (serves(restApiId, ours.served())) {
            Published was = published.get(restApiId);
            published.put(restApiId, new Published(balancer, isWanted.test(balancer),
                    was == null || asked ? began : was.since));
        }
    }

    /** Before people change what is wanted, and afterwards. */
    void look(Balancer balancer) {
        if (!isWanted.test(balancer)) {
            balancer.unwantedAt = world.now();
        }
        published.replaceAll((api, was) -> new Published(was.balancer, isWanted.test(was.balancer), was.since));
    }

    /**
     * What is wrong after a change.
     *
     * @param since when the first of those began that may have made it: they may have looked then at what is wanted
     */
    Optional<String> broken(String operation, List<Ours.Served> served, Duration since) {
        Map<String, Balancer> balancers = new TreeMap<>();
        for (RestApi api : ours.apis()) {
            world.balancers().stream().filter(each -> each.arn.equals(api.tags().get(Ours.LOAD_BALANCER))).findFirst()
                    .ifPresent(balancer -> balancers.put(api.id(), balancer));
        }
        Optional<String> broken = Optional.empty();
        for (String api : List.copyOf(published.keySet())) {
            Published was = published.get(api);
            if (serves(api, served)) {
                Balancer balancer = balancers.getOrDefault(api, was.balancer);
                published.put(api, new Published(balancer, isWanted.test(balancer), was.since));
                continue;
            }
            published.remove(api);
            // An event about it may have been late.
            Duration asked = was.since.compareTo(since) < 0 ? was.since : since;
            if (was.wanted && was.balancer.unwantedAt.compareTo(asked) < 0) {
                broken = Optional.of(operation + " ends what API " + api + " served for " + was.balancer.name
                        + ", which is wanted");
            }
        }
        return broken;
    }

    private boolean serves(String restApiId, List<Ours.Served> served) {
        return served.stream().anyMatch(each -> each.restApiId().equals(restApiId)
                && ours.allLinks().stream().anyMatch(link ->
                        link.id().equals(each.vpcLinkId()) && link.status() == VpcLink.Status.AVAILABLE));
    }
}
