package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiParameters;
import io.gatelink.functions.apigateway.ApiSettings;
import io.gatelink.functions.apigateway.Ownership;
import io.gatelink.functions.apigateway.RestApis;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsRefusedException;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.Clients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseBusyException;
import io.gatelink.functions.lambda.Nullable;
import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.TaskInput;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.ThrottledException;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Publications;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Finds our REST API for a load balancer, takes over the one of the load balancer that it replaces, or creates one. An
 * API that exists gets the settings that it lacks before it is deployed again.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html">CreateRestApi</a>
 */
public final class CreateRestApiHandler
        extends TaskHandler<CreateRestApiHandler.Input, CreateRestApiHandler.Output> {

    private static final List<Part> MOVING = List.of(Part.REST_API, Part.USAGE_PLAN, Part.API_KEY);

    private final Publications publications;
    private final RestApis restApis;
    private final ApiParameters parameters;

    /** For Lambda. */
    public CreateRestApiHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private CreateRestApiHandler(Environment environment, Settings settings) {
        this(Registry.of(environment).publications(),
                new RestApis(Clients.apiGateway(environment), new Ownership(settings.owner())),
                ApiParameters.of(settings), environment.clock());
    }

    CreateRestApiHandler(Publications publications, RestApis restApis, ApiParameters parameters, InstantSource clock) {
        super(Input.class, clock);
        this.publications = publications;
        this.restApis = restApis;
        this.parameters = parameters;
    }

    /**
     * The load balancer to publish.
     *
     * @param authorization of the API's methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param takeOver      the load balancer whose API it gets, or {@code null}
     */
    public record Input(ExecutionArn execution, LoadBalancerArn loadBalancerArn, String authorization,
            @Nullable LoadBalancerArn takeOver) implements TaskInput {
    }

    /**
     * The API and its resource {@code /}.
     *
     * @param created whether this run created it, so that it is empty
     */
    public record Output(String restApiId, String rootResourceId, boolean created) {
    }

    /**
     * @throws UnsupportedLoadBalancerException if the resource policy would refuse all callers
     * @throws LeaseBusyException               if an execution is at work on the load balancer that is replaced
     * @throws AwsRefusedException              if the API that the item names does not carry our tag
     * @throws ThrottledException               if API Gateway is still updating the API
     * @throws AwsUnavailableException          if the API was created just now and does not show yet
     */
    @Override
    protected Output handle(Input input, TaskLog log) {
        requireKnownCallers(input);
        Step step = publications.begin(input.loadBalancerArn(), input.execution());
        if (input.takeOver() != null && !step.publication().has(Attributes.TAKEN_OVER)) {
            takeOver(step, input.takeOver(), log);
        }
        ApiSettings settings = parameters.settings(input.authorization(), input.execution().account());
        Optional<String> recorded = step.publication().id(Part.REST_API);
        if (recorded.isPresent()) {
            Optional<GetRestApiResponse> found = restApis.find(recorded.get());
            if (found.isPresent()) {
                return existing(step, found.get(), settings, log);
            }
            forget(step, recorded.get());
            log.with("restApiId", recorded.get()).warn("REST API is gone");
        }
        var created = new AtomicReference<CreateRestApiResponse>();
        String id = step.obtain(Part.REST_API,
                () -> restApis.of(step.loadBalancerArn()).stream().map(RestApi::id).toList(),
                () -> {
                    created.set(restApis.create(step.loadBalancerArn(), settings));
                    return created.get().id();
                });
        if (created.get() == null) {
            return existing(step, restApis.find(id).orElseThrow(() -> unavailable(id)), settings, log);
        }
        log.with("restApiId", id).info("REST API created");
        requireReady(id, created.get().apiStatus());
        return new Output(id, rootResourceId(id, created.get().rootResourceId()), true);
    }

    private void requireKnownCallers(Input input) {
        if (!parameters.organizationId().isEmpty() && !input.authorization().equals(Authorization.AWS_IAM)) {
            throw new UnsupportedLoadBalancerException("Load balancer " + input.loadBalancerArn().name()
                    + " asks for the authorization " + input.authorization() + ", and the stack's parameter "
                    + "AllowedOrganizationId is " + parameters.organizationId() + ": API Gateway knows the caller's "
                    + "organization of signed requests only, and would refuse all others. Run "
                    + PublicationTags.addTags(input.loadBalancerArn().text(), LoadBalancerTag.AUTHORIZATION,
                            Authorization.AWS_IAM) + ", or deploy the stack without this parameter.");
        }
    }

    /** What the other one has published moves here. What is here and not published is to go. */
    private void takeOver(Step step, LoadBalancerArn from, TaskLog log) {
        Optional<Publication> other = publications.find(from).filter(Publication::isPublished);
        if (other.isEmpty()) {
            log.with("from", from.text()).info("Nothing to take over");
            return;
        }
        Map<String, String> published = step.publication().map(Attributes.PUBLISHED);
        Set<String> strays = step.publication().set(Attributes.STRAYS);
        MOVING.forEach(part -> step.publication().id(part)
                .filter(id -> !id.equals(published.get(part.attribute())))
                .ifPresent(id -> strays.add(part.attribute() + ":" + id)));
        if (!strays.equals(step.publication().set(Attributes.STRAYS))) {
            step.write(new Change().set(Attributes.STRAYS, strays));
        }
        TakeOver.take(step, other.get());
        log.with("from", from.text()).info("REST API taken over");
    }

    /** The API is ours if its owner tag says so; which load balancer it is for, the item decides. */
    private Output existing(Step step, GetRestApiResponse api, ApiSettings settings, TaskLog log) {
        String id = api.id();
        Ownership ownership = restApis.ownership();
        if (!ownership.isOurs(api.tags())) {
            throw new AwsRefusedException("REST API " + id + " of load balancer " + step.loadBalancerArn()
                    + " does not carry the tag " + Tags.OWNER + " = " + ownership.owner() + " any more, so it is not "
                    + "changed: run aws apigateway tag-resource --resource-arn "
                    + step.execution().apiGatewayArn("/restapis/" + id) + " --tags \"" + Tags.OWNER + "="
                    + ownership.owner() + "\", or delete the API, and publish the load balancer again.");
        }
        requireReady(id, api.apiStatus());
        if (!ownership.isFor(step.loadBalancerArn(), api.tags())) {
            tag(step, id);
        }
        List<PatchOperation> corrections = settings.corrections(api);
        if (!corrections.isEmpty()) {
            requireReady(id, restApis.apiGateway().updateRestApi(request -> request.restApiId(id)
                    .patchOperations(corrections)).apiStatus());
        }
        log.with("restApiId", id).info("REST API found");
        return new Output(id, rootResourceId(id, api.rootResourceId()), false);
    }

    /** The API comes last: its tag tells that the others are done. */
    private void tag(Step step, String restApi) {
        step.publication().id(Part.API_KEY)
                .ifPresent(id -> restApis.tag(step.execution(), "/apikeys/" + id, step.loadBalancerArn()));
        step.publication().id(Part.USAGE_PLAN)
                .ifPresent(id -> restApis.tag(step.execution(), "/usageplans/" + id, step.loadBalancerArn()));
        restApis.tag(step.execution(), "/restapis/" + restApi, step.loadBalancerArn());
    }

    /**
     * Removes an API that is gone from the item.
     *
     * @throws AwsUnavailableException if this execution may have created it within the last minute
     */
    private void forget(Step step, String id) {
        Publication item = step.publication();
        boolean served = id.equals(item.map(Attributes.PUBLISHED).get(Part.REST_API.attribute()))
                || id.equals(item.map(Attributes.TAKEN_OVER).get(Part.REST_API.attribute()));
        Optional<Instant> slot = Optional.ofNullable(item.map(Attributes.SLOTS).get(Pace.PUBLISH)).map(Instant::parse);
        if (!served && slot.filter(since -> clock().instant().isBefore(since.plus(Step.OVERLAP))).isPresent()) {
            throw unavailable(id);
        }
        Change change = new Change().remove(Part.REST_API.attribute(), Attributes.DEPLOYMENT);
        if (!served) {
            // It may show after all.
            Set<String> strays = item.set(Attributes.STRAYS);
            strays.add(Part.REST_API.attribute() + ":" + id);
            change.set(Attributes.STRAYS, strays);
        }
        step.write(change);
    }

    private static void requireReady(String id, ApiStatus status) {
        if (status == ApiStatus.UPDATING) {
            throw new ThrottledException("REST API " + id + " is UPDATING: it takes no changes until that is done.");
        }
    }

    private String rootResourceId(String id, String shown) {
        return shown != null ? shown : restApis.resources(id).stream()
                .filter(resource -> "/".equals(resource.path())).map(Resource::id).findFirst()
                .orElseThrow(() -> unavailable(id));
    }

    private static AwsUnavailableException unavailable(String id) {
        return new AwsUnavailableException("REST API " + id + " does not show so far: it is read again.");
    }
}
