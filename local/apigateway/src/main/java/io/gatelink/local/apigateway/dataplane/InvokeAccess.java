package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.ResourcePolicy;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyEvaluator;
import io.gatelink.local.policy.PolicyEvaluator.Decision;
import io.gatelink.local.policy.PolicyEvaluator.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who may invoke a method: by his signature and his own policies, where the method asks for AWS_IAM; by its
 * authorizer, where it has one; and by the API's resource policy as it was deployed.
 *
 * <p>As documented: within an account it is enough that one of the two policies allows a signed call, and nothing
 * denies it; so it is with the policy that an authorizer's function gives. Without a signature, and with the token of a
 * user pool, the API's policy has to allow the call. It knows {@code aws:SourceIp}, and the caller's
 * {@code aws:PrincipalArn}, {@code aws:PrincipalAccount} and {@code aws:PrincipalOrgID}; of private APIs, which
 * refuse all callers without a policy, {@code aws:SourceVpce} besides.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html">How
 *     API Gateway resource policies affect authorization workflow</a>
 */
final class InvokeAccess {

    private static final String NOT_AUTHORIZED = "User is not authorized to access this resource";
    private static final Callers.Caller ANONYMOUS = new Callers.Caller("anonymous", Map.of());

    private static final Identity NOT_AUTHENTICATED = new Identity(ANONYMOUS, false, Optional.empty());

    private final Account account;
    private final Callers callers;
    private final SignatureVerifier signatures;
    private final LambdaAuthorizers lambda;
    private final CognitoAuthorizers cognito;

    InvokeAccess(Account account, Callers callers) {
        this.account = account;
        this.callers = callers;
        this.signatures = new SignatureVerifier(account.region());
        this.lambda = new LambdaAuthorizers(account, callers.authorizers());
        this.cognito = new CognitoAuthorizers(account.loop()::instant, callers.authorizers());
    }

    /**
     * Who calls.
     *
     * @param authenticated whether the method's authorization speaks for the caller beside the API's policy
     * @param refusal       if it does not allow the call
     */
    private record Identity(Callers.Caller caller, boolean authenticated, Optional<AwsException> refusal) {}

    /**
     * @param vpcEndpointId that a request to a private API comes through
     * @param path          what follows the stage
     * @return what became known of the caller
     */
    Authorization check(MethodCall call, Optional<String> vpcEndpointId, String path) throws GatewayResponseException {
        Method method = call.method().method();
        switch (String.valueOf(method.authorizationType())) {
            case "NONE" -> {
                require(NOT_AUTHENTICATED, call, vpcEndpointId, path);
                return Authorization.NONE;
            }
            case "AWS_IAM" -> {
                require(signer(call, path), call, vpcEndpointId, path);
                return Authorization.NONE;
            }
            case "COGNITO_USER_POOLS" -> {
                Authorization granted = cognito.decide(call, authorizer(call), method.authorizationScopes());
                require(NOT_AUTHENTICATED, call, vpcEndpointId, path);
                return granted;
            }
            case "CUSTOM" -> {
                // The API's policy is asked twice: what it denies, no authorizer hears of.
                if (decision(ANONYMOUS, call, vpcEndpointId, path).outcome() == Outcome.EXPLICITLY_DENIED) {
                    throw accessDenied(denied(ANONYMOUS, resource(call, path), " with an explicit deny"));
                }
                AuthorizerResult result =
                        lambda.decide(call, authorizer(call), path, account.arn("execute-api", resource(call, path)));
                require(holder(result, call, path), call, vpcEndpointId, path);
                return result.authorization();
            }
            default -> throw GatewayResponseException.notSupported("authorization type " + method.authorizationType());
        }
    }

    private static Authorizer authorizer(MethodCall call) throws GatewayResponseException {
        String id = call.method().method().authorizerId();
        return call.stage()
                .authorizer(id)
                .orElseThrow(() -> GatewayResponseException.authorizerConfigurationError("No authorizer " + id));
    }

    private Identity signer(MethodCall call, String path) throws GatewayResponseException {
        String accessKey = signatures
                .verify(call.request(), call.ids().time(), account.loop().aheadOfMachine())
                .accessKey();
        return account.loop()
                .exclusively(() -> new Identity(
                        callers.of(accessKey),
                        true,
                        callers.refusal(
                                accessKey,
                                call.stage().restApiId(),
                                call.stage().stageName(),
                                call.request().method(),
                                path)));
    }

    /** The caller to which an authorizer's function gave a policy. */
    private Identity holder(AuthorizerResult result, MethodCall call, String path) throws GatewayResponseException {
        Outcome outcome = PolicyEvaluator.decide(
                        result.policy(),
                        new Permission(
                                "execute-api:Invoke",
                                account.arn("execute-api", resource(call, path)),
                                contextOf(ANONYMOUS, call, Optional.empty())))
                .outcome();
        return switch (outcome) {
            case ALLOWED -> new Identity(ANONYMOUS, true, Optional.empty());
            case IMPLICITLY_DENIED ->
                new Identity(
                        ANONYMOUS,
                        true,
                        Optional.of(new AwsException(
                                "AccessDeniedException",
                                403,
                                NOT_AUTHORIZED
                                        + " because no identity-based policy allows the execute-api:Invoke action")));
            case EXPLICITLY_DENIED ->
                throw GatewayResponseException.accessDenied(
                        NOT_AUTHORIZED + " with an explicit deny in an identity-based policy");
        };
    }

    private void require(Identity identity, MethodCall call, Optional<String> vpcEndpointId, String path)
            throws GatewayResponseException {
        Optional<AwsException> refusal = refusal(identity, call, vpcEndpointId, path);
        if (refusal.isPresent()) {
            throw accessDenied(refusal.get());
        }
    }

    private static GatewayResponseException accessDenied(AwsException refusal) {
        return GatewayResponseException.accessDenied(refusal.getMessage());
    }

    private Optional<AwsException> refusal(
            Identity identity, MethodCall call, Optional<String> vpcEndpointId, String path) {
        if (call.stage().policy() == null && vpcEndpointId.isEmpty()) {
            return identity.refusal();
        }
        String resource = resource(call, path);
        if (call.stage().policy() == null) {
            return Optional.of(denied(identity.caller(), resource, ""));
        }
        Decision decision = decision(identity.caller(), call, vpcEndpointId, path);
        if (decision.outcome() == Outcome.EXPLICITLY_DENIED) {
            return Optional.of(denied(identity.caller(), resource, " with an explicit deny"));
        }
        boolean allowed = decision.isAllowed()
                || identity.authenticated() && identity.refusal().isEmpty();
        return allowed
                ? Optional.empty()
                : Optional.of(identity.refusal().orElseGet(() -> denied(identity.caller(), resource, "")));
    }

    private Decision decision(Callers.Caller caller, MethodCall call, Optional<String> vpcEndpointId, String path) {
        ResourcePolicy policy = call.stage().policy();
        return policy == null
                ? new Decision(Outcome.IMPLICITLY_DENIED, List.of())
                : PolicyEvaluator.decide(
                        policy.statements(),
                        caller::isAmong,
                        new Permission(
                                "execute-api:Invoke",
                                account.arn("execute-api", resource(call, path)),
                                contextOf(caller, call, vpcEndpointId)));
    }

    private static Map<String, List<String>> contextOf(
            Callers.Caller caller, MethodCall call, Optional<String> vpcEndpointId) {
        var context = new LinkedHashMap<>(caller.context());
        context.put("aws:SourceIp", List.of(call.request().remoteAddress()));
        context.put("aws:SecureTransport", List.of("true"));
        vpcEndpointId.ifPresent(endpoint -> context.put("aws:SourceVpce", List.of(endpoint)));
        return context;
    }

    private static String resource(MethodCall call, String path) {
        return call.stage().restApiId() + "/" + call.stage().stageName() + "/"
                + call.request().method() + "/" + path.replaceFirst("^/", "");
    }

    /** In AWS's words, which show no more of the account than its last four digits. */
    private AwsException denied(Callers.Caller caller, String resource, String because) {
        String arn = account.arn("execute-api", resource)
                .replace(":" + account.id() + ":", ":********" + account.id().substring(8) + ":");
        return new AwsException(
                "AccessDeniedException",
                403,
                "User: " + caller.arn() + " is not authorized to perform: execute-api:Invoke on resource: " + arn
                        + because);
    }
}
