package io.gatelink.functions;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * Reads a load balancer, its tags and its listeners; says whether and how it is to be published, and refuses what cannot
 * work, with the remedy.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html">LoadBalancer
 *      </a>
 */
public final class DescribeLoadBalancerHandler
        extends StepHandler<DescribeLoadBalancerHandler.Input, DescribeLoadBalancerHandler.Output> {

    private final ElasticLoadBalancingV2Client elasticLoadBalancing;
    private final PublicationPolicy policy;

    /** For Lambda. */
    public DescribeLoadBalancerHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private DescribeLoadBalancerHandler(Environment environment, Settings settings) {
        this(Clients.elasticLoadBalancing(environment),
                new PublicationPolicy(settings.publishMode(), settings.allowOpenApis()),
                environment.clock());
    }

    DescribeLoadBalancerHandler(ElasticLoadBalancingV2Client elasticLoadBalancing, PublicationPolicy policy,
            InstantSource clock) {
        super(Input.class, clock);
        this.elasticLoadBalancing = elasticLoadBalancing;
        this.policy = policy;
    }

    /** The load balancer, by ARN or by name. */
    public record Input(String execution, @Nullable String loadBalancerArn, @Nullable String loadBalancerName)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            if ((loadBalancerArn == null) == (loadBalancerName == null)) {
                throw new InvalidInputException("Input fields loadBalancerArn and loadBalancerName are "
                        + Text.shown(loadBalancerArn) + " and " + Text.shown(loadBalancerName)
                        + ": give one of them.");
            }
            if (loadBalancerArn != null) {
                Checks.loadBalancerArn(loadBalancerArn);
            } else {
                Checks.loadBalancerName(loadBalancerName);
            }
        }
    }

    /**
     * What to publish.
     *
     * @param publish       whether to publish it at all
     * @param reason        why not, with the remedy; {@code null} if it is published
     * @param uri           scheme, DNS name and port of its listener; {@code null} if it is not published
     * @param authorization {@code AWS_IAM} or {@code NONE}; {@code null} if it is not published
     */
    public record Output(String loadBalancerArn, String loadBalancerName, boolean publish, String reason, String uri,
            String authorization) {
    }

    /**
     * @throws LoadBalancerNotFoundException    if it is gone
     * @throws LoadBalancerNotReadyException    if it is provisioning, or has no listener to publish so far
     * @throws UnsupportedLoadBalancerException if it cannot be published as it is
     */
    @Override
    Output handle(Input input, StepLog log) {
        try {
            return describe(input, log);
        } catch (software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException e) {
            throw notFound(input);
        }
    }

    private Output describe(Input input, StepLog log) {
        LoadBalancer found = loadBalancer(input);
        String arn = found.loadBalancerArn();
        String name = found.loadBalancerName();
        if (found.type() != LoadBalancerTypeEnum.NETWORK) {
            throw new UnsupportedLoadBalancerException("Load balancer " + arn + " is of type " + found.typeAsString()
                    + ": a VPC link leads to a load balancer of type network only.");
        }
        Map<String, String> tags = tags(arn);
        Optional<String> refusal = policy.refusal(arn, tags);
        if (refusal.isPresent()) {
            log.with("loadBalancerArn", arn).with("reason", refusal.get()).info("Load balancer is not published");
            return new Output(arn, name, false, refusal.get(), null, null);
        }
        String authorization = policy.authorization(tags);
        int port = ListenerChoice.port(tags);
        requireActive(found);
        requireOpenToPrivateLink(found);
        String uri = ListenerChoice.uri(name, found.dnsName(), listeners(arn), port);
        log.with("loadBalancerArn", arn).with("uri", uri).with("authorization", authorization)
                .info("Load balancer is to be published");
        return new Output(arn, name, true, null, uri, authorization);
    }

    private LoadBalancer loadBalancer(Input input) {
        return elasticLoadBalancing.describeLoadBalancersPaginator(request -> {
            if (input.loadBalancerArn() != null) {
                request.loadBalancerArns(input.loadBalancerArn());
            } else {
                request.names(input.loadBalancerName());
            }
        }).loadBalancers().stream().findFirst().orElseThrow(() -> notFound(input));
    }

    private Map<String, String> tags(String arn) {
        Map<String, String> tags = new TreeMap<>();
        elasticLoadBalancing.describeTags(request -> request.resourceArns(arn)).tagDescriptions().stream()
                .flatMap(description -> description.tags().stream())
                .forEach((Tag tag) -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private List<Listener> listeners(String arn) {
        return elasticLoadBalancing.describeListenersPaginator(request -> request.loadBalancerArn(arn)).listeners()
                .stream().toList();
    }

    static void requireActive(LoadBalancer found) {
        LoadBalancerStateEnum state = found.state().code();
        if (state == LoadBalancerStateEnum.FAILED) {
            throw new UnsupportedLoadBalancerException("Load balancer " + found.loadBalancerArn() + " is failed"
                    + (found.state().reason() == null ? "" : ", because " + Text.shown(found.state().reason()))
                    + ": create it anew.");
        }
        if (state != LoadBalancerStateEnum.ACTIVE && state != LoadBalancerStateEnum.ACTIVE_IMPAIRED) {
            throw new LoadBalancerNotReadyException("Load balancer " + found.loadBalancerArn() + " is "
                    + found.state().codeAsString() + ": it can be linked to once it is active.");
        }
    }

    /**
     * A link to a load balancer that enforces its rules on PrivateLink, as is the default, is AVAILABLE, and requests
     * time out.
     */
    static void requireOpenToPrivateLink(LoadBalancer found) {
        if (found.hasSecurityGroups() && !found.securityGroups().isEmpty()
                && !"off".equals(found.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic())) {
            throw new UnsupportedLoadBalancerException("Load balancer " + found.loadBalancerArn()
                    + " enforces its security groups' inbound rules on PrivateLink traffic, so that requests through a "
                    + "VPC link would time out: run aws elbv2 set-security-groups --load-balancer-arn "
                    + found.loadBalancerArn() + " --security-groups " + String.join(" ", found.securityGroups())
                    + " --enforce-security-group-inbound-rules-on-private-link-traffic off");
        }
    }

    private static LoadBalancerNotFoundException notFound(Input input) {
        return new LoadBalancerNotFoundException("There is no load balancer "
                + (input.loadBalancerArn() != null ? input.loadBalancerArn() : input.loadBalancerName())
                + " in this account and Region: create it first.");
    }
}
