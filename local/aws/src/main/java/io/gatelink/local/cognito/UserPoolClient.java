package io.gatelink.local.cognito;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An application that signs users in. Fields are those of Cognito's UserPoolClientType.
 *
 * @param clientSecret        {@code null} if it has none
 * @param accessTokenValidity {@code null} for an hour, as the next
 * @param tokenValidityUnits  in which the validities are told, by the token's name
 * @param preventUserExistenceErrors {@code ENABLED}, if it is not to become known which users there are
 */
public record UserPoolClient(
        String userPoolId,
        String clientId,
        String clientName,
        String clientSecret,
        List<String> explicitAuthFlows,
        Integer accessTokenValidity,
        Integer idTokenValidity,
        Map<String, String> tokenValidityUnits,
        String preventUserExistenceErrors,
        Instant creationDate) {

    public UserPoolClient {
        explicitAuthFlows = List.copyOf(explicitAuthFlows);
        tokenValidityUnits = Map.copyOf(tokenValidityUnits);
    }

    Duration ofAccessToken() {
        return validity(accessTokenValidity, "AccessToken");
    }

    Duration ofIdToken() {
        return validity(idTokenValidity, "IdToken");
    }

    private Duration validity(Integer validity, String token) {
        if (validity == null) {
            return Duration.ofHours(1);
        }
        return switch (tokenValidityUnits.getOrDefault(token, "hours")) {
            case "seconds" -> Duration.ofSeconds(validity);
            case "minutes" -> Duration.ofMinutes(validity);
            case "days" -> Duration.ofDays(validity);
            default -> Duration.ofHours(validity);
        };
    }
}
