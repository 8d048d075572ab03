package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.ApiSettings;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsRefusedException;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ThrottledException;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * Finds our REST API for a load balancer, takes over the one of the load balancer that it replaces, or creates one. An
 * API that exists gets the settings that it lacks before it is deployed again.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html">CreateRestApi</a>
 */
public final class CreateRestApiHandler
        extends PublicationTask<CreateRestApiHandler.Input, CreateRestApiHandler.Output> {

    private final ApiGateway apiGateway;
    private final ApiSettings settings;

    /** For Lambda. */
    public CreateRestApiHandler() {
        super(Input.class);
        apiGateway = ApiGateway.of(clients());
        settings = ApiSettings.of(clients().settings());
    }

    /**
     * The load balancer to publish.
     *
     * @param wanted   how it is to be published
     * @param takeOver the load balancer whose API it gets, or {@code null}
     */
    public record Input(Wanted wanted, LoadBalancerArn takeOver) {}

    /** The API and its resource {@code /}. */
    public record Output(String restApiId, String rootResourceId) {}

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
        if (input.takeOver() != null && !step.publication().has(Publication.TAKEN_OVER)) {
            takeOver(step, input.takeOver());
        }
        Wanted wanted = input.wanted();
        String policy = settings.resourcePolicy(
                wanted.authorization(),
                wanted.cors() != null,
                wanted.stage(),
                step.execution().account());
        Optional<String> recorded = step.publication().id(Part.REST_API);
        Optional<GetRestApiResponse> found = recorded.flatMap(apiGateway::restApi);
        boolean ofAnother = found.isPresent() && isOfAnother(step, found.get());
        if (recorded.isPresent() && (found.isEmpty() || ofAnother)) {
            forget(step, recorded.get(), ofAnother);
            found = Optional.empty();
        }
        var created = new AtomicReference<CreateRestApiResponse>();
        String id = step.obtain(Part.REST_API, apiGateway::of, arn -> {
            created.set(apiGateway.createRestApi(arn, settings, policy));
            return created.get().id();
        });
        if (created.get() != null) {
            return new Output(id, created.get().rootResourceId());
        }
        GetRestApiResponse api = found.or(() -> apiGateway.restApi(id)).orElseThrow(() -> unavailable(id));
        correct(step, api, policy);
        return new Output(id, api.rootResourceId());
    }

    private void requireKnownCallers(Input input, Step step) {
        if (!settings.organizationId().isEmpty()
                && !input.wanted().authorization().equals(Authorization.AWS_IAM)) {
            throw new UnsupportedLoadBalancerException("Load balancer "
                    + step.loadBalancerArn().name()
                    + " asks for the authorization " + input.wanted().authorization() + ", and the stack's parameter "
                    + "AllowedOrganizationId is " + settings.organizationId() + ": API Gateway knows the caller's "
                    + "organization of signed requests only, and would refuse all others. Run "
                    + PublicationTags.addTags(
                            step.loadBalancerArn().text(), LoadBalancerTag.AUTHORIZATION, Authorization.AWS_IAM)
                    + ", or deploy the stack without this parameter.");
        }
        if (!settings.organizationId().isEmpty() && input.wanted().cors() != null) {
            throw new UnsupportedLoadBalancerException("Load balancer "
                    + step.loadBalancerArn().name() + " has the tag " + LoadBalancerTag.CORS_ORIGIN
                    + ", and the stack's parameter AllowedOrganizationId is " + settings.organizationId()
                    + ": browsers sign no preflight requests, so API Gateway would refuse them. Run "
                    + PublicationTags.removeTags(step.loadBalancerArn().text(), LoadBalancerTag.CORS_ORIGIN.key())
                    + ", or deploy the stack without this parameter.");
        }
    }

    /** What the other one has published moves here. What is here and not published is to go. */
    private void takeOver(Step step, LoadBalancerArn from) {
        registry().find(from).filter(Publication::isPublished).ifPresent(other -> {
            step.stray(ofApi(step.publication()), step.publication().map(Publication.PUBLISHED));
            TakeOver.take(step, other);
            step.log().with("from", from.text()).info("REST API taken over");
        });
    }

    /** The ids of the parts that move with an API: the VPC link stays with its load balancer. */
    private static Map<String, String> ofApi(Publication item) {
        Map<String, String> ids = item.ids();
        ids.remove(Part.VPC_LINK.attribute());
        return ids;
    }

    /** Whether it has become another load balancer's since an older copy of the table was made, which was restored. */
    private boolean isOfAnother(Step step, GetRestApiResponse api) {
        return apiGateway.isOurs(api.tags())
                && !step.publication().has(Publication.TAKEN_OVER)
                && LoadBalancerArn.parse(api.tags().getOrDefault(ApiGateway.LOAD_BALANCER, ""))
                        .filter(arn -> !arn.equals(step.loadBalancerArn()))
                        .flatMap(registry()::find)
                        .flatMap(other -> other.id(Part.REST_API))
                        .filter(api.id()::equals)
                        .isPresent();
    }

    /** It is ours if its owner tag says so; which load balancer it is for, the item decides. */
    private void correct(Step step, GetRestApiResponse api, String policy) {
        String id = api.id();
        if (!apiGateway.isOurs(api.tags())) {
            throw new AwsRefusedException("REST API " + id + " of load balancer " + step.loadBalancerArn()
                    + " does not carry the tag " + ApiGateway.OWNER + " = " + apiGateway.owner()
                    + " any more, so it is not changed: run aws apigateway tag-resource --resource-arn "
                    + step.execution().apiGatewayArn("/restapis/" + id) + " --tags \"" + ApiGateway.OWNER + "="
                    + apiGateway.owner() + "\", or delete the API, and publish the load balancer again.");
        }
        List<PatchOperation> corrections = settings.corrections(api, policy);
        ApiStatus status = corrections.isEmpty() ? api.apiStatus() : apiGateway.updateRestApi(id, corrections);
        if (status == ApiStatus.UPDATING) {
            throw new ThrottledException("REST API " + id + " is UPDATING: it takes no changes until that is done.");
        }
        if (!apiGateway.isFor(step.loadBalancerArn(), api.tags())) {
            // The API comes last: its tag tells that the others are done.
            for (Part part : List.of(Part.API_KEY, Part.USAGE_PLAN, Part.REST_API)) {
                var it = step.publication().id(part);
                it.ifPresent(one -> apiGateway.tag(step.execution(), part.path(one), step.loadBalancerArn()));
            }
        }
    }

    /**
     * Removes an API that is gone, or another load balancer's, from the item.
     *
     * @throws AwsUnavailableException if this execution may have created it within the last minute
     */
    private void forget(Step step, String id, boolean ofAnother) {
        Publication item = step.publication();
        boolean served = id.equals(item.map(Publication.PUBLISHED).get(Part.REST_API.attribute()))
                || id.equals(item.map(Publication.TAKEN_OVER).get(Part.REST_API.attribute()));
        if (!ofAnother && !served && step.isNew()) {
            throw unavailable(id);
        }
        step.log().with("restApiId", id).warn("REST API is gone");
        Change change = new Change().remove(Part.REST_API.attribute(), Publication.DEPLOYMENT, Publication.LISTED);
        if (ofAnother) {
            change.remove(Publication.PUBLISHED, Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute())
                    .remove(Part.BASE_PATH_MAPPING.attribute());
        } else if (item.has(Publication.TAKEN_OVER)) {
            // Its plan and key carry the tag of the load balancer from which it was taken over.
            step.stray(ofApi(item), Map.of());
            change.remove(Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute());
        } else {
            // It may show after all.
            step.stray(Map.of(Part.REST_API.attribute(), id), Map.of());
        }
        step.write(change);
    }

    private static AwsUnavailableException unavailable(String id) {
        return new AwsUnavailableException("REST API " + id + " does not show so far: it is read again.");
    }
}
