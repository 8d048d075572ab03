package io.gatelink.local.explore;

import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.RestApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /**
     * An API that serves, as an execution left it.
     *
     * @param path of the custom domain that leads to it; {@code null} if there is none
     */
    private record Published(Balancer balancer, Ours.Served served, BasePathMapping path) {

        Published withoutPath() {
            return new Published(balancer, served, null);
        }
    }

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
                .ifPresent(served -> published.put(restApiId, new Published(balancer, served, path(balancer, served))));
    }

    /** The path that the item says, as far as it leads there. */
    private BasePathMapping path(Balancer balancer, Ours.Served served) {
        return world.items()
                .find(balancer.arn)
                .map(item -> Items.published(item, "basePathMapping"))
                .flatMap(text -> world.paths().all().stream()
                        .filter(path -> Paths.text(path.basePath()).equals(text))
                        .findFirst())
                .filter(path -> path.restApiId().equals(served.restApiId())
                        && served.stageName().equals(path.stage()))
                .orElse(null);
    }

    /** People have changed what is there for a load balancer. */
    void drift(Balancer balancer) {
        List<String> apis = ours.apisOf(balancer).stream().map(RestApi::id).toList();
        published.entrySet().removeIf(was -> was.getValue().balancer == balancer || apis.contains(was.getKey()));
    }

    /** A table is lost: no item says any more that what serves now was to be undone. */
    void recordWhatServes() {
        ours.served().stream()
                .filter(served -> served.works() && published.containsKey(served.restApiId()))
                .forEach(served -> {
                    Balancer balancer = promises.balancer(served.loadBalancerArn());
                    published.put(served.restApiId(), new Published(balancer, served, path(balancer, served)));
                });
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
     * A withdrawal has begun, and the item no longer says what was published, so that there is nothing to go back to:
     * if the load balancer is wanted again, and that publication fails, the roll back completes the withdrawal. An API
     * that is being taken over is in the other item.
     */
    void withdrawing() {
        published
                .values()
                .removeIf(was -> !isWantedSince(was.balancer, world.now())
                        && world.items()
                                .find(was.balancer.arn)
                                .filter(item -> !item.containsKey("published") && item.containsKey("restApi"))
                                .isPresent());
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
        return broken.or(() -> brokenPath(operation, served, since));
    }

    /** What is wrong with the paths of APIs that still serve. */
    private Optional<String> brokenPath(String operation, List<Ours.Served> served, Duration since) {
        Optional<String> broken = Optional.empty();
        for (String api : List.copyOf(published.keySet())) {
            Published was = published.get(api);
            if (was.path == null) {
                continue;
            }
            Optional<BasePathMapping> now = world.paths().find(was.path.basePath());
            if (now.isPresent() && reaches(now.get(), served, around(was.balancer))) {
                continue;
            }
            published.put(api, was.withoutPath());
            Balancer balancer = ours.apis().stream()
                    .filter(each -> each.id().equals(api))
                    .findFirst()
                    .flatMap(this::balancer)
                    .orElse(was.balancer);
            boolean moves = !was.path.basePath().equals(balancer.path);
            if (isWantedSince(was.balancer, since)
                    && isWantedSince(balancer, since)
                    && balancer.movedAt.compareTo(since) < 0
                    && (now.isPresent()
                            || !moves
                            || world.paths().all().stream()
                                    .noneMatch(path -> reaches(path, served, Set.of(balancer.arn))))) {
                broken = Optional.of(operation + " makes path " + was.path.basePath() + " lead "
                        + now.map(path -> "to " + path).orElse("nowhere") + ", at which " + balancer.name
                        + " is published, which is wanted");
            }
        }
        return broken;
    }

    /** The ARNs of a load balancer and of those that it replaces or that replace it. */
    private Set<String> around(Balancer balancer) {
        Specification specification = promises.specification(Set.of());
        var arns = new TreeSet<>(Set.of(balancer.arn));
        specification.replaced(balancer.name).forEach(one -> arns.add(one.arn()));
        specification.replacers(balancer.name).forEach(one -> arns.add(one.arn()));
        return arns;
    }

    private static boolean reaches(BasePathMapping path, List<Ours.Served> served, Set<String> arns) {
        return served.stream()
                .anyMatch(each -> each.restApiId().equals(path.restApiId())
                        && each.stageName().equals(path.stage())
                        && each.works()
                        && arns.contains(each.loadBalancerArn()));
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
            if (was.path != null && !world.paths().all().contains(was.path) && isWantedSince(was.balancer, since)) {
                return Optional.of("path " + was.path + " of " + was.balancer.name + " is not as it was before: "
                        + world.paths().all());
            }
        }
        return Optional.empty();
    }

    private static boolean isTighter(Ours.Served now, Ours.Served was) {
        return now.leadsAsDoes(was) && now.works() && now.strength().compareTo(was.strength()) > 0;
    }
}
