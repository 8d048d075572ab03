package io.gatelink.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Tells programs that wait for the local AWS that it is up, and what it is. */
final class Health {

    private static final String PATH = "/_gatelink/health";
    private static final String JSON = "application/json";

    private Health() {}

    /** @param services their names */
    static Optional<Response> answer(Request request, Account account, Collection<String> services) {
        if (!request.path().equals(PATH)) {
            return Optional.empty();
        }
        if (!request.method().equals("GET")) {
            return Optional.of(Response.json(405, JSON, Json.object().put("message", PATH + " takes GET only.")));
        }
        String version = Health.class.getPackage().getImplementationVersion();
        ObjectNode health = Json.object()
                .put("version", version == null ? "unpackaged" : version)
                .put("java", System.getProperty("java.version"))
                .put("account", account.id())
                .put("region", account.region());
        ObjectNode names = health.putObject("services");
        new TreeSet<>(services).forEach(name -> names.put(name, "available"));
        return Optional.of(Response.json(200, JSON, health));
    }
}
