package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.ApiKey;
import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.explore.Balancer.Strength;
import io.gatelink.local.explore.Promises.Broken;
import io.gatelink.local.explore.Specification.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is promised once nothing happens any more: that the account is what the {@link Specification} says. */
final class AtRest {

    private final World world;
    private final Ours ours;
    private final Promises promises;
    private final Caller caller;

    AtRest(World world, LocalAws aws, Ours ours, Promises promises) {
        this.world = world;
        this.ours = ours;
        this.promises = promises;
        this.caller = new Caller(aws);
    }

    /** The first thing that is not as it should be. */
    Optional<Broken> check() {
        List<Ours.Served> served = ours.served();
        Specification specification = promises.specification(hindered());
        Optional<Broken> broken = Optional.empty();
        List<Balancer> unwanted = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (Balancer balancer : world.balancers()) {
            known.addAll(ours.idsOf(balancer));
            if (balancer.untagged
                    || specification.replacers(balancer.name).stream()
                            .anyMatch(replacer -> promises.balancer(replacer.arn()).untagged)) {
                continue;
            }
            Verdict verdict = specification.verdict(balancer.arn);
            if (verdict == Verdict.NOTHING && !ours.idsOf(balancer).isEmpty()) {
                unwanted.add(balancer);
            }
            broken = broken.or(() -> check(balancer, verdict, served));
        }
        if (broken.isPresent() && isTooMuchAtOnce(unwanted)) {
            return Optional.empty();
        }
        Set<String> unknown = ours.ids();
        unknown.removeAll(known);
        return broken.or(() -> unknown.isEmpty()
                ? Optional.empty()
                : broken(1, "there is more of ours than our load balancers have: " + unknown));
    }

    /** Whether reconciliation leaves it to people to withdraw so many. */
    private boolean isTooMuchAtOnce(List<Balancer> unwanted) {
        long there = world.balancers().stream()
                .filter(balancer -> !ours.idsOf(balancer).isEmpty())
                .count();
        return !world.schedule().setting().variant().withdrawsAll() && unwanted.size() > Math.max(1, there / 2);
    }

    /** Those that cannot be published for reasons outside their tags. */
    private Set<String> hindered() {
        Set<String> hindered = new TreeSet<>();
        Specification specification = promises.specification(Set.of());
        for (Balancer balancer : world.balancers()) {
            if (!balancer.deleted
                    && (balancer.answers() != 200
                            || isUntagged(balancer, specification)
                            || isTaken(balancer)
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
                && (path.equals(other.path) || isPublishedAt(other, path) || promises.hasLostTables());
    }

    private boolean isPublishedAt(Balancer balancer, String path) {
        return world.items()
                .find(balancer.arn)
                .filter(item -> Paths.text(path).equals(Items.published(item, "basePathMapping")))
                .isPresent();
    }

    /** Whether taking over would change the URL, or weaken the authorization, of what a replaced one has published. */
    private boolean isTakeOverRefused(Balancer balancer, Specification specification) {
        return specification.replaced(balancer.name).stream()
                .flatMap(replaced -> world.items().find(replaced.arn()).stream())
                .filter(item -> Items.published(item, "stage") != null)
                .anyMatch(item -> !stage(balancer).equals(Items.published(item, "stage"))
                        || isOtherPath(Items.published(item, "basePathMapping"), balancer)
                        || isStronger(Items.published(item, "authorization"), balancer));
    }

    private static boolean isOtherPath(String published, Balancer balancer) {
        return published != null && !published.equals(Paths.text(balancer.path));
    }

    private static boolean isStronger(String authorization, Balancer balancer) {
        return authorization != null && Strength.valueOf(authorization).compareTo(balancer.asked()) > 0;
    }

    private Optional<Broken> check(Balancer balancer, Verdict verdict, List<Ours.Served> served) {
        Optional<Map<String, AttributeValue>> item = world.items().find(balancer.arn);
        if (item.isPresent() && (item.get().containsKey("holder") || item.get().containsKey("takenOver"))) {
            return broken(1, balancer.name + " has an item at rest as if an execution were at work: " + item.get());
        }
        return switch (verdict) {
            case NOTHING -> checkNothing(balancer, item);
            case PUBLISHED -> checkPublished(balancer, item, served);
            case UNCHANGED -> checkUnchanged(balancer, item, served);
        };
    }

    private Optional<Broken> checkNothing(Balancer balancer, Optional<Map<String, AttributeValue>> item) {
        Set<String> ids = ours.idsOf(balancer);
        if (!ids.isEmpty()) {
            return broken(1, balancer.name + " is not to be published, but there are " + ids);
        }
        return item.filter(there -> there.containsKey("published")
                        || there.containsKey("restApi")
                        || there.containsKey("vpcLink")
                        || balancer.deleted)
                .flatMap(there -> broken(1, balancer.name + " is not to be published, but has the item " + there));
    }

    private Optional<Broken> checkUnchanged(
            Balancer balancer, Optional<Map<String, AttributeValue>> item, List<Ours.Served> served) {
        List<VpcLink> links = ours.linksTo(balancer);
        List<RestApi> apis = ours.apisOf(balancer);
        if (links.size() > 1 || apis.size() > 1) {
            return broken(
                    1, balancer.name + " is to be published once at most, but there are " + links + " and " + apis);
        }
        boolean changedByHand = !balancer.driftedAt.isNegative() || promises.hasLostTables();
        if (!changedByHand && links.size() != apis.size()) {
            return broken(1, balancer.name + " is published by halves: " + links + " and " + apis + ", item " + item);
        }
        if (!changedByHand
                && !apis.isEmpty()
                && served.stream()
                        .noneMatch(each -> each.restApiId().equals(apis.get(0).id())
                                && each.works()
                                && balancer.arn.equals(each.loadBalancerArn()))) {
            return broken(1, balancer.name + " keeps API " + apis.get(0).id() + ", which does not serve it: " + served);
        }
        String published =
                item.map(there -> Items.published(there, "basePathMapping")).orElse(null);
        List<String> paths = pathsTo(apis);
        // What waits to be replaced is left as it is.
        boolean waits =
                !promises.specification(Set.of()).replacers(balancer.name).isEmpty();
        if (!promises.hasLostTables() && !waits && paths.stream().anyMatch(path -> !path.equals(published))
                || !changedByHand && !apis.isEmpty() && published != null && !paths.contains(published)) {
            return broken(
                    1,
                    balancer.name + " is to keep the path " + published + " alone, but to its API lead " + paths
                            + ", item " + item);
        }
        return Optional.empty();
    }

    private List<String> pathsTo(List<RestApi> apis) {
        return apis.stream()
                .flatMap(api -> world.paths().to(api.id()).stream())
                .map(path -> Paths.text(path.basePath()))
                .toList();
    }

    private Optional<Broken> checkPublished(
            Balancer balancer, Optional<Map<String, AttributeValue>> item, List<Ours.Served> served) {
        List<VpcLink> links = ours.linksTo(balancer);
        List<RestApi> apis = ours.apisOf(balancer);
        if (links.size() != 1 || apis.size() != 1) {
            return broken(
                    1,
                    balancer.name + " is to be published, by one link and one API, but there are " + links + " and "
                            + apis + ", item " + item);
        }
        String api = apis.get(0).id();
        String link = links.get(0).id();
        List<Ours.Served> stages = served.stream()
                .filter(each ->
                        each.restApiId().equals(api) && !each.stageName().equals("by-hand"))
                .toList();
        if (stages.size() != 1
                || !link.equals(stages.get(0).vpcLinkId())
                || !stages.get(0).stageName().equals(stage(balancer))) {
            return broken(
                    1,
                    "API " + api + " is to have one stage " + stage(balancer) + " that leads to " + link + ", but has "
                            + stages);
        }
        Strength strength = stages.get(0).strength();
        if (strength != balancer.asked()) {
            return broken(
                    5,
                    balancer.name + " asks for " + balancer.asked() + ", but "
                            + stages.get(0).weakest() + " has " + strength);
        }
        int keys = strength == Strength.API_KEY ? 1 : 0;
        if (ours.keysOf(balancer).size() != keys || ours.plansOf(balancer).size() != keys) {
            return broken(
                    1,
                    balancer.name + " is published with " + strength + ", and has the keys " + ours.keysOf(balancer)
                            + " and the plans " + ours.plansOf(balancer));
        }
        if (item.isEmpty()
                || !api.equals(Items.published(item.get(), "restApi"))
                || !link.equals(Items.published(item.get(), "vpcLink"))
                || !"PUBLISHED".equals(Items.text(item.get(), "outcome"))) {
            return broken(1, balancer.name + " is published by " + api + " and " + link + ", but its item is " + item);
        }
        if (!world.schedule().setting().variant().hasDomain()) {
            return checkCalls(balancer, api, stages.get(0));
        }
        var path = new BasePathMapping(balancer.path, api, stage(balancer));
        if (!world.paths().to(api).equals(List.of(path)) || !isPublishedAt(balancer, balancer.path)) {
            return broken(
                    1,
                    balancer.name + " is to be published at " + path + ", but there are "
                            + world.paths().all() + ", item " + item);
        }
        return checkCalls(balancer, api, stages.get(0));
    }

    private Optional<Broken> checkCalls(Balancer balancer, String api, Ours.Served stage) {
        String key =
                ours.keysOf(balancer).stream().findFirst().map(ApiKey::value).orElse(null);
        String signed = caller.call(api, stage.stageName(), stage.strength() == Strength.AWS_IAM, key);
        String open = stage.strength() == Strength.NONE ? signed : caller.call(api, stage.stageName(), false, null);
        if (!signed.equals("200 from " + balancer.name)
                || stage.strength() != Strength.NONE && !open.startsWith("403")) {
            return broken(
                    2,
                    balancer.name + " is published with " + stage.strength() + ", but a request that may "
                            + "come through is answered " + signed + ", and one that may not " + open);
        }
        if (world.schedule().setting().variant().hasDomain()) {
            boolean isSigned = stage.strength() == Strength.AWS_IAM;
            String byDomain = caller.callByDomain(balancer.path, isSigned, key);
            if (!byDomain.equals(signed)) {
                return broken(
                        2, balancer.name + " answers " + signed + ", but by the custom domain it answers " + byDomain);
            }
        }
        return Optional.empty();
    }

    private String stage(Balancer balancer) {
        return promises.tags(balancer).getOrDefault(Specification.STAGE, "live");
    }

    private static Optional<Broken> broken(int promise, String words) {
        return Optional.of(new Broken(promise, words));
    }
}
