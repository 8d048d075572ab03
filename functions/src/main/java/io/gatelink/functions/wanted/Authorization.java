package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;

/**
 * Who may call an API, and what its methods ask of callers for that.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html">Method</a>
 */
public final class Authorization {

    /** Callers sign their requests. */
    public static final String AWS_IAM = "AWS_IAM";

    /** Callers send a token of one of the stack's user pools. */
    public static final String COGNITO = "COGNITO";

    /** Callers send a token with which the stack's authorizer function lets them in. */
    public static final String CUSTOM = "CUSTOM";

    /** Callers send a key of the API's usage plan. */
    public static final String API_KEY = "API_KEY";

    /** Anyone may call. */
    public static final String NONE = "NONE";

    /** The strongest first. */
    private static final List<String> BY_STRENGTH = List.of(AWS_IAM, COGNITO, CUSTOM, API_KEY, NONE);

    /** The authorization type of methods that ask for a token of a user pool. */
    private static final String COGNITO_USER_POOLS = "COGNITO_USER_POOLS";

    /** The paths of our methods. */
    public static final List<String> PATHS = List.of("/", "/{proxy+}");

    private Authorization() {}

    /** Whether {@code one} lets more callers in than {@code other}; both are ones. */
    public static boolean isWeaker(String one, String other) {
        return BY_STRENGTH.indexOf(one) > BY_STRENGTH.indexOf(other);
    }

    /** The authorization type of methods, in API Gateway's words; those of {@link #API_KEY} ask for a key beside it. */
    public static String methodType(String authorization) {
        return switch (authorization) {
            case API_KEY -> NONE;
            case COGNITO -> COGNITO_USER_POOLS;
            default -> authorization;
        };
    }

    /** Whether an authorizer of the API decides, and not API Gateway itself. */
    public static boolean isByToken(String authorization) {
        return authorization.equals(COGNITO) || authorization.equals(CUSTOM);
    }

    /** Whether a method with this authorization type asks for exactly this authorization. */
    public static boolean isThatOf(String methodType, Boolean apiKeyRequired, String authorization) {
        return methodType(authorization).equals(methodType)
                && authorization.equals(API_KEY) == Boolean.TRUE.equals(apiKeyRequired);
    }

    /**
     * Whether a method lets in callers that {@code authorization} keeps out. Other authorizers than the API's own
     * cannot be evaluated: which one a method has, the caller of this checks.
     */
    public static boolean isWeaker(String methodType, Boolean apiKeyRequired, String authorization) {
        return !authorization.equals(NONE)
                && !AWS_IAM.equals(methodType)
                && !(isByToken(authorization) && methodType(authorization).equals(methodType))
                && !(authorization.equals(API_KEY) && Boolean.TRUE.equals(apiKeyRequired));
    }

    /**
     * The methods of a deployment that are weaker than {@code authorization}, each with what it asks for.
     *
     * @param preflight whether the methods that answer preflight requests do not count: these two, which are known to
     *                  lead to no backend
     */
    public static List<String> weaker(
            Map<String, Map<String, MethodSnapshot>> summary, String authorization, boolean preflight) {
        List<String> weaker = new ArrayList<>();
        new TreeMap<>(summary).forEach((path, methods) -> new TreeMap<>(methods).forEach((httpMethod, method) -> {
            if (isWeaker(method.authorizationType(), method.apiKeyRequired(), authorization)
                    && !(preflight && httpMethod.equals("OPTIONS") && PATHS.contains(path))) {
                weaker.add(Text.printable(httpMethod + " " + path) + " (" + Text.printable(method.authorizationType())
                        + ")");
            }
        }));
        return weaker;
    }
}
