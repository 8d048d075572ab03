package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Finds our REST API for a load balancer, or creates one, Regional or, if callers are to come through VPC endpoints, private,
 * with its resource policy and its TLS security policy. One that is there gets them before it is deployed again.
 *
 * <p>{@code CreateRestApi} has no client token, so this looks before it creates, and again afterwards. Whoever comes here
 * has the turn at the load balancer's link, see {@link Turns}, so nobody else creates one meanwhile; but an answer that
 * was lost and a listing that lags behind can leave several.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html">CreateRestApi</a>
 */
public final class CreateRestApiHandler extends StepHandler<CreateRestApiHandler.Input, CreateRestApiHandler.Output> {

    private static final Pattern ORGANIZATION_ID = Pattern.compile("o-[a-z0-9]{10,32}");
    private static final Pattern SECURITY_POLICY = Pattern.compile("SecurityPolicy_TLS13_[A-Za-z0-9_]{1,40}");

    private final RestApis restApis;
    private final Turns turns;

    /** For Lambda. */
    public CreateRestApiHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private CreateRestApiHandler(Environment environment, Ownership ownership) {
        this(new RestApis(Clients.apiGateway(environment), ownership), Turns.of(environment, ownership),
                environment.clock());
    }

    CreateRestApiHandler(RestApis restApis, Turns turns, InstantSource clock) {
        super(Input.class, clock);
        this.restApis = restApis;
        this.turns = turns;
    }

    /**
     * The load balancer to publish, and who may reach the API, and how.
     *
     * @param organizationId   of those whose members may call, or an empty string for everyone whom IAM allows it
     * @param vpcEndpointIds   through which callers may come to an API that is private then, with commas, or an empty
     *                         string for a Regional one
     * @param smokeTestRoleArn the role of the function that tests the API
     * @param securityPolicy   for TLS, in API Gateway's words
     */
    public record Input(String execution, String executionArn, String loadBalancerArn, String loadBalancerName,
            String vpcLinkId, String authorization, String organizationId, String vpcEndpointIds,
            String smokeTestRoleArn, String securityPolicy) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.loadBalancerName(loadBalancerName);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.authorization(authorization);
            Checks.optional("organizationId", organizationId, ORGANIZATION_ID,
                    "give an organization's id such as o-a1b2c3d4e5, or nothing");
            VpcEndpoints.check(vpcEndpointIds);
            Checks.arn("smokeTestRoleArn", smokeTestRoleArn);
            Checks.matches("securityPolicy", securityPolicy, SECURITY_POLICY,
                    "give a security policy of API Gateway for Regional APIs such as SecurityPolicy_TLS13_1_2_2021_06");
        }

        ResourcePolicy resourcePolicy() {
            return new ResourcePolicy(organizationId, VpcEndpoints.ids(vpcEndpointIds), authorization, smokeTestRoleArn,
                    executionArn.split(":")[4]);
        }

        ApiSettings settings() {
            return new ApiSettings(securityPolicy, resourcePolicy().text(), VpcEndpoints.ids(vpcEndpointIds));
        }
    }

    /**
     * The API and its resource {@code /}.
     *
     * @param resourcePolicy as it was asked for, or an empty string
     */
    public record Output(String restApiId, String rootResourceId, String resourcePolicy) {
    }

    /**
     * @throws TurnLostException                if this execution may not change anything any more
     * @throws UnsupportedLoadBalancerException if the resource policy would keep everyone out
     */
    @Override
    Output handle(Input input, StepLog log) {
        if (!input.organizationId().isEmpty() && !input.authorization().equals(Authorization.AWS_IAM)) {
            throw new UnsupportedLoadBalancerException("Load balancer " + input.loadBalancerName() + " is to be published "
                    + "with authorization " + input.authorization() + ", and the stack's parameter AllowedOrganizationId "
                    + "is " + Text.shown(input.organizationId()) + ": API Gateway knows who calls of signed requests only, "
                    + "and would keep everyone out. Set its tag " + Tags.AUTHORIZATION + " to " + Authorization.AWS_IAM
                    + ", or deploy the stack without this parameter.");
        }
        ApiSettings settings = input.settings();
        turns.require(input.vpcLinkId(), input.executionArn());
        List<RestApi> ours = restApis.ofLoadBalancer(input.loadBalancerArn());
        if (ours.isEmpty()) {
            RestApi created = restApis.create("gatelink-" + input.loadBalancerName(), input.loadBalancerArn(),
                    input.execution(), settings);
            log.with("restApiId", created.id()).info("REST API created");
            ours = with(created, restApis.ofLoadBalancer(input.loadBalancerArn()));
        }
        RestApi canonical = restApis.publishing(ours);
        restApis.correct(canonical.id(), settings);
        log.with("restApiId", canonical.id()).info("REST API found");
        return new Output(canonical.id(), rootResourceId(canonical), settings.resourcePolicy());
    }

    /** A listing may lag behind what was just created. */
    private static List<RestApi> with(RestApi created, List<RestApi> listed) {
        if (listed.stream().anyMatch(api -> api.id().equals(created.id()))) {
            return listed;
        }
        List<RestApi> all = new ArrayList<>(listed);
        all.add(created);
        return all;
    }

    private String rootResourceId(RestApi api) {
        if (api.rootResourceId() != null) {
            return api.rootResourceId();
        }
        return RestApis.resources(restApis.apiGateway(), api.id()).stream()
                .filter(resource -> "/".equals(resource.path()))
                .map(Resource::id).findFirst()
                .orElseThrow(() -> new AwsUnavailableException(
                        "REST API " + api.id() + " shows no resource / so far: try again."));
    }
}
