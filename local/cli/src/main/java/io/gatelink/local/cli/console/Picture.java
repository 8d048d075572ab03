package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.LocalAws;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.elbv2.Action;
import io.gatelink.local.elbv2.Listener;
import io.gatelink.local.elbv2.LoadBalancer;
import io.gatelink.local.elbv2.Page;
import io.gatelink.local.elbv2.TargetGroups.TargetHealthDescription;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The resources through which a load balancer is called, from the domain to the targets. Used exclusively. */
final class Picture {

    private final LocalAws aws;
    private final Item item;
    private final Chain chain = new Chain();

    private Picture(LocalAws aws, Item item) {
        this.aws = aws;
        this.item = item;
    }

    /** As {@link Chain#json} tells it. */
    static ObjectNode of(LocalAws aws, String arn, Item item) {
        var picture = new Picture(aws, item);
        picture.api();
        picture.link();
        picture.balancer(arn);
        return picture.chain.json();
    }

    private void api() {
        id("basePathMapping").ifPresent(path -> chain.add("domain", "Custom domain", path, "OK", ""));
        id("restApi").ifPresent(api -> {
            var found = found(() -> aws.apiGateway().restApis().getRestApi(api));
            chain.add(
                    "api",
                    "REST API",
                    api,
                    found.isPresent() ? "OK" : "GONE",
                    found.map(it -> it.name()).orElse(""));
            item.served("stage")
                    .flatMap(name -> found(() -> aws.apiGateway().stages().getStage(api, name)))
                    .ifPresent(stage -> {
                        chain.add("stage", "Stage", stage.stageName(), "OK", "");
                        chain.add("deployment", "Deployment", stage.deploymentId(), "OK", "");
                    });
        });
    }

    private void link() {
        item.link().filter(Picture::isId).ifPresent(id -> {
            if (item.linkVersion().equals("V2")) {
                var link = found(() -> aws.apiGateway().vpcLinksV2().getVpcLink(id));
                chain.add(
                        "link",
                        "VPC link V2",
                        id,
                        link.map(it -> it.status().name()).orElse("GONE"),
                        link.map(it -> it.statusMessage()).orElse(""));
            } else {
                var link = found(() -> aws.apiGateway().vpcLinks().getVpcLink(id));
                chain.add(
                        "link",
                        "VPC link V1",
                        id,
                        link.map(it -> it.status().name()).orElse("GONE"),
                        link.map(it -> it.statusMessage()).orElse(""));
            }
        });
    }

    private void balancer(String arn) {
        Optional<LoadBalancer> balancer = found(() -> aws.loadBalancers()
                .describeLoadBalancers(List.of(arn), List.of(), Page.Request.FIRST)
                .items()
                .get(0));
        chain.add(
                "balancer",
                "Load balancer",
                balancer.map(LoadBalancer::name).orElse("deleted"),
                balancer.map(LoadBalancer::state).orElse("GONE"),
                balancer.map(LoadBalancer::type).orElse(""));
        if (balancer.isEmpty()) {
            return;
        }
        for (Listener listener : aws.loadBalancers()
                .listeners()
                .describeListeners(Optional.of(arn), List.of(), Page.Request.FIRST)
                .items()) {
            chain.goOnFrom("balancer");
            String id = "listener-" + listener.settings().port();
            chain.add(
                    id,
                    "Listener",
                    listener.settings().protocol() + " " + listener.settings().port(),
                    "OK",
                    "");
            action(id, listener.settings().action());
        }
    }

    private void action(String listener, Action action) {
        if (action instanceof Action.Forward forward) {
            forward.groups().forEach(group -> targets(listener, group.targetGroupArn()));
        } else if (action instanceof Action.FixedResponse fixed) {
            chain.add("action-" + listener, "Fixed response", fixed.statusCode(), "OK", "");
        } else if (action instanceof Action.Redirect redirect) {
            chain.add("action-" + listener, "Redirect", redirect.statusCode() + " to " + redirect.host(), "OK", "");
        }
    }

    private void targets(String listener, String groupArn) {
        List<TargetHealthDescription> targets =
                aws.loadBalancers().targetGroups().describeTargetHealth(groupArn, List.of());
        if (targets.isEmpty()) {
            chain.goOnFrom(listener);
            chain.add("group-" + groupArn, "Target group", "no targets", "unused", "Register a target.");
        }
        for (TargetHealthDescription target : targets) {
            chain.goOnFrom(listener);
            chain.add(
                    "target-" + groupArn + "-" + target.target().id() + "-"
                            + target.target().port(),
                    "Target",
                    target.target().id() + ":" + target.target().port(),
                    target.state(),
                    target.description().orElse(""));
        }
    }

    private Optional<String> id(String attribute) {
        return item.text(attribute).filter(Picture::isId);
    }

    /** While something is being created, the time of that stands where its id will. */
    private static boolean isId(String text) {
        return !text.startsWith("creating@");
    }

    private static <T> Optional<T> found(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AwsException e) {
            return Optional.empty();
        }
    }
}
