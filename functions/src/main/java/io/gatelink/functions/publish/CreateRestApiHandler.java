package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiParameters;
import io.gatelink.functions.apigateway.ApiSettings;
import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsRefusedException;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ThrottledException;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;

/**
 * Finds our REST API for a load balancer, takes over the one of the load balancer that it replaces, or creates one. An
 * API that exists gets the settings that it lacks before it is deployed again.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html">CreateRestApi</a>
 */
public final class CreateRestApiHandler
        extends PublicationTask<CreateRestApiHandler.Input, CreateRestApiHandler.Output> {

    private static final List<Part> MOVING = List.of(Part.REST_API, Part.USAGE_PLAN, Part.API_KEY);

    private final ApiGateway apiGateway;
    private final ApiParameters parameters;

    /** For Lambda. */
    public CreateRestApiHandler() {
        this(AwsClients.current());
    }

    CreateRestApiHandler(AwsClients clients) {
        super(Input.class, clients);
        apiGateway = ApiGateway.of(clients);
        parameters = ApiParameters.of(clients.settings());
    }

    /**
     * The load balancer to publish.
     *
     * @param authorization of the API's methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param takeOver      the load balancer whose API it gets, or {@code null}
     */
    public record Input(String authorization,
            LoadBalancerArn takeOver) {
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
     * @throws io.gatelink.functions.lambda.LeaseBusyException if an execution is at work on the load balancer that is
     *         replaced
     * @throws AwsRefusedException              if the API that the item names does not carry our tag
     * @throws ThrottledException               if API Gateway is still updating the API
     * @throws AwsUnavailableException          if the API was created just now and does not show yet
     */
    @Override
    protected Output handle(Input input, Step step) {
        requireKnownCallers(input, step);
        if (input.takeOver() != null && !step.publication().has(Attributes.TAKEN_OVER)) {
            takeOver(step, input.takeOver());
        }
        ApiSettings settings = parameters.settings(input.authorization(), step.execution().account());
        Optional<String> recorded = step.publication().id(Part.REST_API);
        if (recorded.isPresent()) {
            Optional<GetRestApiResponse> found = apiGateway.restApi(recorded.get());
            if (found.isPresent() && !isOfAnother(step, found.get())) {
                return existing(step, found.get(), settings);
            }
            forget(step, recorded.get(), found.isPresent());
            step.log().with("restApiId", recorded.get()).warn("REST API is gone");
        }
        var created = new AtomicReference<CreateRestApiResponse>();
        String id = step.obtain(Part.REST_API,
                () -> apiGateway.of(Part.REST_API, step.loadBalancerArn()),
                () -> {
                    created.set(apiGateway.createRestApi(step.loadBalancerArn(), settings));
                    return created.get().id();
                });
        if (created.get() == null) {
            return existing(step, apiGateway.restApi(id).orElseThrow(() -> unavailable(id)), settings);
        }
        step.log().with("restApiId", id).info("REST API created");
        requireReady(id, created.get().apiStatus());
        return new Output(id, rootResourceId(id, created.get().rootResourceId()), true);
    }

    private void requireKnownCallers(Input input, Step step) {
        if (!parameters.organizationId().isEmpty() && !input.authorization().equals(Authorization.AWS_IAM)) {
            throw new UnsupportedLoadBalancerException("Load balancer " + step.loadBalancerArn().name()
                    + " asks for the authorization " + input.authorization() + ", and the stack's parameter "
                    + "AllowedOrganizationId is " + parameters.organizationId() + ": API Gateway knows the caller's "
                    + "organization of signed requests only, and would refuse all others. Run "
                    + PublicationTags.addTags(step.loadBalancerArn().text(), LoadBalancerTag.AUTHORIZATION,
                            Authorization.AWS_IAM) + ", or deploy the stack without this parameter.");
        }
    }

    /** What the other one has published moves here. What is here and not published is to go. */
    private void takeOver(Step step, LoadBalancerArn from) {
        Optional<Publication> other = registry().find(from).filter(Publication::isPublished);
        if (other.isEmpty()) {
            step.log().with("from", from.text()).info("Nothing to take over");
            return;
        }
        var published = step.publication().map(Attributes.PUBLISHED);
        var strays = step.strays(MOVING.stream().flatMap(part -> step.publication().id(part)
                .filter(id -> !id.equals(published.get(part.attribute()))).map(part::stray).stream()).toList());
        if (!strays.equals(step.publication().set(Attributes.STRAYS))) {
            step.write(new Change().set(Attributes.STRAYS, strays));
        }
        TakeOver.take(step, other.get());
        step.log().with("from", from.text()).info("REST API taken over");
    }

    /** Whether it has become another load balancer's since an older copy of the table was made, which was restored. */
    private boolean isOfAnother(Step step, GetRestApiResponse api) {
        return apiGateway.isOurs(api.tags()) && !step.publication().has(Attributes.TAKEN_OVER)
                && LoadBalancerArn.parse(api.tags().getOrDefault(ApiGateway.LOAD_BALANCER, ""))
                        .filter(arn -> !arn.equals(step.loadBalancerArn())).flatMap(registry()::find)
                        .flatMap(other -> other.id(Part.REST_API)).filter(api.id()::equals).isPresent();
    }

    /** The API is ours if its owner tag says so; which load balancer it is for, the item decides. */
    private Output existing(Step step, GetRestApiResponse api, ApiSettings settings) {
        String id = api.id();
        if (!apiGateway.isOurs(api.tags())) {
            throw new AwsRefusedException("REST API " + id + " of load balancer " + step.loadBalancerArn()
                    + " does not carry the tag " + ApiGateway.OWNER + " = " + apiGateway.owner() + " any more, so it "
                    + "is not changed: run aws apigateway tag-resource --resource-arn "
                    + step.execution().apiGatewayArn("/restapis/" + id) + " --tags \"" + ApiGateway.OWNER + "="
                    + apiGateway.owner() + "\", or delete the API, and publish the load balancer again.");
        }
        requireReady(id, api.apiStatus());
        if (!apiGateway.isFor(step.loadBalancerArn(), api.tags())) {
            tag(step, id);
        }
        List<PatchOperation> corrections = settings.corrections(api);
        if (!corrections.isEmpty()) {
            requireReady(id, apiGateway.client().updateRestApi(request -> request.restApiId(id)
                    .patchOperations(corrections)).apiStatus());
        }
        step.log().with("restApiId", id).info("REST API found");
        return new Output(id, rootResourceId(id, api.rootResourceId()), false);
    }

    /** The API comes last: its tag tells that the others are done. */
    private void tag(Step step, String restApi) {
        for (Part part : List.of(Part.API_KEY, Part.USAGE_PLAN)) {
            step.publication().id(part)
                    .ifPresent(id -> apiGateway.tag(step.execution(), part.path(id), step.loadBalancerArn()));
        }
        apiGateway.tag(step.execution(), Part.REST_API.path(restApi), step.loadBalancerArn());
    }

    /**
     * Removes an API that is gone, or another load balancer's, from the item.
     *
     * @throws AwsUnavailableException if this execution may have created it within the last minute
     */
    private void forget(Step step, String id, boolean ofAnother) {
        Publication item = step.publication();
        boolean served = id.equals(item.map(Attributes.PUBLISHED).get(Part.REST_API.attribute()))
                || id.equals(item.map(Attributes.TAKEN_OVER).get(Part.REST_API.attribute()));
        if (!ofAnother && !served && step.isNew()) {
            throw unavailable(id);
        }
        Change change = new Change().remove(Part.REST_API.attribute(), Attributes.DEPLOYMENT, Attributes.LISTED);
        if (ofAnother) {
            change.remove(Attributes.PUBLISHED, Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute());
        } else if (item.has(Attributes.TAKEN_OVER)) {
            // Its plan and key carry the tag of the load balancer from which it was taken over.
            List<String> strays = Stream.of(Part.USAGE_PLAN, Part.API_KEY)
                    .flatMap(part -> item.id(part).map(part::stray).stream()).toList();
            change.remove(Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute())
                    .set(Attributes.STRAYS, step.strays(strays));
        } else if (!served) {
            // It may show after all.
            change.set(Attributes.STRAYS, step.strays(List.of(Part.REST_API.stray(id))));
        }
        step.write(change);
    }

    private static void requireReady(String id, ApiStatus status) {
        if (status == ApiStatus.UPDATING) {
            throw new ThrottledException("REST API " + id + " is UPDATING: it takes no changes until that is done.");
        }
    }

    private String rootResourceId(String id, String shown) {
        return shown != null ? shown : apiGateway.resources(id).stream()
                .filter(resource -> "/".equals(resource.path())).map(Resource::id).findFirst()
                .orElseThrow(() -> unavailable(id));
    }

    private static AwsUnavailableException unavailable(String id) {
        return new AwsUnavailableException("REST API " + id + " does not show so far: it is read again.");
    }
}
