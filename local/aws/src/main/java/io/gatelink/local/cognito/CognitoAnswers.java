package io.gatelink.local.cognito;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.math.BigDecimal;
import java.time.Instant;

/** User pools, clients and users as answers show them. */
final class CognitoAnswers {

    private CognitoAnswers() {}

    static ObjectNode of(UserPool pool) {
        ObjectNode node = Json.object().put("Id", pool.id()).put("Name", pool.name());
        PasswordPolicy policy = pool.passwordPolicy();
        node.putObject("Policies")
                .putObject("PasswordPolicy")
                .put("MinimumLength", policy.minimumLength())
                .put("RequireUppercase", policy.requireUppercase())
                .put("RequireLowercase", policy.requireLowercase())
                .put("RequireNumbers", policy.requireNumbers())
                .put("RequireSymbols", policy.requireSymbols())
                .put("TemporaryPasswordValidityDays", policy.temporaryPasswordValidityDays());
        return node.put("DeletionProtection", "INACTIVE")
                .put("LastModifiedDate", seconds(pool.creationDate()))
                .put("CreationDate", seconds(pool.creationDate()))
                .put("MfaConfiguration", "OFF")
                .put("EstimatedNumberOfUsers", pool.numberOfUsers())
                .put("Arn", pool.arn());
    }

    static ObjectNode summary(UserPool pool) {
        return Json.object()
                .put("Id", pool.id())
                .put("Name", pool.name())
                .put("LastModifiedDate", seconds(pool.creationDate()))
                .put("CreationDate", seconds(pool.creationDate()));
    }

    static ObjectNode of(UserPoolClient client) {
        ObjectNode node = Json.object()
                .put("UserPoolId", client.userPoolId())
                .put("ClientName", client.clientName())
                .put("ClientId", client.clientId());
        if (client.clientSecret() != null) {
            node.put("ClientSecret", client.clientSecret());
        }
        node.put("LastModifiedDate", seconds(client.creationDate()))
                .put("CreationDate", seconds(client.creationDate()))
                .put("RefreshTokenValidity", 30);
        if (client.accessTokenValidity() != null) {
            node.put("AccessTokenValidity", client.accessTokenValidity());
        }
        if (client.idTokenValidity() != null) {
            node.put("IdTokenValidity", client.idTokenValidity());
        }
        ObjectNode units = node.putObject("TokenValidityUnits");
        client.tokenValidityUnits().forEach(units::put);
        client.explicitAuthFlows().forEach(node.putArray("ExplicitAuthFlows")::add);
        if (client.preventUserExistenceErrors() != null) {
            node.put("PreventUserExistenceErrors", client.preventUserExistenceErrors());
        }
        return node;
    }

    static ObjectNode of(User user) {
        ObjectNode node = Json.object().put("Username", user.username());
        var attributes = node.putArray("Attributes");
        user.attributes()
                .forEach((name, value) ->
                        attributes.addObject().put("Name", name).put("Value", value));
        return node.put("UserCreateDate", seconds(user.createDate()))
                .put("UserLastModifiedDate", seconds(user.lastModifiedDate()))
                .put("Enabled", true)
                .put("UserStatus", user.status());
    }

    private static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
