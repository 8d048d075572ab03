package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.AccountSettings;
import io.gatelink.local.core.Json;
import java.util.List;

/** The account's settings on the wire. */
final class AccountWire {

    private final AccountSettings account;

    AccountWire(AccountSettings account) {
        this.account = account;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/account", "GetAccount", 200, call -> render(account.getAccount())),
                new Route(
                        "PATCH",
                        "/account",
                        "UpdateAccount",
                        200,
                        call -> render(account.updateAccount(call.patch()))));
    }

    /** Throttling, features and the API keys' version are those of any new account. */
    private static ObjectNode render(AccountSettings.View view) {
        ObjectNode node = Json.object();
        Render.put(node, "cloudwatchRoleArn", view.cloudwatchRoleArn());
        node.putObject("throttleSettings").put("burstLimit", 5000).put("rateLimit", 10_000.0);
        node.putArray("features").add("UsagePlans");
        return node.put("apiKeyVersion", "4");
    }
}
