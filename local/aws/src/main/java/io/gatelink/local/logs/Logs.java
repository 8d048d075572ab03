package io.gatelink.local.logs;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * CloudWatch Logs: the log groups of the stacks, and those that functions make by logging. Of each, only the latest
 * events are kept. Used exclusively.
 */
public final class Logs {

    private final Account account;
    private final Map<String, LogGroup> groups = new TreeMap<>();
    private long count;

    public Logs(Account account) {
        this.account = Objects.requireNonNull(account, "account");
    }

    /** Makes the log groups of the stacks that are deployed; those that were taken out of them go. */
    public void deploy(List<Stack.LogGroup> before, List<Stack.LogGroup> after) {
        before.stream()
                .map(Stack.LogGroup::name)
                .filter(name -> after.stream().noneMatch(kept -> kept.name().equals(name)))
                .forEach(groups::remove);
        after.forEach(group -> groups.computeIfAbsent(
                        group.name(),
                        name -> new LogGroup(
                                name, group.arn(), account.loop().instant(), group.key(), group.retentionDays()))
                .configure(group.key(), group.retentionDays()));
    }

    /** Writes a line. A group that is not there is made, as Lambda makes those of its functions. */
    public void put(String group, String stream, String message) {
        if (message.isEmpty()) {
            return;
        }
        Instant now = Instant.ofEpochMilli(account.loop().instant().toEpochMilli());
        groups.computeIfAbsent(
                        group,
                        name -> new LogGroup(
                                name,
                                account.arn("logs", "log-group:" + name),
                                now,
                                Optional.empty(),
                                Optional.empty()))
                .add(new LogEvent(++count, stream, now, message));
    }

    /** Whether there is such a group. */
    public boolean exists(String name) {
        return groups.containsKey(name);
    }

    /** All groups, by name. */
    public List<LogGroup> describeLogGroups() {
        return List.copyOf(groups.values());
    }

    /**
     * The events of a group that are kept, in order.
     *
     * @param wanted which of them
     * @throws AwsException ResourceNotFoundException
     */
    public List<LogEvent> filterLogEvents(String group, Predicate<LogEvent> wanted) {
        return group(group).events(account.loop().instant()).stream()
                .filter(wanted)
                .toList();
    }

    /**
     * The events of a stream that are kept, in order.
     *
     * @throws AwsException ResourceNotFoundException
     */
    public List<LogEvent> getLogEvents(String group, String stream) {
        if (group(group).streams().stream().noneMatch(each -> each.name().equals(stream))) {
            throw new AwsException("ResourceNotFoundException", 400, "The specified log stream does not exist.");
        }
        return filterLogEvents(group, event -> event.stream().equals(stream));
    }

    /**
     * A group by its name.
     *
     * @throws AwsException ResourceNotFoundException
     */
    LogGroup group(String name) {
        LogGroup group = groups.get(name);
        if (group == null) {
            throw new AwsException("ResourceNotFoundException", 400, "The specified log group does not exist.");
        }
        return group;
    }
}
