package io.gatelink.local.apigateway;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who may call methods. Fields are those of API Gateway's Authorizer, {@code null} where absent.
 *
 * @param type                         {@code TOKEN}, {@code REQUEST} or {@code COGNITO_USER_POOLS}
 * @param providerArns                 the user pools
 * @param identitySource               where a caller's identity is, separated by commas
 * @param authorizerResultTtlInSeconds how long a decision is kept; 0 for not at all
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html">Authorizer</a>
 */
public record Authorizer(
        String id,
        String name,
        String type,
        List<String> providerArns,
        String authType,
        String authorizerUri,
        String identitySource,
        String identityValidationExpression,
        Integer authorizerResultTtlInSeconds) {

    /** How long a decision is kept, unless the authorizer says otherwise; in seconds. */
    public static final int DEFAULT_TTL = 300;

    /** The type of those that ask a user pool. */
    public static final String COGNITO_USER_POOLS = "COGNITO_USER_POOLS";

    private static final Pattern FUNCTION = Pattern.compile("arn:aws[a-z-]*:apigateway:[a-z0-9-]+:lambda:path"
            + "/2015-03-31/functions/(arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_$:-]+)"
            + "/invocations");

    public Authorizer {
        providerArns = List.copyOf(providerArns);
    }

    public boolean isCognito() {
        return type.equals(COGNITO_USER_POOLS);
    }

    /** The function that decides; {@code null} if the URI leads to none. */
    public String functionArn() {
        Matcher function = FUNCTION.matcher(authorizerUri == null ? "" : authorizerUri);
        return function.matches() ? function.group(1) : null;
    }

    /** The places where a caller's identity is, e.g. {@code method.request.header.Authorization}. */
    public List<String> identitySources() {
        return identitySource == null || identitySource.isBlank()
                ? List.of()
                : List.of(identitySource.split("\\s*,\\s*"));
    }

    /** How long a decision is kept, in seconds. */
    public int ttl() {
        return authorizerResultTtlInSeconds == null ? DEFAULT_TTL : authorizerResultTtlInSeconds;
    }

    Draft edit() {
        return new Draft(this);
    }

    /** An authorizer that is being made or changed. */
    static final class Draft {

        final String id;
        final String type;
        String name;
        List<String> providerArns = List.of();
        String authType;
        String authorizerUri;
        String identitySource;
        String identityValidationExpression;
        Integer authorizerResultTtlInSeconds;

        Draft(String id, String type) {
            this.id = id;
            this.type = type;
        }

        private Draft(Authorizer authorizer) {
            this(authorizer.id, authorizer.type);
            name = authorizer.name;
            providerArns = authorizer.providerArns;
            authType = authorizer.authType;
            authorizerUri = authorizer.authorizerUri;
            identitySource = authorizer.identitySource;
            identityValidationExpression = authorizer.identityValidationExpression;
            authorizerResultTtlInSeconds = authorizer.authorizerResultTtlInSeconds;
        }

        Authorizer build() {
            return new Authorizer(
                    id,
                    name,
                    type,
                    providerArns,
                    authType,
                    authorizerUri,
                    identitySource,
                    identityValidationExpression,
                    authorizerResultTtlInSeconds);
        }
    }
}
