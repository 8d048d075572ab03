package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.InvokeUrl;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.BasePath;
import io.gatelink.functions.wanted.Wanted;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.GetBasePathMappingResponse;
import software.amazon.awssdk.services.apigateway.model.GetDomainNameResponse;

/**
 * Makes a path of the stack's custom domain lead to the stage. The path is written into the item before the call that
 * makes it; API Gateway makes each path once, so that of two load balancers that want the same the first one gets it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateBasePathMapping.html">
 *      CreateBasePathMapping</a>
 */
public final class MapBasePathHandler extends PublicationTask<MapBasePathHandler.Input, MapBasePathHandler.Output> {

    private final CustomDomain domain;

    /** For Lambda. */
    public MapBasePathHandler() {
        super(Input.class);
        domain = new CustomDomain(ApiGateway.of(clients()));
    }

    /** The API whose stage the path is to lead to. */
    public record Input(String restApiId, Wanted wanted) {}

    /**
     * Where callers reach the API.
     *
     * @param invokeUrl            by the domain's name, with a slash at its end
     * @param regionalDomainName   where the domain's name is to lead
     * @param regionalHostedZoneId the hosted zone of that name
     */
    public record Output(String invokeUrl, String regionalDomainName, String regionalHostedZoneId) {}

    /**
     * @throws io.gatelink.functions.lambda.UnsupportedLoadBalancerException if the path leads to another API
     * @throws io.gatelink.functions.lambda.InvalidConfigurationException if the domain cannot be used
     * @throws AwsUnavailableException if the path changes meanwhile
     */
    @Override
    protected Output handle(Input input, Step step) {
        return ApiGateway.whole(input.restApiId(), () -> map(input, step));
    }

    private Output map(Input input, Step step) {
        BasePath path = BasePath.of(input.wanted().basePath());
        GetDomainNameResponse there = domain.require(path.domainName());
        Optional<GetBasePathMappingResponse> mapping = domain.mappings().find(path);
        mapping.map(GetBasePathMappingResponse::restApiId)
                .filter(leadsTo -> !domain.isOf(step, leadsTo, Optional.empty()))
                .ifPresent(leadsTo -> {
                    throw domain.taken(step, path, leadsTo);
                });
        record(step, path);
        String stage = input.wanted().stage();
        if (mapping.isEmpty()) {
            if (!domain.mappings().create(path, input.restApiId(), stage)) {
                throw new AwsUnavailableException(
                        "Path " + path + " was made meanwhile: it is looked at where it leads.");
            }
        } else if (!input.restApiId().equals(mapping.get().restApiId())
                || !stage.equals(mapping.get().stage())) {
            domain.mappings().update(path, input.restApiId(), stage);
        }
        return new Output(
                InvokeUrl.of(clients().settings(), path), there.regionalDomainName(), there.regionalHostedZoneId());
    }

    /** The path that the item had, and that is not published, is to go. */
    private static void record(Step step, BasePath path) {
        Part part = Part.BASE_PATH_MAPPING;
        Publication item = step.publication();
        if (item.set(Publication.STRAYS).contains(part.stray(path.text()))) {
            step.forget(part, path.text());
        }
        if (!item.is(part.attribute(), path.text())) {
            item.text(part.attribute())
                    .ifPresent(before -> step.stray(Map.of(part.attribute(), before), item.map(Publication.PUBLISHED)));
            step.write(new Change()
                    .set(part.attribute(), path.text())
                    .set(Publication.CREATED_AT, step.now().toString()));
        }
    }
}
