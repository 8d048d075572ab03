package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Authorizers of the types TOKEN and REQUEST: functions decide. Their decisions are kept by what identifies a caller,
 * for all methods of a stage, until their time is over or the API is deployed anew.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html">Use
 *      API Gateway Lambda authorizers</a>
 */
final class LambdaAuthorizers {

    private static final int MOST_KEPT = 1000;
    private static final String HEADER = "method.request.header.";
    private static final String QUERY = "method.request.querystring.";
    private static final String STAGE_VARIABLE = "stageVariables.";
    private static final String CONTEXT = "context.";

    private final Account account;
    private final AuthorizerServices services;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    LambdaAuthorizers(Account account, AuthorizerServices services) {
        this.account = account;
        this.services = services;
    }

    private record Key(String restApiId, String stageName, String authorizerId, List<String> identity) {}

    /** @param deployment the authorizers of the deployment that it is for */
    private record Kept(Instant end, List<Authorizer> deployment, AuthorizerResult result) {}

    /**
     * @param path      what follows the stage
     * @param methodArn what is called
     * @throws GatewayResponseException UNAUTHORIZED without an identity; AUTHORIZER_CONFIGURATION_ERROR if the function
     *                                  cannot be invoked, fails, or gives no policy
     */
    AuthorizerResult decide(MethodCall call, Authorizer authorizer, String path, String methodArn)
            throws GatewayResponseException {
        List<String> identity = identity(call, authorizer);
        if (authorizer.ttl() == 0 || identity.isEmpty()) {
            return invoke(call, authorizer, path, methodArn, identity);
        }
        var key = new Key(call.stage().restApiId(), call.stage().stageName(), authorizer.id(), identity);
        List<Authorizer> deployment = call.stage().authorizers();
        Instant now = account.loop().instant();
        synchronized (kept) {
            Kept before = kept.get(key);
            if (before != null && isSame(before.deployment(), deployment) && now.isBefore(before.end())) {
                return before.result();
            }
        }
        AuthorizerResult result = invoke(call, authorizer, path, methodArn, identity);
        synchronized (kept) {
            kept.put(key, new Kept(account.loop().instant().plusSeconds(authorizer.ttl()), deployment, result));
            if (kept.size() > MOST_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return result;
    }

    @SuppressWarnings("ReferenceEquality") // A deployment's list is always the same, and never another one's.
    private static boolean isSame(List<Authorizer> some, List<Authorizer> others) {
        return some == others;
    }

    private static List<String> identity(MethodCall call, Authorizer authorizer) throws GatewayResponseException {
        var identity = new ArrayList<String>();
        for (String source : authorizer.identitySources()) {
            String value = value(call, source);
            if (value == null || value.isEmpty()) {
                throw GatewayResponseException.unauthorized("Missing identity source " + source);
            }
            identity.add(value);
        }
        String expression = authorizer.identityValidationExpression();
        if (authorizer.type().equals("TOKEN")
                && expression != null
                && !identity.get(0).matches(expression)) {
            throw GatewayResponseException.unauthorized("The token does not match the validation expression");
        }
        return identity;
    }

    private static String value(MethodCall call, String source) {
        if (source.startsWith(HEADER)) {
            return last(call.request().headers().get(source.substring(HEADER.length())));
        }
        if (source.startsWith(QUERY)) {
            return last(call.queryParameters().get(source.substring(QUERY.length())));
        }
        return source.startsWith(STAGE_VARIABLE)
                ? call.stage().variables().get(source.substring(STAGE_VARIABLE.length()))
                : call.context(source.substring(CONTEXT.length()));
    }

    private static String last(List<String> values) {
        return RequestExpression.last(values).stream().findFirst().orElse(null);
    }

    private AuthorizerResult invoke(
            MethodCall call, Authorizer authorizer, String path, String methodArn, List<String> identity)
            throws GatewayResponseException {
        byte[] event = authorizer.type().equals("TOKEN")
                ? AuthorizerEvents.token(methodArn, identity.get(0))
                : AuthorizerEvents.request(methodArn, call, path);
        AuthorizerServices.Answer answer;
        try {
            answer = services.invoke(
                    authorizer.functionArn(),
                    account.arn("execute-api", call.stage().restApiId() + "/authorizers/" + authorizer.id()),
                    event);
        } catch (AwsException e) {
            throw GatewayResponseException.authorizerConfigurationError(e.getMessage());
        }
        if (answer.failed()) {
            boolean unauthorized =
                    Json.parse(answer.payload()).path("errorMessage").asText().equals("Unauthorized");
            throw unauthorized
                    ? GatewayResponseException.unauthorized("Unauthorized")
                    : GatewayResponseException.authorizerFailure();
        }
        return AuthorizerResult.parse(answer.payload());
    }
}
