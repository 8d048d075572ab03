package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.ResourcePolicy;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyEvaluator;
import io.gatelink.local.policy.PolicyEvaluator.Decision;
import io.gatelink.local.policy.PolicyEvaluator.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who may invoke a method: by his signature and his own policies, where the method asks for AWS_IAM, and by the
 * API's resource policy as it was deployed.
 *
 * <p>As documented: within an account it is enough that one of the two policies allows a signed call, and nothing
 * denies it; without a signature, the API's policy has to allow it. It knows {@code aws:SourceIp}, and the caller's
 * {@code aws:PrincipalArn}, {@code aws:PrincipalAccount} and {@code aws:PrincipalOrgID}; of private APIs, which
 * refuse all callers without a policy, {@code aws:SourceVpce} besides.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html">How API
 *     Gateway resource policies affect authorization workflow</a>
 */
final class InvokeAccess {

    private static final Callers.Caller ANONYMOUS = new Callers.Caller("anonymous", Map.of());

    private final Account account;
    private final Callers callers;
    private final SignatureVerifier signatures;

    InvokeAccess(Account account, Callers callers) {
        this.account = account;
        this.callers = callers;
        this.signatures = new SignatureVerifier(account.region());
    }

    /**
     * @param vpcEndpointId that a request to a private API comes through
     * @param path          what follows the stage
     */
    void check(
            Method method,
            LiveStage stage,
            Optional<String> vpcEndpointId,
            String path,
            Request request,
            MethodCall.CallIds ids)
            throws GatewayResponseException {
        boolean signed = "AWS_IAM".equals(method.authorizationType());
        if (!signed && !"NONE".equals(method.authorizationType())) {
            throw GatewayResponseException.notSupported("authorization type " + method.authorizationType());
        }
        String accessKey = signed
                ? signatures
                        .verify(request, ids.time(), account.loop().aheadOfMachine())
                        .accessKey()
                : null;
        Optional<AwsException> refusal =
                account.loop().exclusively(() -> refusal(accessKey, stage, vpcEndpointId, path, request));
        if (refusal.isPresent()) {
            throw GatewayResponseException.accessDenied(refusal.get().getMessage());
        }
    }

    private Optional<AwsException> refusal(
            String accessKey, LiveStage stage, Optional<String> vpcEndpointId, String path, Request request) {
        Optional<AwsException> byIdentity = accessKey == null
                ? Optional.empty()
                : callers.refusal(accessKey, stage.restApiId(), stage.stageName(), request.method(), path);
        ResourcePolicy policy = stage.policy();
        if (policy == null && vpcEndpointId.isEmpty()) {
            return byIdentity;
        }
        Callers.Caller caller = accessKey == null ? ANONYMOUS : callers.of(accessKey);
        String resource = stage.restApiId() + "/" + stage.stageName() + "/" + request.method() + "/"
                + path.replaceFirst("^/", "");
        if (policy == null) {
            return Optional.of(denied(caller, resource, ""));
        }
        var context = new LinkedHashMap<>(caller.context());
        context.put("aws:SourceIp", List.of(request.remoteAddress()));
        context.put("aws:SecureTransport", List.of("true"));
        vpcEndpointId.ifPresent(endpoint -> context.put("aws:SourceVpce", List.of(endpoint)));
        Decision decision = PolicyEvaluator.decide(
                policy.statements(),
                caller::isAmong,
                new Permission("execute-api:Invoke", account.arn("execute-api", resource), context));
        if (decision.outcome() == Outcome.EXPLICITLY_DENIED) {
            return Optional.of(denied(caller, resource, " with an explicit deny"));
        }
        boolean allowed = decision.isAllowed() || accessKey != null && byIdentity.isEmpty();
        return allowed ? Optional.empty() : Optional.of(byIdentity.orElseGet(() -> denied(caller, resource, "")));
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
