package io.gatelink.functions;

import io.gatelink.functions.LoadBalancers.Found;
import io.gatelink.functions.VpcLinks.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * What is there: the network load balancers of the account, and what this stack made for each load balancer.
 *
 * @param loadBalancers by ARN
 * @param links         ours by load balancer, those that are on their way out left aside
 * @param apis          ours by load balancer, the earliest first
 * @param homeless      ours whose tags name no load balancer
 */
record Inventory(Map<String, Found> loadBalancers, Map<String, List<Link>> links, Map<String, List<RestApi>> apis,
        List<Skipped> homeless) {

    /** Sorts what is ours by load balancer. */
    static Inventory of(Map<String, Found> loadBalancers, List<Link> links, List<RestApi> apis) {
        Map<String, List<Link>> linksByArn = new TreeMap<>();
        Map<String, List<RestApi>> apisByArn = new TreeMap<>();
        List<Skipped> homeless = new ArrayList<>();
        for (Link link : links) {
            if (link.status() != VpcLinks.Status.DELETING) {
                put("VPC link " + link.id(), link, link.tags(), linksByArn, homeless);
            }
        }
        apis.stream().sorted(RestApis.EARLIEST_FIRST)
                .forEach(api -> put("REST API " + api.id(), api, api.tags(), apisByArn, homeless));
        linksByArn.values().forEach(ofOne -> ofOne.sort(Link.USABLE_FIRST));
        return new Inventory(loadBalancers, linksByArn, apisByArn, homeless);
    }

    private static <T> void put(String name, T resource, Map<String, String> tags, Map<String, List<T>> byArn,
            List<Skipped> homeless) {
        Optional<String> arn = Optional.ofNullable(tags.get(Tags.LOAD_BALANCER))
                .filter(value -> LoadBalancerArn.parse(value).isPresent());
        if (arn.isPresent()) {
            byArn.computeIfAbsent(arn.get(), ignored -> new ArrayList<>()).add(resource);
        } else {
            homeless.add(new Skipped(name, "its tag " + Tags.LOAD_BALANCER + " is "
                    + Text.shown(tags.get(Tags.LOAD_BALANCER)) + ", so that nobody knows what it publishes: put the "
                    + "load balancer's ARN back there, or delete it"));
        }
    }

    /** Every load balancer that is there or for which something of ours is, in the order of the ARNs. */
    Set<String> arns() {
        Set<String> arns = new TreeSet<>(loadBalancers.keySet());
        arns.addAll(links.keySet());
        arns.addAll(apis.keySet());
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
        return String.join(", ", names);
    }
}
