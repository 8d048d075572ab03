package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Terminal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table of publications; {@code docs/reference.md} lists its attributes.
 *
 * @param attributes by name
 */
record Publication(Map<String, AttributeValue> attributes) {

    /** The key. */
    static final String LOAD_BALANCER_ARN = "loadBalancerArn";

    String arn() {
        return text(LOAD_BALANCER_ARN).orElse("");
    }

    /** The load balancer's name. */
    String name() {
        return LoadBalancers.name(arn());
    }

    /** What an operator wants to know first: {@code RUNNING}, or how the last execution ended. */
    String state() {
        return holder().isPresent() ? "RUNNING" : text("outcome").orElse("-");
    }

    /** The execution that is at work. */
    Optional<String> holder() {
        return text("holder");
    }

    Optional<String> lastExecution() {
        return text("lastExecution");
    }

    Optional<String> invokeUrl() {
        return published("invokeUrl");
    }

    /** The VPC link that requests go through: the VPC's, or the load balancer's own. */
    Optional<String> vpcLink() {
        return text("sharedVpcLink").or(() -> id("vpcLink"));
    }

    /** The id of a part; while it is being created, that. */
    Optional<String> id(String part) {
        return text(part).map(id -> id.startsWith("creating@") ? "creating" : id);
    }

    String authorization() {
        return published("authorization").orElse("");
    }

    /** {@link #state}, as a terminal shows it. */
    String painted(Terminal terminal) {
        String state = state();
        return switch (state) {
            case "PUBLISHED" -> terminal.green(state);
            case "FAILED" -> terminal.red(state);
            case "RUNNING" -> terminal.cyan(state);
            default -> state;
        };
    }

    /** Since when it is in its {@link #state}, as far as the item tells. */
    Optional<Instant> since() {
        return switch (state()) {
            case "RUNNING" -> time("heldSince");
            case "PUBLISHED" -> time("publishedAt");
            default -> Optional.empty();
        };
    }

    /** Whether callers are served, however the last execution ended. */
    boolean isServed() {
        return attributes.containsKey("published");
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    Optional<Instant> time(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    long number(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** The command that prints the key that callers need; empty if there is none. */
    String readKey() {
        return text("apiKey")
                .map(id ->
                        "aws apigateway get-api-key --api-key " + id + " --include-value --query value --output text")
                .orElse("");
    }

    /** What is said of the publication that is served, while another execution is at work, too. */
    private Optional<String> published(String name) {
        return text(name).or(() -> Optional.ofNullable(attributes.get("published"))
                .map(map -> map.m().get(name))
                .map(AttributeValue::s));
    }
}
