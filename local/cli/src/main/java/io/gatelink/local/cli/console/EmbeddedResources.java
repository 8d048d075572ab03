package io.gatelink.local.cli.console;

import io.gatelink.local.LocalAws;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.elbv2.Action;
import io.gatelink.local.elbv2.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The embedded AWS's resources. Used exclusively. */
final class EmbeddedResources implements Resources {

    private final LocalAws aws;

    EmbeddedResources(LocalAws aws) {
        this.aws = aws;
    }

    @Override
    public Optional<String> restApiName(String id) {
        return found(() -> aws.apiGateway().restApis().getRestApi(id).name());
    }

    @Override
    public Optional<String> deployment(String restApiId, String stage) {
        return found(() -> aws.apiGateway().stages().getStage(restApiId, stage).deploymentId());
    }

    @Override
    public Optional<VpcLink> vpcLink(String id, String version) {
        return found(() -> {
            if (version.equals("V2")) {
                var link = aws.apiGateway().vpcLinksV2().getVpcLink(id);
                return new VpcLink(link.status().name(), link.statusMessage());
            }
            var link = aws.apiGateway().vpcLinks().getVpcLink(id);
            return new VpcLink(link.status().name(), link.statusMessage());
        });
    }

    @Override
    public Optional<Balancer> loadBalancer(String arn) {
        return found(() -> {
            var balancer = aws.loadBalancers()
                    .describeLoadBalancers(List.of(arn), List.of(), PageRequest.FIRST)
                    .items()
                    .get(0);
            return new Balancer(
                    balancer.name(),
                    balancer.state(),
                    balancer.type(),
                    balancer.scheme(),
                    balancer.dnsName(),
                    balancer.vpcId(),
                    balancer.createdTime());
        });
    }

    @Override
    public Map<String, String> tags(String loadBalancerArn) {
        return aws.loadBalancers().tags().describeTags(List.of(loadBalancerArn)).get(loadBalancerArn);
    }

    @Override
    public List<Listener> listeners(String loadBalancerArn) {
        return aws
                .loadBalancers()
                .listeners()
                .describeListeners(Optional.of(loadBalancerArn), List.of(), PageRequest.FIRST)
                .items()
                .stream()
                .map(it -> it.settings())
                .map(it -> new Listener(it.protocol(), it.port(), targetGroups(it.action()), answers(it.action())))
                .toList();
    }

    private static List<String> targetGroups(Action action) {
        return action instanceof Action.Forward forward
                ? forward.groups().stream().map(Action.Group::targetGroupArn).toList()
                : List.of();
    }

    private static List<Answer> answers(Action action) {
        if (action instanceof Action.FixedResponse fixed) {
            return List.of(new Answer("Fixed response", fixed.statusCode()));
        }
        return action instanceof Action.Redirect redirect
                ? List.of(new Answer("Redirect", redirect.statusCode() + " to " + redirect.host()))
                : List.of();
    }

    @Override
    public List<Target> targets(String targetGroupArn) {
        return aws.loadBalancers().targetGroups().describeTargetHealth(targetGroupArn, List.of()).stream()
                .map(it -> new Target(
                        it.target().id(),
                        it.target().port(),
                        it.state(),
                        it.description().orElse(null)))
                .toList();
    }

    private static <T> Optional<T> found(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AwsException e) {
            return Optional.empty();
        }
    }
}
