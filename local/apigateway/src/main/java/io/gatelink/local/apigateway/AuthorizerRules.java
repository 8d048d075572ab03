package io.gatelink.local.apigateway;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What authorizers have to be like. That the texts about user pools, identity sources and times are AWS's own is not
 * known: the rules are the documented ones.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html">CreateAuthorizer</a>
 */
final class AuthorizerRules {

    private static final List<String> TYPES = List.of("TOKEN", "REQUEST", Authorizer.COGNITO_USER_POOLS);
    private static final int MAX_TTL = 3600;
    private static final Pattern HEADER = Pattern.compile("method\\.request\\.header\\.[A-Za-z0-9!#$%&'*+.^_`|~:-]+");
    private static final Pattern SOURCE = Pattern.compile(
            HEADER + "|method\\.request\\.querystring\\.[^\\s,]+|stageVariables\\.[A-Za-z0-9_]+|context\\.[A-Za-z.]+");
    private static final Pattern USER_POOL =
            Pattern.compile("arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/[\\w-]+_[0-9a-zA-Z]+");

    private AuthorizerRules() {}

    /** @throws io.gatelink.local.core.AwsException ValidationException for what is no type of authorizers */
    static void checkType(String type) {
        if (type == null) {
            throw ApiGatewayErrors.validation(null, "createAuthorizerInput.type", "Member must not be null");
        }
        if (!TYPES.contains(type)) {
            throw ApiGatewayErrors.validation(
                    type,
                    "createAuthorizerInput.type",
                    "Member must satisfy enum value set: [" + String.join(", ", TYPES) + "]");
        }
    }

    /** @throws io.gatelink.local.core.AwsException BadRequestException for an authorizer that cannot work */
    static void check(Authorizer authorizer) {
        Integer ttl = authorizer.authorizerResultTtlInSeconds();
        if (ttl != null && (ttl < 0 || ttl > MAX_TTL)) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid authorizer result TTL specified: " + ttl + ". Must be between 0 and " + MAX_TTL);
        }
        if (authorizer.isCognito()) {
            checkUserPools(authorizer.providerArns());
        } else if (authorizer.functionArn() == null) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid Authorizer URI: " + authorizer.authorizerUri()
                            + ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.");
        }
        checkIdentitySources(authorizer);
        if (authorizer.identityValidationExpression() != null) {
            try {
                Pattern.compile(authorizer.identityValidationExpression());
            } catch (PatternSyntaxException e) {
                throw ApiGatewayErrors.badRequest("Invalid identity validation expression specified: "
                        + authorizer.identityValidationExpression());
            }
        }
    }

    private static void checkUserPools(List<String> providerArns) {
        if (providerArns.isEmpty()) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid provider ARNs specified. A COGNITO_USER_POOLS authorizer needs at least one user pool");
        }
        for (String arn : providerArns) {
            if (!USER_POOL.matcher(arn).matches()) {
                throw ApiGatewayErrors.badRequest("Invalid Cognito user pool ARN specified: " + arn);
            }
        }
    }

    private static void checkIdentitySources(Authorizer authorizer) {
        List<String> sources = authorizer.identitySources();
        boolean request = authorizer.type().equals("REQUEST");
        if (sources.isEmpty() && (!request || authorizer.ttl() > 0)) {
            throw ApiGatewayErrors.badRequest(
                    request
                            ? "Invalid identity source specified. A REQUEST authorizer whose results are cached needs one"
                            : "Invalid identity source specified. A " + authorizer.type() + " authorizer needs one");
        }
        if (!request && sources.size() > 1) {
            throw ApiGatewayErrors.badRequest("Invalid identity source specified: " + authorizer.identitySource()
                    + ". A " + authorizer.type() + " authorizer has one header");
        }
        for (String source : sources) {
            if (!(request ? SOURCE : HEADER).matcher(source).matches()) {
                throw ApiGatewayErrors.badRequest("Invalid identity source specified: " + source);
            }
        }
    }
}
