package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user pools and the function that can decide who calls: the stack's parameters CognitoUserPoolArns and
 * AuthorizerFunctionArn.
 *
 * @param userPools their ARNs, in order; none if the parameter is empty
 * @param function  its ARN, or an empty string
 */
public record AuthorizerParameters(List<String> userPools, String function) {

    private static final String POOL = "[a-z0-9-]{1,32}_[A-Za-z0-9]{1,32}";
    private static final String FUNCTION = "[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9$_-]{1,128})?";

    /**
     * What a function's environment says.
     *
     * @throws io.gatelink.functions.lambda.InvalidConfigurationException if one of them is not of this account and
     *         Region
     */
    public static AuthorizerParameters of(Settings settings) {
        String pools = settings.text(
                "COGNITO_USER_POOL_ARNS",
                value -> value.isEmpty()
                        || Stream.of(value.split(",", -1))
                                .allMatch(arn -> isHere(settings, arn, "cognito-idp", "userpool/" + POOL)),
                remedy(
                        "CognitoUserPoolArns",
                        "the ARNs of user pools of this account and Region, with commas between them"));
        String function = settings.text(
                "AUTHORIZER_FUNCTION_ARN",
                value -> value.isEmpty() || isHere(settings, value, "lambda", "function:" + FUNCTION),
                remedy("AuthorizerFunctionArn", "the ARN of a Lambda function of this account and Region"));
        return new AuthorizerParameters(
                Stream.of(pools.split(","))
                        .filter(arn -> !arn.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                function);
    }

    private static boolean isHere(Settings settings, String arn, String service, String resource) {
        return arn.matches(
                "arn:aws[a-z-]{0,20}:" + service + ":" + settings.region() + ":" + settings.account() + ":" + resource);
    }

    private static String remedy(String parameter, String values) {
        return "deploy the stack with " + parameter + " = " + values + ", or with none";
    }

    /** Whether the stack has what decides on this authorization, if something has to. */
    public boolean offer(String authorization) {
        return switch (authorization) {
            case Authorization.COGNITO -> !userPools.isEmpty();
            case Authorization.CUSTOM -> !function.isEmpty();
            default -> true;
        };
    }

    /** The parameter without which there is nothing that decides on this authorization. */
    static String parameter(String authorization) {
        return authorization.equals(Authorization.COGNITO) ? "CognitoUserPoolArns" : "AuthorizerFunctionArn";
    }

    /** The ARNs of what decides on this authorization; none for those on which API Gateway itself does. */
    public List<String> decidingOn(String authorization) {
        return switch (authorization) {
            case Authorization.COGNITO -> userPools;
            case Authorization.CUSTOM -> List.of(function);
            default -> List.of();
        };
    }

    /** The same as one text, for the table of publications; {@code null} if API Gateway itself decides. */
    public String decidedBy(String authorization) {
        return Authorization.isByToken(authorization) ? String.join(",", decidingOn(authorization)) : null;
    }

    /**
     * Whether the stack's parameters still name all that decides on an API with this authorization.
     *
     * @param decidedBy as {@link #decidedBy} gave it for the API, or {@code null} if that is not known
     */
    public boolean stillTrust(String authorization, String decidedBy) {
        return decidedBy == null || decidingOn(authorization).containsAll(List.of(decidedBy.split(",")));
    }
}
