package io.gatelink.local.explore;

import io.gatelink.local.apigateway.RestApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether an API that was published goes on serving, until it is no longer wanted: the failure of a later publication
 * leaves it as it was, also one that takes it over, and nothing else takes it away.
 */
final class Continuity {

    /** So long a refused deletion keeps a load balancer withdrawn. */
    private static final Duration DELETION = Duration.ofHours(1);

    private final World world;
    private final Ours ours;
    private final Promises promises;

    /** By API; in the order of their ids. */
    private final Map<String, Published> published = new TreeMap<>();

    /** An API that serves, as an execution left it. */
    private record Published(Balancer balancer, Ours.Served served) {}

    Continuity(World world, Ours ours, Promises promises) {
        this.world = world;
        this.ours = ours;
        this.promises = promises;
    }

    /** An execution has ended well, and says that this API is published for this load balancer. */
    void published(String restApiId, Balancer balancer) {
        ours.served().stream()
                .filter(each -> each.restApiId().equals(restApiId) && each.works())
                .findFirst()
                .ifPresent(served -> published.put(restApiId, new Published(balancer, served)));
    }

    /** People have changed what is there for a load balancer. */
    void drift(Balancer balancer) {
        List<String> apis = ours.apisOf(balancer).stream().map(RestApi::id).toList();
        published.entrySet().removeIf(was -> was.getValue().balancer == balancer || apis.contains(was.getKey()));
    }

    /** An older copy of the table names what is no longer there: what is rebuilt from tags may have to begin anew. */
    void forget() {
        published.clear();
    }

    /** Before people change what is wanted, and afterwards. */
    void look(Specification specification) {
        world.balancers().stream()
                .filter(balancer -> balancer.deleted || !isKept(balancer, specification))
                .forEach(balancer -> balancer.unwantedAt = world.now());
    }

    /** Whether a load balancer, or one that replaces it, is to be served as before. */
    private boolean isKept(Balancer balancer, Specification specification) {
        return specification.verdict(balancer.arn) != Specification.Verdict.NOTHING;
    }

    /** AWS has refused to delete a load balancer: it is withdrawn for an hour. */
    void deletionAsked(Balancer balancer) {
        balancer.unwantedAt = world.now().plus(DELETION);
    }

    /**
     * What is wrong after a change.
     *
     * @param since when the first of those began that may have made it: they may have looked then at what is wanted
     */
    Optional<String> broken(String operation, List<Ours.Served> served, Duration since) {
        if (published.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> broken = Optional.empty();
        for (String api : List.copyOf(published.keySet())) {
            Published was = published.get(api);
            if (works(api, served)) {
                continue;
            }
            published.remove(api);
            Balancer balancer = ours.apis().stream()
                    .filter(each -> each.id().equals(api))
                    .findFirst()
                    .flatMap(this::balancer)
                    .orElse(was.balancer);
            if (isWantedSince(was.balancer, since) && isWantedSince(balancer, since) && !isServed(balancer, served)) {
                broken = Optional.of(
                        operation + " ends what API " + api + " served for " + balancer.name + ", which is wanted");
            }
        }
        return broken;
    }

    private boolean isWantedSince(Balancer balancer, Duration since) {
        return !balancer.deleted
                && balancer.unwantedAt.compareTo(since) < 0
                && isKept(balancer, promises.specification(Set.of()));
    }

    private Optional<Balancer> balancer(RestApi api) {
        return Optional.ofNullable(promises.balancer(api.tags().get(Ours.LOAD_BALANCER)));
    }

    /** Whether an API leads to it: another one, where it has taken one over and its own goes. */
    private boolean isServed(Balancer balancer, List<Ours.Served> served) {
        return served.stream().anyMatch(each -> each.works() && balancer.arn.equals(each.loadBalancerArn()));
    }

    private static boolean works(String restApiId, List<Ours.Served> served) {
        return served.stream().anyMatch(each -> each.restApiId().equals(restApiId) && each.works());
    }

    /**
     * An API that a failed publication, after which none is at work, has not left as it was before. Only tighter
     * authorization, which its owner has asked for, stays.
     *
     * @param since when the publication began
     */
    Optional<String> changedByFailure(Duration since) {
        List<Ours.Served> served = ours.served();
        for (Published was : published.values()) {
            if (!served.contains(was.served)
                    && served.stream().noneMatch(now -> isTighter(now, was.served))
                    && isWantedSince(was.balancer, since)) {
                return Optional.of("API " + was.served.restApiId() + " of " + was.balancer.name
                        + " is not as it was before: " + was.served + ", but now " + served);
            }
        }
        return Optional.empty();
    }

    private static boolean isTighter(Ours.Served now, Ours.Served was) {
        return now.leadsAsDoes(was) && now.works() && now.strength().compareTo(was.strength()) > 0;
    }
}
