package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.AwsRefusedException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.WeakAuthorizationException;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.AuthorizerParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.apigateway.model.Authorizer;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;

/**
 * What decides who calls an API by the token in the header {@code Authorization}: an authorizer of the API for the
 * stack's user pools, or for its function. Others' authorizers are left alone, and no method of ours has one of them.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html">
 *      Control access to REST APIs using Amazon Cognito user pools as an authorizer</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html">Use
 *      API Gateway Lambda authorizers</a>
 */
record Authorizers(ApiGateway apiGateway, String restApiId, AuthorizerParameters parameters) {

    private static final Map<String, String> NAMES =
            Map.of(Authorization.COGNITO, "gatelink-cognito", Authorization.CUSTOM, "gatelink-function");
    private static final String IDENTITY_SOURCE = "method.request.header.Authorization";
    private static final String PROVIDER_ARNS = "/providerARNs";

    /** The authorizers that the API has. */
    List<Authorizer> found() {
        return apiGateway
                .client()
                .getAuthorizers(request -> request.restApiId(restApiId).limit(500))
                .items();
    }

    /**
     * The id of the authorizer that methods of this authorization have, made or repaired if it is not as it is to be.
     *
     * @param found as {@link #found} gives them
     * @return nothing if API Gateway itself decides
     */
    Optional<String> obtain(String authorization, List<Authorizer> found) {
        if (!Authorization.isByToken(authorization)) {
            return Optional.empty();
        }
        Optional<Authorizer> ours = ours(authorization, found);
        if (ours.isEmpty()) {
            return Optional.of(apiGateway
                    .client()
                    .createAuthorizer(request -> request.restApiId(restApiId)
                            .name(NAMES.get(authorization))
                            .type(type(authorization))
                            .providerARNs(userPools(authorization).isEmpty() ? null : userPools(authorization))
                            .authorizerUri(uri(authorization))
                            .identitySource(IDENTITY_SOURCE))
                    .id());
        }
        String id = ours.get().id();
        if (ours.get().type() != type(authorization)) {
            throw new AwsRefusedException("Authorizer " + NAMES.get(authorization) + " of REST API " + restApiId
                    + " is of the type " + Text.printable(ours.get().typeAsString()) + ", not " + type(authorization)
                    + ": Gatelink did not make it. Run aws apigateway delete-authorizer --rest-api-id " + restApiId
                    + " --authorizer-id " + id + ", and publish the load balancer again.");
        }
        List<PatchOperation> corrections = corrections(authorization, ours.get());
        if (!corrections.isEmpty()) {
            apiGateway.client().updateAuthorizer(request -> request.restApiId(restApiId)
                    .authorizerId(id)
                    .patchOperations(corrections));
        }
        return Optional.of(id);
    }

    /**
     * Deletes those of ours that no method has.
     *
     * @param used the ids of those that methods have
     */
    void deleteUnused(List<Authorizer> found, Set<String> used) {
        found.stream()
                .filter(one -> NAMES.containsValue(one.name()) && !used.contains(one.id()))
                .forEach(one -> ApiGateway.ifThere(
                        () -> apiGateway.client().deleteAuthorizer(request -> request.restApiId(restApiId)
                                .authorizerId(one.id()))));
    }

    /**
     * Checks, after a deployment was made, that it asks our authorizer: what it tells of methods does not say which one
     * they have.
     *
     * @throws WeakAuthorizationException if something else was put in its place meanwhile; the deployment is deleted
     */
    void requireOurs(String authorization, String deployment) {
        if (!Authorization.isByToken(authorization)) {
            return;
        }
        Optional<Authorizer> ours = ours(authorization, found())
                .filter(one -> one.type() == type(authorization)
                        && corrections(authorization, one).isEmpty());
        boolean others = ours.isEmpty();
        for (Resource resource : apiGateway.resources(restApiId)) {
            others |= resource.resourceMethods().values().stream()
                    .filter(method -> Authorization.methodType(authorization).equals(method.authorizationType()))
                    .anyMatch(method -> ours.isEmpty() || !ours.get().id().equals(method.authorizerId()));
        }
        if (others) {
            apiGateway.stages().deleteDeployment(restApiId, deployment);
            throw new WeakAuthorizationException("Authorizer " + NAMES.get(authorization) + " of REST API " + restApiId
                    + ", or a method that is to have it, was changed meanwhile. Publish the load balancer again, which "
                    + "repairs it.");
        }
    }

    private static Optional<Authorizer> ours(String authorization, List<Authorizer> found) {
        return found.stream()
                .filter(one -> NAMES.get(authorization).equals(one.name()))
                .findFirst();
    }

    private static AuthorizerType type(String authorization) {
        return authorization.equals(Authorization.COGNITO) ? AuthorizerType.COGNITO_USER_POOLS : AuthorizerType.TOKEN;
    }

    private List<String> userPools(String authorization) {
        return authorization.equals(Authorization.COGNITO) ? parameters.userPools() : List.of();
    }

    /** How API Gateway invokes the function; {@code null} for user pools. */
    private String uri(String authorization) {
        if (authorization.equals(Authorization.COGNITO)) {
            return null;
        }
        String[] arn = parameters.function().split(":", 5);
        return "arn:" + arn[1] + ":apigateway:" + arn[3] + ":lambda:path/2015-03-31/functions/" + parameters.function()
                + "/invocations";
    }

    private List<PatchOperation> corrections(String authorization, Authorizer found) {
        List<PatchOperation> corrections = new ArrayList<>();
        List<String> wanted = userPools(authorization);
        wanted.stream()
                .filter(arn -> !found.providerARNs().contains(arn))
                .forEach(arn -> corrections.add(provider(Op.ADD, arn)));
        found.providerARNs().stream()
                .filter(arn -> !wanted.contains(arn))
                .forEach(arn -> corrections.add(provider(Op.REMOVE, arn)));
        if (uri(authorization) != null && !uri(authorization).equals(found.authorizerUri())) {
            corrections.add(ApiGateway.replace("/authorizerUri", uri(authorization)));
        }
        if (!IDENTITY_SOURCE.equals(found.identitySource())) {
            corrections.add(ApiGateway.replace("/identitySource", IDENTITY_SOURCE));
        }
        if (found.authorizerCredentials() != null) {
            corrections.add(ApiGateway.replace("/authorizerCredentials", ""));
        }
        return corrections;
    }

    private static PatchOperation provider(Op op, String arn) {
        return PatchOperation.builder().op(op).path(PROVIDER_ARNS).value(arn).build();
    }
}
