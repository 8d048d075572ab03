package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.console.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** An account's resources. */
final class AccountResources implements Resources {

    private static final int NOT_FOUND = 404;

    private final Aws aws;

    AccountResources(Aws aws) {
        this.aws = aws;
    }

    @Override
    public Optional<String> restApiName(String id) {
        return found(() ->
                aws.apiGateway().getRestApi(request -> request.restApiId(id)).name());
    }

    @Override
    public Optional<String> deployment(String restApiId, String stage) {
        return found(() -> aws.apiGateway()
                .getStage(request -> request.restApiId(restApiId).stageName(stage))
                .deploymentId());
    }

    @Override
    public Optional<VpcLink> vpcLink(String id, String version) {
        return found(() -> {
            if (version.equals("V2")) {
                var link = aws.client(ApiGatewayV2Client.class, ApiGatewayV2Client::builder)
                        .getVpcLink(request -> request.vpcLinkId(id));
                return new VpcLink(link.vpcLinkStatusAsString(), link.vpcLinkStatusMessage());
            }
            var link = aws.apiGateway().getVpcLink(request -> request.vpcLinkId(id));
            return new VpcLink(link.statusAsString(), link.statusMessage());
        });
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

    @Override
    public Optional<Balancer> loadBalancer(String arn) {
        try {
            return aws
                    .elasticLoadBalancing()
                    .describeLoadBalancers(request -> request.loadBalancerArns(arn))
                    .loadBalancers()
                    .stream()
                    .findFirst()
                    .map(it -> new Balancer(
                            it.loadBalancerName(),
                            it.state().codeAsString(),
                            it.typeAsString(),
                            it.schemeAsString(),
                            it.dnsName(),
                            it.vpcId(),
                            it.createdTime()));
        } catch (LoadBalancerNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> tags(String loadBalancerArn) {
        Map<String, String> tags = new LinkedHashMap<>();
        aws.elasticLoadBalancing()
                .describeTags(request -> request.resourceArns(loadBalancerArn))
                .tagDescriptions()
                .forEach(one -> one.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
        return tags;
    }

    @Override
    public List<Listener> listeners(String loadBalancerArn) {
        return aws
                .elasticLoadBalancing()
                .describeListenersPaginator(request -> request.loadBalancerArn(loadBalancerArn))
                .listeners()
                .stream()
                .map(it -> new Listener(
                        it.protocolAsString(),
                        it.port(),
                        it.defaultActions().stream()
                                .flatMap(AccountResources::targetGroups)
                                .toList(),
                        it.defaultActions().stream()
                                .flatMap(AccountResources::answers)
                                .toList()))
                .toList();
    }

    private static Stream<String> targetGroups(Action action) {
        return action.forwardConfig() == null
                ? Stream.ofNullable(action.targetGroupArn())
                : action.forwardConfig().targetGroups().stream().map(TargetGroupTuple::targetGroupArn);
    }

    /** Of an action that authenticates nothing: another one follows. */
    private static Stream<Answer> answers(Action action) {
        return switch (action.type()) {
            case FIXED_RESPONSE ->
                Stream.of(new Answer(
                        "Fixed response", action.fixedResponseConfig().statusCode()));
            case REDIRECT ->
                Stream.of(new Answer(
                        "Redirect",
                        action.redirectConfig().statusCodeAsString() + " to "
                                + action.redirectConfig().host()));
            default -> Stream.empty();
        };
    }

    @Override
    public List<Target> targets(String targetGroupArn) {
        return aws
                .elasticLoadBalancing()
                .describeTargetHealth(request -> request.targetGroupArn(targetGroupArn))
                .targetHealthDescriptions()
                .stream()
                .map(it -> new Target(
                        it.target().id(),
                        it.target().port(),
                        it.targetHealth().stateAsString(),
                        it.targetHealth().description()))
                .toList();
    }
}
