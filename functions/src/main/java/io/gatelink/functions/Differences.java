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
    private final RestApis restApis;
    private final Patience patience;
    private final String defaultStage;
    private final String defaultAuthorization;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Complete> complete = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<Skipped> unreadable = new ArrayList<>();

    /**
     * What has all its parts, so that only a look into it can tell whether it is as it should be.
     *
     * @param active whether its load balancer can be published
     */
    record Complete(PublishedApi api, RestApi restApi, Link link, boolean active) {

        String loadBalancerArn() {
            return api.loadBalancerArn();
        }
    }

    /**
     * Compares.
     *
     * @param defaultStage         the stage under which APIs are published
     * @param defaultAuthorization what an API asks for whose load balancer says nothing about it
     */
    Differences(Wishes wishes, Inventory inventory, LoadBalancers loadBalancers, RestApis restApis, Patience patience,
            String defaultStage, String defaultAuthorization) {
        this.wishes = wishes;
        this.inventory = inventory;
        this.loadBalancers = loadBalancers;
        this.restApis = restApis;
        this.patience = patience;
        this.defaultStage = defaultStage;
        this.defaultAuthorization = defaultAuthorization;
        skipped.addAll(inventory.homeless());
        inventory.arns().forEach(arn -> patience.run(() -> compare(arn))
                .ifPresent(why -> unreadable.add(new Skipped(arn, why))));
    }

    List<Finding> findings() {
        return findings;
    }

    List<Complete> complete() {
        return complete;
    }

    /** What is left as it is. */
    List<Skipped> skipped() {
        return skipped;
    }

    /** About which nobody can say anything. */
    List<Skipped> unreadable() {
        return unreadable;
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
        if (there.isEmpty()) {
            return;
        }
        if (!inventory.isPublished(arn) && inventory.hasKeysOfAnothersApi(arn)) {
            skipped.add(new Skipped(arn, there + " open the REST API of another load balancer: start its switch again"));
            return;
        }
        findings.add(Finding.of(inventory.isPublished(arn) ? kind : Kind.LEFTOVER, arn, there,
                "it is not to be there: " + why, Action.WITHDRAW));
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
        RestApi api = restApis.publishing(apis);
        PublishedApi expected = expected(arn, found, api.id(), link.get().id());
        complete.add(new Complete(expected, api, link.get(), found.active()));
        List<String> leftovers = new ArrayList<>();
        apis.stream().filter(other -> other != api).forEach(other -> leftovers.add("REST API " + other.id()));
        inventory.linksOf(arn).stream().filter(other -> other.status() == Status.FAILED || other.isUsable())
                .filter(other -> other != link.get()).forEach(other -> leftovers.add("VPC link " + other.id()));
        if (expected.refusal() == null) {
            lookAtKeys(expected, leftovers);
        }
        if (!leftovers.isEmpty()) {
            findings.add(Finding.of(Kind.LEFTOVER, arn, String.join(", ", leftovers), "load balancer " + name(arn)
                    + " is published by REST API " + api.id() + " through VPC link " + link.get().id()
                    + "; it is to have no others", Action.PUBLISH));
        }
    }

    /** As its tags ask for; if they are refused, as far as the stack itself says. */
    private PublishedApi expected(String arn, Found found, String restApiId, String vpcLinkId) {
        PublicationPolicy policy = wishes.policy();
        String refusal = null;
        PublicationTags tags = PublicationTags.understood(found.tags());
        try {
            policy.authorization(arn, PublicationTags.of(arn, found.tags()), defaultAuthorization);
        } catch (UnsupportedLoadBalancerException e) {
            refusal = e.getMessage();
            skipped.add(new Skipped(arn, "how it should be is unknown, but for its authorization: " + refusal));
        }
        return new PublishedApi(arn, restApiId, vpcLinkId, tags.value(LoadBalancerTag.STAGE).orElse(defaultStage),
                policy.floor(tags, defaultAuthorization), refusal);
    }

    /** Which of several counts is as {@link ApiKeys} has it. */
    private void lookAtKeys(PublishedApi api, List<String> leftovers) {
        var keys = inventory.keysOf(api.loadBalancerArn());
        var plans = inventory.plansOf(api.loadBalancerArn());
        boolean asksForKeys = api.authorization().equals(Authorization.API_KEY);
        keys.stream().skip(asksForKeys ? 1 : 0).forEach(key -> leftovers.add("API key " + key.id()));
        plans.stream().skip(asksForKeys ? 1 : 0).forEach(plan -> leftovers.add("usage plan " + plan.id()));
        if (!asksForKeys) {
            return;
        }
        List<String> missing = new ArrayList<>();
        if (keys.isEmpty()) {
            missing.add("no API key of ours");
        }
        if (plans.isEmpty()) {
            missing.add("no usage plan of ours");
        } else if (!ApiKeys.opens(plans.get(0), api.restApiId(), api.stage())) {
            missing.add("a usage plan " + plans.get(0).id() + " without its stage " + api.stage());
        }
        if (!missing.isEmpty()) {
            findings.add(Finding.of(Kind.CHANGED, api.loadBalancerArn(), "API key of REST API " + api.restApiId(),
                    "it asks its callers for keys, and has " + String.join(" and ", missing), Action.PUBLISH));
        }
    }

    private static String name(String arn) {
        return LoadBalancerArn.parse(arn).map(LoadBalancerArn::name).orElse(arn);
    }
}
