package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.wanted.Wanted;
import java.util.List;

/** What a deployment freezes, of what a load balancer and the stack ask for. */
public record DeployedSettings(Wanted wanted, ApiSettings api) {

    /** To be changed with what is made of the same settings, so that every API is deployed anew. */
    private static final String LAYOUT = "4";

    /** A hash that differs if anything is to be deployed anew: SHA-256, in hexadecimal. */
    public String hash() {
        return Text.sha256(TaskJson.text(List.of(
                LAYOUT,
                wanted.authorization(),
                wanted.uri(),
                wanted.timeoutMillis(),
                wanted.integration(),
                api.resourcePolicy(),
                api.securityPolicy())));
    }

    /** The description of a deployment: deployments have no tags. */
    public String description() {
        return "Gatelink: " + hash();
    }
}
