package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** An embedded AWS with Gatelink, whose waits are fast-forwarded, and its console's source. */
final class Scene implements AutoCloseable {

    static final Path HOME = Path.of(System.getProperty("gatelink.home"));

    final LocalAws aws;
    final EmbeddedSource source;

    Scene() {
        var observer = new ConsoleObserver();
        try {
            aws = LocalAws.start(Configuration.fastForward(HOME), Observer.of(observer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        source = new EmbeddedSource(aws, observer, HOME, "run-1");
    }

    /** Delivers a sample event, and lets happen what comes of it. */
    ObjectNode deliver(String file) {
        ObjectNode answer = source.perform("deliver", Json.object().put("file", file));
        aws.loop().runUntilIdle();
        return answer;
    }

    ObjectNode perform(String action, String arguments) {
        return source.perform(action, (ObjectNode) Json.parse(arguments.replace('\'', '"')));
    }

    JsonNode balancers() {
        return source.changes(0).path("loadBalancers");
    }

    ObjectNode balancer(String name) {
        return source.loadBalancer(arn(name)).orElseThrow();
    }

    String arn(String name) {
        return StreamSupport.stream(balancers().spliterator(), false)
                .filter(row -> row.path("name").asText().equals(name))
                .map(row -> row.path("arn").asText())
                .findFirst()
                .orElseThrow();
    }

    static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path(field).asText())
                .toList();
    }

    static Map<String, String> byName(JsonNode list, String key, String value) {
        var map = new LinkedHashMap<String, String>();
        list.forEach(one -> map.put(one.path(key).asText(), one.path(value).asText()));
        return map;
    }

    @Override
    public void close() {
        source.close();
        aws.close();
    }
}
