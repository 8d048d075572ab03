package io.gatelink.functions;

import io.gatelink.functions.Finding.Action;
import io.gatelink.functions.Finding.Kind;
import io.gatelink.functions.LoadBalancers.Found;
import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/** Compares what should be with what is, as far as lists show it. */
final class Differences {

    private final Wishes wishes;
    private final Inventory inventory;
    private final LoadBalancers loadBalancers;
    private final String defaultStage;
    private final String defaultAuthorization;
    private final List<Finding> findings = new ArrayList<>();
    private final List<PublishedApi> complete = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /**
     * Compares.
     *
     * @param defaultStage         the stage under which APIs are published
     * @param defaultAuthorization what an API asks for whose load balancer says nothing about it
     */
    Differences(Wishes wishes, Inventory inventory, LoadBalancers loadBalancers, String defaultStage,
            String defaultAuthorization) {
        this.wishes = wishes;
        this.inventory = inventory;
        this.loadBalancers = loadBalancers;
        this.defaultStage = defaultStage;
        this.defaultAuthorization = defaultAuthorization;
        skipped.addAll(inventory.homeless());
        inventory.arns().forEach(this::compare);
    }

    List<Finding> findings() {
        return findings;
    }

    /** What has all its parts, so that only a look into it can tell whether it is as it should be. */
    List<PublishedApi> complete() {
        return complete;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    private void compare(String arn) {
        Found found = inventory.loadBalancers().get(arn);
        if (found == null) {
            loadBalancers.requireGone(arn);
            unwanted(Kind.LOAD_BALANCER_GONE, arn, "the load balancer is gone");
            return;
        }
        Optional<Refusal> refusal = wishes.refusal(arn, found.tags());
        if (refusal.isPresent()) {
            unwanted(Kind.NOT_WANTED, arn, refusal.get().reason());
        } else {
            wanted(arn, found);
        }
    }

    private void unwanted(Kind kind, String arn, String why) {
        String there = inventory.describe(arn);
        if (!there.isEmpty()) {
            findings.add(Finding.of(inventory.isPublished(arn) ? kind : Kind.LEFTOVER, arn, there,
                    "it is not to be there: " + why, Action.WITHDRAW));
        }
    }

    private void wanted(String arn, Found found) {
        List<RestApi> apis = inventory.apisOf(arn);
        Optional<Link> link = inventory.usableLinkOf(arn);
        if (apis.isEmpty() || link.isEmpty()) {
            if (found.active()) {
                findings.add(Finding.of(Kind.NOT_PUBLISHED, arn, "load balancer " + name(arn),
                        "it is to be published, and has " + (!apis.isEmpty() ? "no VPC link that works"
                                : link.isPresent() ? "no REST API" : "neither a REST API nor a VPC link that works"),
                        Action.PUBLISH));
            }
            return;
        }
        List<String> leftovers = new ArrayList<>();
        apis.stream().skip(1).forEach(api -> leftovers.add("REST API " + api.id()));
        inventory.linksOf(arn).stream().filter(other -> other.status() == Status.FAILED || other.isUsable())
                .filter(other -> other != link.get()).forEach(other -> leftovers.add("VPC link " + other.id()));
        if (!leftovers.isEmpty()) {
            findings.add(Finding.of(Kind.LEFTOVER, arn, String.join(", ", leftovers), "load balancer " + name(arn)
                    + " is published by REST API " + apis.get(0).id() + " through VPC link " + link.get().id()
                    + "; it is to have no others", Action.PUBLISH));
        }
        try {
            PublicationTags wanted = PublicationTags.of(arn, found.tags());
            complete.add(new PublishedApi(arn, apis.get(0).id(), link.get().id(),
                    wanted.value(LoadBalancerTag.STAGE).orElse(defaultStage),
                    wishes.policy().authorization(arn, wanted, defaultAuthorization)));
        } catch (UnsupportedLoadBalancerException e) {
            // Nobody can say how it should be. Its publication says so to its owner.
            skipped.add(new Skipped(arn, e.getMessage()));
        }
    }

    private static String name(String arn) {
        return LoadBalancerArn.parse(arn).map(LoadBalancerArn::name).orElse(arn);
    }
}
