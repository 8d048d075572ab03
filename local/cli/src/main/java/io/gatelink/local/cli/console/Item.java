package io.gatelink.local.cli.console;

import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import java.util.Optional;

/** An item of the table of publications; {@code docs/reference.md} lists its attributes. */
public record Item(M attributes) {

    /** Of a load balancer that the table does not have. */
    public static final Item NONE = new Item(M.EMPTY);

    /** A string or a number; nothing if it has no such attribute. */
    public Optional<String> text(String name) {
        return text(attributes, name);
    }

    /** Of what is served, whatever the execution at work is making. */
    public Optional<String> served(String name) {
        return attributes.get("published") instanceof M published
                ? text(published, name).or(() -> text(name))
                : text(name);
    }

    private static Optional<String> text(M map, String name) {
        AttributeValue value = map.get(name);
        return value instanceof AttributeValue.S text
                ? Optional.of(text.value())
                : value instanceof AttributeValue.N number
                        ? Optional.of(number.value().toPlainString())
                        : Optional.empty();
    }

    /** Whether callers are served, however the last execution ended. */
    public boolean isServed() {
        return attributes.get("published") != null;
    }

    /** {@code RUNNING}, or how the last execution ended; {@code UNPUBLISHED} without an item. */
    public String state() {
        return text("holder").isPresent() ? "RUNNING" : text("outcome").orElse("UNPUBLISHED");
    }

    /** Since when it is in its {@link #state}, as far as the item tells. */
    public Optional<String> since() {
        return text("holder").isPresent() ? text("heldSince") : text("publishedAt");
    }

    /** The VPC link, whichever version it is of. */
    public Optional<String> link() {
        return text("sharedVpcLink").or(() -> text("vpcLink"));
    }

    /** {@code V1} or {@code V2}. */
    public String linkVersion() {
        return text("sharedVpcLink").isPresent() ? "V2" : "V1";
    }
}
