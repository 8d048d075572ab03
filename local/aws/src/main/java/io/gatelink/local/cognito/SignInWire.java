package io.gatelink.local.cognito;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.JsonMembers;
import java.util.List;
import java.util.Map;

/** Signing in, on the wire. */
final class SignInWire {

    private static final List<String> FLOWS = List.of(
            "USER_SRP_AUTH",
            "REFRESH_TOKEN_AUTH",
            "REFRESH_TOKEN",
            "CUSTOM_AUTH",
            "ADMIN_NO_SRP_AUTH",
            "USER_PASSWORD_AUTH",
            "ADMIN_USER_PASSWORD_AUTH",
            "USER_AUTH");
    private static final String BY_PASSWORD = "USER_PASSWORD_AUTH";
    private static final String ADMIN = "ADMIN_USER_PASSWORD_AUTH";

    private final Authentication authentication;

    SignInWire(Authentication authentication) {
        this.authentication = authentication;
    }

    ObjectNode initiateAuth(JsonMembers members) {
        members.only("AuthFlow", "AuthParameters", "ClientId");
        String flow = flow(members);
        if (flow.startsWith("ADMIN_")) {
            throw CognitoErrors.invalidParameter("Initiate Auth method not supported.");
        }
        return signIn(members, null, flow, List.of(BY_PASSWORD));
    }

    ObjectNode adminInitiateAuth(JsonMembers members) {
        members.only("UserPoolId", "AuthFlow", "AuthParameters", "ClientId");
        String pool = CognitoWire.poolId(members);
        String flow = flow(members);
        return signIn(members, pool, flow.equals("ADMIN_NO_SRP_AUTH") ? ADMIN : flow, List.of(ADMIN, BY_PASSWORD));
    }

    private static String flow(JsonMembers members) {
        String flow = members.require("AuthFlow").oneOf("AuthFlow", FLOWS);
        return flow == null ? "" : flow;
    }

    private ObjectNode signIn(JsonMembers members, String pool, String flow, List<String> supported) {
        String client = members.required("ClientId", 1, 128, "[\\w+]+");
        Map<String, String> parameters = members.texts("AuthParameters");
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        if (!supported.contains(flow)) {
            throw members.notImplemented("AuthFlow " + flow);
        }
        Authentication.Outcome outcome = authentication.signIn(pool, client, flow, parameters);
        ObjectNode answer = Json.object();
        if (outcome.tokens().isEmpty()) {
            answer.put("ChallengeName", "NEW_PASSWORD_REQUIRED").put("Session", outcome.session());
            answer.putObject("ChallengeParameters")
                    .put("USER_ID_FOR_SRP", outcome.username())
                    .put("requiredAttributes", "[]")
                    .put("userAttributes", "{}");
            return answer;
        }
        Authentication.Tokens tokens = outcome.tokens().get();
        answer.putObject("AuthenticationResult")
                .put("AccessToken", tokens.accessToken())
                .put("ExpiresIn", tokens.expiresIn().toSeconds())
                .put("IdToken", tokens.idToken())
                .put("RefreshToken", tokens.refreshToken())
                .put("TokenType", "Bearer");
        answer.putObject("ChallengeParameters");
        return answer;
    }
}
