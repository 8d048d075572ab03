package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.wanted.Wanted;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a deployment freezes, of what a load balancer and the stack ask for. */
public record DeployedSettings(Wanted wanted, ApiSettings api) {

    /** To be changed with what is made of the same settings, so that every API is deployed anew. */
    private static final String LAYOUT = "4";

    /** A hash that differs if anything is to be deployed anew: SHA-256, in hexadecimal. */
    public String hash() {
        byte[] settings = TaskJson.bytes(List.of(LAYOUT, wanted.authorization(), wanted.uri(), wanted.timeoutMillis(),
                wanted.integration(), api.resourcePolicy(), api.securityPolicy()));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(settings));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The description of a deployment: deployments have no tags. */
    public String description() {
        return "Gatelink: " + hash();
    }
}
