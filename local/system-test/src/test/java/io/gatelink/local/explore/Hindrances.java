package io.gatelink.local.explore;

import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.explore.Balancer.Strength;
import io.gatelink.local.explore.Specification.Verdict;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What keeps load balancers from being published although their tags are right. */
final class Hindrances {

    private final World world;
    private final Ours ours;
    private final Promises promises;

    Hindrances(World world, Ours ours, Promises promises) {
        this.world = world;
        this.ours = ours;
        this.promises = promises;
    }

    /** The ARNs of those that cannot be published for reasons outside their tags. */
    Set<String> all() {
        Set<String> hindered = new TreeSet<>();
        Specification specification = promises.specification(Set.of());
        for (Balancer balancer : world.balancers()) {
            if (!balancer.deleted
                    && (balancer.answers() != 200
                            || isUntagged(balancer, specification)
                            || !promises.isShared(balancer) && isTaken(balancer)
                            || isKeyDisabled(balancer, specification)
                            || isTakeOverRefused(balancer, specification))) {
                hindered.add(balancer.arn);
            }
        }
        while (addThoseWhosePathIsTaken(hindered)) {}
        return hindered;
    }

    /** One that is hindered keeps its path, by which it may hinder others. */
    private boolean addThoseWhosePathIsTaken(Set<String> hindered) {
        Specification specification = promises.specification(hindered);
        return hindered.addAll(world.balancers().stream()
                .filter(balancer -> !balancer.deleted && isPathTaken(balancer, specification))
                .map(balancer -> balancer.arn)
                .toList());
    }

    /** Whether people took our tags from what was made for it, or for one that it replaces. */
    private boolean isUntagged(Balancer balancer, Specification specification) {
        return balancer.untagged
                || specification.replaced(balancer.name).stream()
                        .anyMatch(replaced -> promises.balancer(replaced.arn()).untagged);
    }

    /** Whether people disabled its key, or that of one that it replaces and whose API it would get. */
    private boolean isKeyDisabled(Balancer balancer, Specification specification) {
        return Stream.concat(
                        Stream.of(balancer),
                        specification.replaced(balancer.name).stream()
                                .map(replaced -> promises.balancer(replaced.arn())))
                .flatMap(each -> ours.keysOf(each).stream())
                .anyMatch(key -> !key.enabled());
    }

    /** Whether another's link leads to it. */
    private boolean isTaken(Balancer balancer) {
        return ours.allLinks().stream()
                .anyMatch(link -> link.targetArns().contains(balancer.arn)
                        && link.status() == VpcLink.Status.AVAILABLE
                        && ours.links().stream().noneMatch(own -> own.id().equals(link.id())));
    }

    /** Whether its path leads to an API that is neither its own nor one's that it replaces, and is held there. */
    private boolean isPathTaken(Balancer balancer, Specification specification) {
        return world.paths()
                .find(balancer.path)
                .filter(path -> Stream.concat(
                                Stream.of(balancer),
                                specification.replaced(balancer.name).stream()
                                        .map(replaced -> promises.balancer(replaced.arn())))
                        .flatMap(each -> ours.apisOf(each).stream())
                        .noneMatch(api -> api.id().equals(path.restApiId())))
                .filter(path -> ours.apis().stream()
                        .filter(api -> api.id().equals(path.restApiId()))
                        .findFirst()
                        .map(api -> promises.balancer(api.tags().get(Ours.LOAD_BALANCER)))
                        .map(other -> holds(other, path.basePath(), specification))
                        .orElse(true))
                .isPresent();
    }

    /** Whether a path is another load balancer's by right, so that it keeps it. */
    private boolean holds(Balancer other, String path, Specification specification) {
        return specification.verdict(other.arn) != Verdict.NOTHING
                && (path.equals(other.path)
                        || world.items().isPublishedAt(other.arn, path)
                        || promises.hasLostTables());
    }

    /** Whether taking over would change the URL, or weaken the authorization, of what a replaced one has published. */
    private boolean isTakeOverRefused(Balancer balancer, Specification specification) {
        return specification.replaced(balancer.name).stream()
                .flatMap(replaced -> world.items().find(replaced.arn()).stream())
                .filter(item -> Items.published(item, "stage") != null)
                .anyMatch(item -> !promises.stage(balancer).equals(Items.published(item, "stage"))
                        || isOtherPath(Items.published(item, "basePathMapping"), balancer)
                        || isStronger(Items.published(item, "authorization"), balancer));
    }

    private static boolean isOtherPath(String published, Balancer balancer) {
        return published != null && !published.equals(Paths.text(balancer.path));
    }

    private static boolean isStronger(String authorization, Balancer balancer) {
        return authorization != null && Strength.valueOf(authorization).compareTo(balancer.asked()) > 0;
    }
}
