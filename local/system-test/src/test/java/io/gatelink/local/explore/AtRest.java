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

/** What is promised once nothing happens any more: that the account is what the {@link Specification} says. */
final class AtRest {

    /** The attributes that name the link. */
    private static final String OWN = "vpcLink";

    private static final String SHARED = "sharedVpcLink";

    private final World world;
    private final Ours ours;
    private final Promises promises;
    private final Hindrances hindrances;
    private final Caller caller;

    AtRest(World world, LocalAws aws, Ours ours, Promises promises) {
        this.world = world;
        this.ours = ours;
        this.promises = promises;
        this.hindrances = new Hindrances(world, ours, promises);
        this.caller = new Caller(aws);
    }

    /** The first thing that is not as it should be. */
    Optional<Broken> check() {
        List<Ours.Served> served = ours.served();
        Specification specification = promises.specification(hindrances.all());
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
                        : broken(1, "there is more of ours than our load balancers have: " + unknown))
                .or(() -> promises.sharedLinks().checkUsed(served));
    }

    /** Whether reconciliation leaves it to people to withdraw so many. */
    private boolean isTooMuchAtOnce(List<Balancer> unwanted) {
        long there = world.balancers().stream()
                .filter(balancer -> !ours.idsOf(balancer).isEmpty())
                .count();
        return !world.schedule().setting().variant().withdrawsAll() && unwanted.size() > Math.max(1, there / 2);
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
        boolean shared = item.map(there -> Items.published(there, SHARED)).isPresent();
        if (!changedByHand && links.size() != (shared ? 0 : apis.size())) {
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
        boolean shared = promises.isShared(balancer);
        if (links.size() != (shared ? 0 : 1) || apis.size() != 1) {
            return broken(
                    1,
                    balancer.name + " is to be published, by one link " + (shared ? "of its VPC" : "of its own")
                            + " and one API, but there are " + links + " and " + apis + ", item " + item);
        }
        String api = apis.get(0).id();
        List<Ours.Served> stages = served.stream()
                .filter(each ->
                        each.restApiId().equals(api) && !each.stageName().equals("by-hand"))
                .toList();
        String link = !shared
                ? links.get(0).id()
                : stages.isEmpty() ? "none" : String.valueOf(stages.get(0).connectionId());
        if (stages.size() != 1
                || !link.equals(stages.get(0).vpcLinkId())
                || !link.equals(stages.get(0).connectionId())
                || !balancer.arn.equals(stages.get(0).loadBalancerArn())
                || shared && !promises.sharedLinks().isRight(link, balancer)
                || !stages.get(0).stageName().equals(promises.stage(balancer))) {
            return broken(
                    1,
                    "API " + api + " is to have one stage " + promises.stage(balancer) + " that leads to " + link
                            + ", but has " + stages
                            + (shared ? "; links " + promises.sharedLinks().ours() : ""));
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
                || !link.equals(Items.published(item.get(), shared ? SHARED : OWN))
                || Items.published(item.get(), shared ? OWN : SHARED) != null
                || item.get().containsKey(shared ? OWN : SHARED)
                || !"PUBLISHED".equals(Items.text(item.get(), "outcome"))) {
            return broken(1, balancer.name + " is published by " + api + " and " + link + ", but its item is " + item);
        }
        if (!world.schedule().setting().variant().hasDomain()) {
            return checkCalls(balancer, api, stages.get(0));
        }
        var path = new BasePathMapping(balancer.path, api, promises.stage(balancer));
        if (!world.paths().to(api).equals(List.of(path)) || !world.items().isPublishedAt(balancer.arn, balancer.path)) {
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

    private static Optional<Broken> broken(int promise, String words) {
        return Optional.of(new Broken(promise, words));
    }
}
