package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.console.Chain;
import io.gatelink.local.cli.console.Item;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** The resources through which a load balancer is called, from the domain to the targets. */
final class AccountPicture {

    private static final int NOT_FOUND = 404;

    private final Aws aws;
    private final Item item;
    private final Chain chain = new Chain();

    private AccountPicture(Aws aws, Item item) {
        this.aws = aws;
        this.item = item;
    }

    /** @param balancer empty if it is gone */
    static ObjectNode of(Aws aws, Item item, Optional<LoadBalancer> balancer) {
        var picture = new AccountPicture(aws, item);
        picture.api();
        picture.link();
        picture.balancer(balancer);
        return picture.chain.json();
    }

    private void api() {
        id("basePathMapping").ifPresent(path -> chain.add("domain", "Custom domain", path, "OK", ""));
        id("restApi").ifPresent(api -> {
            var found = found(() -> aws.apiGateway().getRestApi(request -> request.restApiId(api)));
            chain.add(
                    "api",
                    "REST API",
                    api,
                    found.isPresent() ? "OK" : "GONE",
                    found.map(it -> it.name()).orElse(""));
            item.served("stage")
                    .flatMap(name -> found(() -> aws.apiGateway()
                            .getStage(request -> request.restApiId(api).stageName(name))))
                    .ifPresent(stage -> {
                        chain.add("stage", "Stage", stage.stageName(), "OK", "");
                        chain.add("deployment", "Deployment", stage.deploymentId(), "OK", "");
                    });
        });
    }

    private void link() {
        item.link().filter(AccountPicture::isId).ifPresent(id -> {
            if (item.linkVersion().equals("V2")) {
                var link = found(() -> aws.client(ApiGatewayV2Client.class, ApiGatewayV2Client::builder)
                        .getVpcLink(request -> request.vpcLinkId(id)));
                chain.add(
                        "link",
                        "VPC link V2",
                        id,
                        link.map(it -> it.vpcLinkStatusAsString()).orElse("GONE"),
                        link.map(it -> it.vpcLinkStatusMessage()).orElse(""));
            } else {
                var link = found(() -> aws.apiGateway().getVpcLink(request -> request.vpcLinkId(id)));
                chain.add(
                        "link",
                        "VPC link V1",
                        id,
                        link.map(it -> it.statusAsString()).orElse("GONE"),
                        link.map(it -> it.statusMessage()).orElse(""));
            }
        });
    }

    private void balancer(Optional<LoadBalancer> balancer) {
        chain.add(
                "balancer",
                "Load balancer",
                balancer.map(LoadBalancer::loadBalancerName).orElse("deleted"),
                balancer.map(it -> it.state().codeAsString()).orElse("GONE"),
                balancer.map(LoadBalancer::typeAsString).orElse(""));
        balancer.ifPresent(it -> aws.elasticLoadBalancing()
                .describeListenersPaginator(request -> request.loadBalancerArn(it.loadBalancerArn()))
                .listeners()
                .forEach(this::listener));
    }

    private void listener(Listener listener) {
        chain.goOnFrom("balancer");
        String id = "listener-" + listener.port();
        chain.add(id, "Listener", listener.protocolAsString() + " " + listener.port(), "OK", "");
        listener.defaultActions().forEach(action -> action(id, action));
    }

    private void action(String listener, Action action) {
        switch (action.type()) {
            case FORWARD -> {
                if (action.forwardConfig() == null) {
                    targets(listener, action.targetGroupArn());
                } else {
                    action.forwardConfig().targetGroups().forEach(group -> targets(listener, group.targetGroupArn()));
                }
            }
            case FIXED_RESPONSE ->
                chain.add(
                        "action-" + listener,
                        "Fixed response",
                        action.fixedResponseConfig().statusCode(),
                        "OK",
                        "");
            case REDIRECT ->
                chain.add(
                        "action-" + listener,
                        "Redirect",
                        action.redirectConfig().statusCodeAsString() + " to "
                                + action.redirectConfig().host(),
                        "OK",
                        "");
            default -> {
                // It authenticates, and another action follows.
            }
        }
    }

    private void targets(String listener, String groupArn) {
        var targets = aws.elasticLoadBalancing()
                .describeTargetHealth(request -> request.targetGroupArn(groupArn))
                .targetHealthDescriptions();
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
                    target.targetHealth().stateAsString(),
                    target.targetHealth().description());
        }
    }

    private Optional<String> id(String attribute) {
        return item.text(attribute).filter(AccountPicture::isId);
    }

    /** While something is being created, the time of that stands where its id will. */
    private static boolean isId(String text) {
        return !text.startsWith("creating@");
    }

    private static <T> Optional<T> found(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
