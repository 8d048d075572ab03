package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.Ownership;
import io.gatelink.functions.apigateway.RestApis;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.Clients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.TaskInput;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.ThrottledException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Starter;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import io.gatelink.functions.withdraw.Removal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Deployment;

/**
 * Ends a publication that has passed its smoke test: what it replaces goes, the item says what is published, the lease is
 * let go, and the workflow starts for the load balancers that this is about.
 */
public final class FinishHandler extends TaskHandler<FinishHandler.Input, FinishHandler.Output> {

    private final Registry registry;
    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final Starter starter;

    /** For Lambda. */
    public FinishHandler() {
        this(Environment.current());
    }

    private FinishHandler(Environment environment) {
        this(Registry.of(environment), environment);
    }

    private FinishHandler(Registry registry, Environment environment) {
        this(registry, Clients.apiGateway(environment), new Ownership(new Settings(environment).owner()),
                new Starter(Clients.stepFunctions(environment), registry.publications()), environment.clock());
    }

    FinishHandler(Registry registry, ApiGatewayClient apiGateway, Ownership ownership, Starter starter,
            InstantSource clock) {
        super(Input.class, clock);
        this.registry = registry;
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.starter = starter;
    }

    /**
     * What was published.
     *
     * @param invokeUrl by which callers reach it
     * @param warnings  of the steps before
     */
    public record Input(ExecutionArn execution, LoadBalancerArn loadBalancerArn, Wanted wanted, String deploymentId,
            String invokeUrl, List<String> warnings) implements TaskInput {
    }

    /**
     * What is published.
     *
     * @param readKeyWith the command that shows the API key's value; {@code null} if the API asks for no key
     * @param replaced    the ARN of the load balancer whose API this is now; {@code null} if nothing was replaced
     * @param again       whether the workflow is to run once more
     */
    public record Output(LoadBalancerArn loadBalancerArn, String outcome, String invokeUrl, String restApiId,
            String vpcLinkId, String deploymentId, String authorization, String readKeyWith, String replaced,
            List<String> warnings, boolean again) {
    }

    /**
     * @throws ThrottledException if an API that was replaced cannot be deleted yet
     * @throws LeaseLostException if another execution has the lease by now
     */
    @Override
    protected Output handle(Input input, TaskLog log) {
        Optional<Publication> ended = registry.publications().ended(input.loadBalancerArn(), input.execution());
        if (ended.isPresent()) {
            starter.startAffected(ended.get(), input.execution());
            return output(input, ended.get(), null, input.warnings());
        }
        Step step = registry.publications().begin(input.loadBalancerArn(), input.execution());
        String replaced = step.publication().map(Attributes.TAKEN_OVER).get(Attributes.LOAD_BALANCER_ARN);
        var removal = new Removal(step, registry.pace(), apiGateway, ownership, log);
        retire(input, step, removal).ifPresent(slot -> {
            throw new ThrottledException("A REST API that was replaced can be deleted at " + slot + ".");
        });
        List<String> warnings = new ArrayList<>(input.warnings());
        removal.leftovers().forEach(leftover -> warnings.add("Left over: " + leftover));
        Publication now = step.end(published(input, step.publication()));
        starter.startAffected(now, input.execution());
        log.with("invokeUrl", input.invokeUrl()).info("Published");
        return output(input, now, replaced, warnings);
    }

    /** Deletes what this publication replaces, and what is too much. */
    private Optional<Instant> retire(Input input, Step step, Removal removal) {
        Publication item = step.publication();
        Map<String, String> before = item.map(Attributes.PUBLISHED);
        String restApi = item.id(Part.REST_API).orElseThrow();
        if (!before.isEmpty() && !restApi.equals(before.get(Part.REST_API.attribute()))) {
            Optional<Instant> later = retireApi(before, item, removal);
            if (later.isPresent()) {
                return later;
            }
        } else if (!before.isEmpty() && !input.wanted().stage().equals(before.get(Attributes.STAGE))) {
            removal.stage(restApi, before.get(Attributes.STAGE));
        }
        if (!Authorization.API_KEY.equals(input.wanted().authorization())) {
            item.id(Part.USAGE_PLAN).ifPresent(removal::usagePlan);
            item.id(Part.API_KEY).ifPresent(removal::apiKey);
        }
        Map<String, String> served = item.has(Attributes.TAKEN_OVER) ? item.map(Attributes.TAKEN_OVER) : before;
        if (!served.isEmpty() && !input.deploymentId().equals(served.get(Attributes.DEPLOYMENT))) {
            new RestApis(apiGateway, ownership).deployments(restApi).stream().map(Deployment::id)
                    .filter(id -> !id.equals(input.deploymentId())).forEach(id -> removal.deployment(restApi, id));
        }
        return removal.strays();
    }

    /** The API that the load balancer had before it took over another one. */
    private static Optional<Instant> retireApi(Map<String, String> before, Publication item, Removal removal) {
        String plan = before.get(Part.USAGE_PLAN.attribute());
        if (plan != null && !plan.equals(item.id(Part.USAGE_PLAN).orElse(null))) {
            removal.usagePlan(plan);
        }
        String key = before.get(Part.API_KEY.attribute());
        if (key != null && !key.equals(item.id(Part.API_KEY).orElse(null))) {
            removal.apiKey(key);
        }
        return removal.restApi(before.get(Part.REST_API.attribute()),
                Optional.ofNullable(before.get(Attributes.STAGE)));
    }

    private Change published(Input input, Publication item) {
        Map<String, String> before = item.map(Attributes.PUBLISHED);
        boolean withKey = Authorization.API_KEY.equals(input.wanted().authorization());
        String now = clock().instant().toString();
        Map<String, String> published = new TreeMap<>();
        for (Part part : Part.values()) {
            if (withKey || part == Part.REST_API || part == Part.VPC_LINK) {
                item.id(part).ifPresent(id -> published.put(part.attribute(), id));
            }
        }
        published.put(Attributes.DEPLOYMENT, input.deploymentId());
        published.put(Attributes.STAGE, input.wanted().stage());
        published.put(Attributes.AUTHORIZATION, input.wanted().authorization());
        published.put(Attributes.INVOKE_URL, input.invokeUrl());
        item.text(Attributes.SETTINGS_HASH).ifPresent(hash -> published.put(Attributes.SETTINGS_HASH, hash));
        Map<String, String> compared = new TreeMap<>(before);
        String since = compared.remove(Attributes.PUBLISHED_AT);
        published.put(Attributes.PUBLISHED_AT, compared.equals(published) && since != null ? since : now);
        Change change = new Change().set(Attributes.PUBLISHED, published).set(Attributes.CHECKED_AT, now)
                .set(Attributes.TAGS_HASH, input.wanted().tagsHash()).set(Attributes.OUTCOME, "PUBLISHED")
                .set(Attributes.DEPLOYMENT, input.deploymentId()).set(Attributes.LISTED, "true")
                .remove(Attributes.REASON, Attributes.ERROR, Attributes.FAILURES, Attributes.NEXT_TRY_AT,
                        Attributes.TOLD_REASON, Attributes.TOLD_BY, Attributes.UNWANTED_SINCE, Attributes.TAKEN_OVER,
                        Attributes.REPLACED_BY, Attributes.DELETION_ASKED_AT);
        for (String name : new String[] {Attributes.STAGE, Attributes.AUTHORIZATION, Attributes.INVOKE_URL,
                Attributes.PUBLISHED_AT}) {
            change.set(name, published.get(name));
        }
        if (!withKey) {
            change.remove(Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute());
        }
        return change;
    }

    private static Output output(Input input, Publication item, String replaced,
            List<String> warnings) {
        String readKeyWith = item.id(Part.API_KEY).map(id -> "aws apigateway get-api-key --api-key " + id
                + " --include-value --query value --output text").orElse(null);
        return new Output(input.loadBalancerArn(), "PUBLISHED", input.invokeUrl(),
                item.id(Part.REST_API).orElse(null), item.id(Part.VPC_LINK).orElse(null), input.deploymentId(),
                input.wanted().authorization(), readKeyWith, replaced, warnings, item.has(Attributes.AGAIN));
    }
}
