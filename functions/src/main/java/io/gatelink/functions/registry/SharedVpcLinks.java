package io.gatelink.functions.registry;

import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.GatelinkException;
import io.gatelink.functions.lambda.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which VPC links of version 2 there are, in items of the coordination table: one for each name that {@link
 * io.gatelink.functions.wanted.Network} gives a link. Load balancers share a link, so it is nothing that a lease is
 * for: conditional writes see to it that executions at the same time make one.
 */
public record SharedVpcLinks(Table table, InstantSource clock) {

    private static final String PREFIX = "vpcLink#";
    private static final String ID = "vpcLink";
    private static final String CREATED_AT = "createdAt";
    private static final String USED_AT = "usedAt";
    private static final String FAILED = "failed";
    private static final String FAILURE = "failure";

    /**
     * A link.
     *
     * @param key    of its item
     * @param id     API Gateway's
     * @param usedAt when an execution last asked for it, or reconciliation last saw that a publication goes through it
     */
    public record Entry(String key, String id, Instant usedAt) {}

    /**
     * The id of a link: the recorded one, or one that is found, or that of a new one. The intent is written before the
     * call that creates and the id after it, so that what a lost answer made is found by its tags.
     *
     * @param find   lists the ids of ours of a name by their tags
     * @param create makes one
     * @throws AwsUnavailableException if another execution is at work on it
     */
    public String obtain(String name, Function<String, List<String>> find, Supplier<String> create) {
        String key = PREFIX + name;
        Instant now = clock.instant();
        Map<String, AttributeValue> seen = table.find(key).orElse(Map.of());
        Optional<String> there = Optional.ofNullable(seen.get(ID)).map(AttributeValue::s);
        if (there.filter(id -> !id.startsWith(Publication.CREATING)).isPresent()) {
            write(key, name, new Change().set(USED_AT, now.toString()).ifSame(ID, seen));
            return there.get();
        }
        if (there.flatMap(id -> Text.instant(id.substring(Publication.CREATING.length())))
                .filter(since -> now.isBefore(since.plus(Step.OVERLAP)))
                .isPresent()) {
            throw changing(name);
        }
        String intent = Publication.CREATING + now;
        write(key, name, new Change().set(ID, intent).ifSame(ID, seen));
        String id = find.apply(name).stream().findFirst().orElseGet(() -> create(key, intent, create));
        Instant createdAt = clock.instant();
        write(
                key,
                name,
                new Change()
                        .set(ID, id)
                        .set(CREATED_AT, createdAt.toString())
                        .set(USED_AT, createdAt.toString())
                        .ifIs(ID, intent));
        return id;
    }

    private String create(String key, String intent, Supplier<String> create) {
        try {
            return create.get();
        } catch (AwsServiceException | GatelinkException e) {
            if (!(e instanceof AwsServiceException answer) || answer.statusCode() < 500) {
                table.isWritten(key, new Change().remove(ID).ifIs(ID, intent));
            }
            throw e;
        }
    }

    private void write(String key, String name, Change change) {
        if (!table.isWritten(key, change)) {
            throw changing(name);
        }
    }

    private static AwsUnavailableException changing(String name) {
        return new AwsUnavailableException(
                "Another execution makes the VPC link of " + name + ": it is looked for again.");
    }

    /** Whether a link was created so shortly ago that it may not show yet. */
    public boolean isNew(String name, String id) {
        return table.find(PREFIX + name)
                .filter(item -> AttributeValue.fromS(id).equals(item.get(ID)))
                .flatMap(item -> Text.instant(item.get(CREATED_AT).s()))
                .filter(at -> clock.instant().isBefore(at.plus(Step.OVERLAP)))
                .isPresent();
    }

    /** Forgets a link, so that the next execution makes another one; another link of the name stays. */
    public void forget(String name, String id) {
        table.isDeleted(PREFIX + name, new Change().ifIs(ID, id));
    }

    /** Forgets a link that failed, and keeps the reason for all executions that wait for it. */
    public void fail(String name, String id, String reason) {
        table.isWritten(
                PREFIX + name,
                new Change().remove(ID).set(FAILED, id).set(FAILURE, reason).ifIs(ID, id));
    }

    /** Why a link failed; nothing if it did not, or if another one of the name did since. */
    public Optional<String> failure(String name, String id) {
        return table.find(PREFIX + name)
                .filter(item -> AttributeValue.fromS(id).equals(item.get(FAILED)))
                .map(item -> item.get(FAILURE).s());
    }

    /** All that are recorded. */
    public List<Entry> all() {
        return table.all()
                .filter(item -> item.get("id").s().startsWith(PREFIX))
                .filter(item -> item.containsKey(ID) && !item.get(ID).s().startsWith(Publication.CREATING))
                .map(item -> new Entry(
                        item.get("id").s(),
                        item.get(ID).s(),
                        Instant.parse(item.get(USED_AT).s())))
                .toList();
    }

    /**
     * Records a link that no item names, as after the table was lost; a second one of a name has an item of its own.
     */
    public void record(String name, String id) {
        String now = clock.instant().toString();
        for (String key : List.of(PREFIX + name, PREFIX + name + "#" + id)) {
            Change change = new Change()
                    .set(ID, id)
                    .set(CREATED_AT, now)
                    .set(USED_AT, now)
                    .ifAbsent(ID);
            if (table.isWritten(key, change)) {
                return;
            }
        }
    }

    /** Records that a link is used; if an execution has asked for it since it was read, that is recorded already. */
    public void use(Entry entry) {
        table.isWritten(
                entry.key(), unchanged(entry).set(USED_AT, clock.instant().toString()));
    }

    /**
     * Deletes a link that has not been used for so long, and forgets it. Meanwhile no execution takes it: the item
     * says what it says while one is made.
     *
     * @param delete deletes the link, or leaves it and says why
     * @return whether it was unused for so long; it was not if an execution has asked for it since it was read
     */
    public boolean isDeleted(Entry entry, Duration unused, Runnable delete) {
        String intent = Publication.CREATING + clock.instant();
        if (clock.instant().isBefore(entry.usedAt().plus(unused))
                || !table.isWritten(entry.key(), unchanged(entry).set(ID, intent))) {
            return false;
        }
        delete.run();
        return table.isDeleted(entry.key(), new Change().ifIs(ID, intent));
    }

    private static Change unchanged(Entry entry) {
        return new Change().ifIs(ID, entry.id()).ifIs(USED_AT, entry.usedAt().toString());
    }
}
