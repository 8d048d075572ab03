package io.gatelink.local.apigateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the data plane serves: a stage with the resources of its deployment's snapshot.
 *
 * @param variables the stage variables as they are now
 * @param policy    the API's policy as it was deployed; {@code null} if it had none
 */
public record LiveStage(String restApiId, String stageName, Map<String, String> variables, List<Resource> resources,
        ResourcePolicy policy) {

    public LiveStage {
        variables = Map.copyOf(variables);
        resources = List.copyOf(resources);
    }

    /** A stage of an API without a policy. */
    public LiveStage(String restApiId, String stageName, Map<String, String> variables, List<Resource> resources) {
        this(restApiId, stageName, variables, resources, null);
    }

    /** Those of a link, as the data plane needs them. */
    public record Link(String id, String status, String targetArn) {
    }

    /** Where the data plane looks things up, at each call. Exclusive. */
    public interface Directory {

        /** @return the stage, or {@code null} */
        LiveStage stage(String restApiId, String stageName);

        /** Whether there is an API with this id. */
        boolean hasApi(String restApiId);

        /** The VPC endpoints that a private API is associated with; nothing if it is not private. */
        default Optional<List<String>> privateTo(String restApiId) {
            return Optional.empty();
        }

        /** @return the link, or {@code null} */
        Link link(String vpcLinkId);

        /** The values of the enabled API keys that open this stage through a usage plan. */
        Collection<String> apiKeys(String restApiId, String stageName);
    }
}
