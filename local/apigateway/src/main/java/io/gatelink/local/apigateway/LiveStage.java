package io.gatelink.local.apigateway;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the data plane serves: a stage with the resources of its deployment's snapshot.
 *
 * @param variables the stage variables as they are now
 * @param policy    the API's policy as it was deployed; {@code null} if it had none
 * @param binaryMediaTypes as they were deployed
 * @param minimumCompressionSize as it was deployed: from how many bytes on answers are compressed; {@code null} if none
 *                               is
 * @param gatewayResponses those that were set when it was deployed
 * @param authorizers as they were deployed
 * @param webAclArn what is asked about each request first; {@code null} if nothing is
 */
public record LiveStage(
        String restApiId,
        String stageName,
        Map<String, String> variables,
        List<Resource> resources,
        ResourcePolicy policy,
        List<String> binaryMediaTypes,
        Integer minimumCompressionSize,
        Map<GatewayResponseType, GatewayResponse> gatewayResponses,
        List<Authorizer> authorizers,
        String webAclArn) {

    public LiveStage {
        gatewayResponses = Map.copyOf(gatewayResponses);
        variables = Map.copyOf(variables);
        resources = List.copyOf(resources);
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        authorizers = List.copyOf(authorizers);
    }

    /** A stage of an API without a policy and binary media types. */
    public LiveStage(String restApiId, String stageName, Map<String, String> variables, List<Resource> resources) {
        this(restApiId, stageName, variables, resources, null, List.of());
    }

    /** A stage of an API that does not compress. */
    public LiveStage(
            String restApiId,
            String stageName,
            Map<String, String> variables,
            List<Resource> resources,
            ResourcePolicy policy,
            List<String> binaryMediaTypes) {
        this(restApiId, stageName, variables, resources, policy, binaryMediaTypes, null);
    }

    /** The authorizer with this id, as it was deployed. */
    public Optional<Authorizer> authorizer(String authorizerId) {
        return authorizers.stream()
                .filter(authorizer -> authorizer.id().equals(authorizerId))
                .findFirst();
    }

    /** A stage of an API without gateway responses of its own. */
    public LiveStage(
            String restApiId,
            String stageName,
            Map<String, String> variables,
            List<Resource> resources,
            ResourcePolicy policy,
            List<String> binaryMediaTypes,
            Integer minimumCompressionSize) {
        this(
                restApiId,
                stageName,
                variables,
                resources,
                policy,
                binaryMediaTypes,
                minimumCompressionSize,
                Map.of(),
                List.of(),
                null);
    }

    /** Whether a call may go on, and if not, which limit it is over. */
    public enum Admission {
        ALLOWED,
        THROTTLED,
        QUOTA_EXCEEDED
    }

    /**
     * A link, as the data plane needs it.
     *
     * @param targetArn of a link V1; {@code null} for V2, where each integration names its target
     * @param network   where a link V2 is; {@code null} for V1
     */
    public record Link(String id, String status, String targetArn, Network network) {

        /** A link V1. */
        public Link(String id, String status, String targetArn) {
            this(id, status, targetArn, null);
        }

        public boolean isV2() {
            return network != null;
        }
    }

    /** Where a link V2 is: only load balancers of its VPC can be reached through it. */
    public record Network(String vpcId, List<String> subnetIds, List<String> securityGroupIds) {

        public Network {
            subnetIds = List.copyOf(subnetIds);
            securityGroupIds = List.copyOf(securityGroupIds);
        }
    }

    /** Where the data plane looks things up, at each call. Exclusive. */
    public interface Directory {

        /** @return the stage, or {@code null} */
        LiveStage stage(String restApiId, String stageName);

        /**
         * A stage that a custom domain name leads to: also of an API that does not answer at its own endpoint.
         *
         * @return the stage, or {@code null}
         */
        default LiveStage mappedStage(String restApiId, String stageName) {
            return stage(restApiId, stageName);
        }

        /** Whether there is an API with this id. */
        boolean hasApi(String restApiId);

        /** The VPC endpoints that a private API is associated with; nothing if it is not private. */
        default Optional<List<String>> privateTo(String restApiId) {
            return Optional.empty();
        }

        /** Whether an API takes callers' API keys from its authorizers, and not from their headers. */
        default boolean keyFromAuthorizer(String restApiId) {
            return false;
        }

        /**
         * How long a backend that streams its answer may send nothing: 30 seconds for edge-optimized APIs.
         *
         * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html">
         *      Considerations for response payload streaming</a>
         */
        default Duration streamIdleTimeout(String restApiId) {
            return Duration.ofMinutes(5);
        }

        /** @return the link, V1 or V2, or {@code null} */
        Link link(String vpcLinkId);

        /** A request is about to go through a link V2, whatever its status. */
        default void carry(String vpcLinkId) {}

        /** The values of the enabled API keys that open this stage through a usage plan. */
        Collection<String> apiKeys(String restApiId, String stageName);

        /**
         * A method that is called.
         *
         * @param httpMethod as it is defined, maybe {@code ANY}
         */
        record MethodOfStage(String restApiId, String stageName, String resourcePath, String httpMethod) {}

        /**
         * Counts a call, if the limits of stage and usage plans allow it.
         *
         * @param apiKey the value of the key that opened the method, if it needs one
         */
        default Admission admit(MethodOfStage method, Optional<String> apiKey) {
            return Admission.ALLOWED;
        }
    }
}
