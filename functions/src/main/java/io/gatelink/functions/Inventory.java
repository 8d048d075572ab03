package io.gatelink.functions;

import io.gatelink.functions.LoadBalancers.Found;
import io.gatelink.functions.VpcLinks.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;

/**
 * What is there: the network load balancers of the account, and what this stack made for each load balancer.
 *
 * @param loadBalancers by ARN
 * @param links         ours by load balancer, those that are on their way out left aside
 * @param apis          ours by load balancer, the earliest first
 * @param keys          ours by load balancer, the earliest first
 * @param plans         ours by load balancer, by their ids
 * @param homeless      ours whose tags name no load balancer that could be here
 */
record Inventory(Map<String, Found> loadBalancers, Map<String, List<Link>> links, Map<String, List<RestApi>> apis,
        Map<String, List<ApiKey>> keys, Map<String, List<UsagePlan>> plans, List<Skipped> homeless) {

    /**
     * All that was read.
     *
     * @param apis  ours
     * @param keys  ours, the earliest first
     * @param plans ours, by their ids
     */
    record Read(Map<String, Found> loadBalancers, List<Link> links, List<RestApi> apis, List<ApiKey> keys,
            List<UsagePlan> plans) {
    }

    /**
     * Sorts what is ours by load balancer.
     *
     * @param executionArn of this execution, in whose account and Region load balancers are
     */
    static Inventory of(Read read, String executionArn) {
        var sorting = new Sorting(executionArn, new ArrayList<>());
        Map<String, List<Link>> links = new TreeMap<>();
        read.links().stream().filter(link -> link.status() != VpcLinks.Status.DELETING)
                .forEach(link -> sorting.put("VPC link " + link.id(), link, link.tags(), links));
        links.values().forEach(ofOne -> ofOne.sort(Link.USABLE_FIRST));
        Map<String, List<RestApi>> apis = new TreeMap<>();
        read.apis().stream().sorted(RestApis.EARLIEST_FIRST)
                .forEach(api -> sorting.put("REST API " + api.id(), api, api.tags(), apis));
        Map<String, List<ApiKey>> keys = new TreeMap<>();
        read.keys().forEach(key -> sorting.put("API key " + key.id(), key, key.tags(), keys));
        Map<String, List<UsagePlan>> plans = new TreeMap<>();
        read.plans().forEach(plan -> sorting.put("usage plan " + plan.id(), plan, plan.tags(), plans));
        return new Inventory(read.loadBalancers(), links, apis, keys, plans, sorting.homeless());
    }

    private record Sorting(String executionArn, List<Skipped> homeless) {

        <T> void put(String name, T resource, Map<String, String> tags, Map<String, List<T>> byArn) {
            Optional<String> arn = Optional.ofNullable(tags.get(Tags.LOAD_BALANCER))
                    .filter(value -> LoadBalancerArn.parse(value).filter(parsed -> parsed.isBeside(executionArn)).isPresent());
            if (arn.isPresent()) {
                byArn.computeIfAbsent(arn.get(), ignored -> new ArrayList<>()).add(resource);
            } else {
                homeless.add(new Skipped(name, "its tag " + Tags.LOAD_BALANCER + " is "
                        + Text.shown(tags.get(Tags.LOAD_BALANCER)) + ", so that nobody knows what it publishes: put the "
                        + "load balancer's ARN back there, or delete it"));
            }
        }
    }

    /** Every load balancer that is there or for which something of ours is, in the order of the ARNs. */
    Set<String> arns() {
        Set<String> arns = new TreeSet<>(loadBalancers.keySet());
        Stream.of(links, apis, keys, plans).forEach(ours -> arns.addAll(ours.keySet()));
        return arns;
    }

    List<Link> linksOf(String arn) {
        return links.getOrDefault(arn, List.of());
    }

    Optional<Link> usableLinkOf(String arn) {
        return linksOf(arn).stream().filter(Link::isUsable).findFirst();
    }

    List<RestApi> apisOf(String arn) {
        return apis.getOrDefault(arn, List.of());
    }

    List<ApiKey> keysOf(String arn) {
        return keys.getOrDefault(arn, List.of());
    }

    List<UsagePlan> plansOf(String arn) {
        return plans.getOrDefault(arn, List.of());
    }

    /** Whether somebody may be served through what is there. */
    boolean isPublished(String arn) {
        return !apisOf(arn).isEmpty() || usableLinkOf(arn).isPresent();
    }

    /** How many load balancers are. */
    int published() {
        return (int) arns().stream().filter(this::isPublished).count();
    }

    /** What is there for a load balancer, for people, always in the same words. */
    String describe(String arn) {
        List<String> names = new ArrayList<>();
        apisOf(arn).forEach(api -> names.add("REST API " + api.id()));
        linksOf(arn).stream().map(Link::id).sorted().forEach(id -> names.add("VPC link " + id));
        keysOf(arn).forEach(key -> names.add("API key " + key.id()));
        plansOf(arn).forEach(plan -> names.add("usage plan " + plan.id()));
        return String.join(", ", names);
    }

    /**
     * Whether a load balancer's usage plan still opens an API of ours that is another one's: a switch that was broken off
     * moves the plan and its key before the API, and whoever calls that API needs them.
     */
    boolean hasKeysOfAnothersApi(String arn) {
        Map<String, String> owners = new LinkedHashMap<>();
        apis.forEach((owner, ofOne) -> ofOne.forEach(api -> owners.put(api.id(), owner)));
        return plansOf(arn).stream().flatMap(plan -> plan.apiStages().stream())
                .map(stage -> owners.get(stage.apiId())).anyMatch(owner -> owner != null && !owner.equals(arn));
    }
}
