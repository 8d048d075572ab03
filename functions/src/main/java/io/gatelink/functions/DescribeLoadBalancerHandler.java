package io.gatelink.functions;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/**
 * Reads a load balancer, its tags and its listeners; says whether and how it is to be published, and refuses what cannot
 * work, with the remedy.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html">LoadBalancer
 *      </a>
 */
public final class DescribeLoadBalancerHandler
        extends StepHandler<DescribeLoadBalancerHandler.Input, DescribeLoadBalancerHandler.Output> {

    /** What integrations are unless a tag says otherwise: requests and answers pass as they are. */
    private static final String HTTP_PROXY = "http_proxy";

    private final LoadBalancers loadBalancers;
    private final RestApis restApis;

    /** For Lambda. */
    public DescribeLoadBalancerHandler() {
        this(Environment.current());
    }

    private DescribeLoadBalancerHandler(Environment environment) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)),
                new RestApis(Clients.apiGateway(environment), new Settings(environment).ownership()),
                environment.clock());
    }

    DescribeLoadBalancerHandler(LoadBalancers loadBalancers, RestApis restApis, InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.restApis = restApis;
    }

    /**
     * Which load balancer, and what the stack's parameters say.
     *
     * @param input what the execution was started with
     */
    public record Input(String execution, String executionArn, @ExecutionInput Request input, Defaults defaults)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            if (input.loadBalancerArn() != null) {
                Checks.networkLoadBalancer("loadBalancerArn", input.loadBalancerArn(), executionArn);
            }
        }

        @Override
        public String loadBalancerArn() {
            return input.loadBalancerArn();
        }
    }

    /**
     * What an execution is started with: the load balancer, by ARN or by name.
     *
     * @param requestedAt when the publication was asked for; whoever looks at the execution can see how long it took
     * @param tighten     {@code true} if an API is to be closed that is open without leave: tags that are refused are left
     *                    out of account then, and the stack's own authorization takes the place of a weaker one
     */
    public record Request(@Nullable String loadBalancerArn, @Nullable String loadBalancerName,
            @Nullable String requestedAt, @Nullable String tighten) {

        public Request {
            if ((loadBalancerArn == null) == (loadBalancerName == null)) {
                throw new InvalidInputException("Input fields loadBalancerArn and loadBalancerName are "
                        + Text.shown(loadBalancerArn) + " and " + Text.shown(loadBalancerName)
                        + ": give one of them.");
            }
            if (loadBalancerName != null) {
                Checks.loadBalancerName(loadBalancerName);
            }
            if (requestedAt != null) {
                Checks.time("requestedAt", requestedAt);
            }
            if (tighten != null && !tighten.equals("true")) {
                throw Checks.refused("tighten", tighten, "give true, or leave it out");
            }
        }
    }

    /**
     * What to publish. All but the first four is {@code null} if the load balancer is not published.
     *
     * @param publish       whether to publish it at all
     * @param reason        why not, with the remedy; {@code null} if it is published
     * @param uri           scheme, name and port of its listener, see {@link ListenerChoice#uri}
     * @param authorization {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param stage         the stage's name
     * @param path          that the smoke test asks for
     * @param expect        the statuses that the smoke test is content with, with commas
     * @param timeoutMillis how long API Gateway waits for the backend
     * @param integration   {@code http_proxy} or {@code http}
     */
    public record Output(String loadBalancerArn, String loadBalancerName, boolean publish, String reason, String uri,
            String authorization, String stage, String path, String expect, String timeoutMillis, String integration) {
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
            throw notFound(input.input());
        }
    }

    private Output describe(Input input, StepLog log) {
        LoadBalancer found = loadBalancer(input.input());
        String arn = found.loadBalancerArn();
        String name = found.loadBalancerName();
        if (found.type() != LoadBalancerTypeEnum.NETWORK) {
            throw new UnsupportedLoadBalancerException("Load balancer " + arn + " is of type " + found.typeAsString()
                    + ": a VPC link leads to a load balancer of type network only.");
        }
        Defaults defaults = input.defaults();
        var wishes = new Wishes(defaults.policy(), restApis.ours());
        Map<String, String> tags = loadBalancers.tags(arn).orElseThrow(() -> notFound(input.input()));
        Optional<Refusal> refusal = wishes.refusal(arn, tags);
        if (refusal.isPresent()) {
            String reason = refusal.get().text();
            log.with("loadBalancerArn", arn).with("reason", reason).info("Load balancer is not published");
            return new Output(arn, name, false, reason, null, null, null, null, null, null, null);
        }
        boolean tighten = input.input().tighten() != null;
        PublicationTags wanted = tighten ? PublicationTags.understood(tags) : PublicationTags.of(arn, tags);
        String authorization = tighten ? defaults.policy().floor(wanted, defaults.authorization())
                : defaults.policy().authorization(arn, wanted, defaults.authorization());
        requireActive(found);
        requireOpenToPrivateLink(found);
        String uri = new ListenerChoice(found, wanted).uri(loadBalancers.listeners(arn));
        log.with("loadBalancerArn", arn).with("uri", uri).with("authorization", authorization)
                .info("Load balancer is to be published");
        return new Output(arn, name, true, null, uri, authorization,
                wanted.value(LoadBalancerTag.STAGE).orElse(defaults.stage()),
                wanted.value(LoadBalancerTag.PATH).orElse(defaults.path()),
                ExpectedStatus.parse(wanted.value(LoadBalancerTag.EXPECT).orElse(defaults.expect())).orElseThrow().list(),
                wanted.value(LoadBalancerTag.TIMEOUT_MS).orElse(defaults.timeoutMillis()),
                wanted.value(LoadBalancerTag.INTEGRATION).orElse(HTTP_PROXY));
    }

    private LoadBalancer loadBalancer(Request input) {
        return (input.loadBalancerArn() != null ? loadBalancers.find(input.loadBalancerArn())
                : loadBalancers.named(input.loadBalancerName())).orElseThrow(() -> notFound(input));
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

    private static LoadBalancerNotFoundException notFound(Request input) {
        return new LoadBalancerNotFoundException("There is no load balancer "
                + (input.loadBalancerArn() != null ? input.loadBalancerArn() : input.loadBalancerName())
                + " in this account and Region: create it first.");
    }
}
