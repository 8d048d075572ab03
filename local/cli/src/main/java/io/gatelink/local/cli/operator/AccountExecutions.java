package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatelink.local.cli.console.ChangeLog;
import io.gatelink.local.cli.console.Revisions;
import io.gatelink.local.core.Json;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;

/** The executions of a stack's workflows: those that run, and of the others a page more whenever it is asked for. */
final class AccountExecutions {

    /** How many a page of older ones has, and a page that has just begun. */
    static final int PAGE = 100;

    /** As many as AWS gives at once. */
    private static final int MOST_LISTED = 1000;

    /**
     * Each is a call or two, at each look. All callers of an account together may call DescribeExecution 15 times a
     * second, and GetExecutionHistory 20 times.
     */
    private static final int MOST_READ_AT_ONCE = 10;

    /** These are read at each look. */
    private static final int MOST_OPENED = 3;

    /** Numbers tell executions apart that begin within one millisecond. */
    private static final long PER_MILLISECOND = 1000;

    private final Aws aws;
    private final List<Machine> machines;
    private final Map<String, AccountExecution> byArn = new HashMap<>();
    private final TreeMap<Long, AccountExecution> byNumber = new TreeMap<>();
    private final Deque<AccountExecution> opened = new ArrayDeque<>();
    private final ChangeLog<AccountExecution> changeLog;
    private long looks;

    /** A state machine, and how far back its executions are known. */
    private static final class Machine {

        private final String arn;
        private final String workflow;
        private String older;
        private long oldest = Long.MAX_VALUE;
        private boolean listed;

        private Machine(String arn, String workflow) {
            this.arn = arn;
            this.workflow = workflow;
        }

        /** All that began from here on are known. */
        private long horizon() {
            return older == null ? 0 : oldest;
        }
    }

    /** @param workflows the state machines' ARNs, by the workflows' names */
    AccountExecutions(Aws aws, Map<String, String> workflows, Revisions revisions) {
        this.aws = aws;
        this.machines = workflows.entrySet().stream()
                .map(one -> new Machine(one.getValue(), one.getKey()))
                .toList();
        this.changeLog = new ChangeLog<>(revisions);
    }

    /** Lists the newest ones. */
    void list() {
        for (Machine machine : machines) {
            var answer = aws.stepFunctions().listExecutions(request -> request.stateMachineArn(machine.arn)
                    .maxResults(PAGE));
            answer.executions().forEach(item -> note(machine, item));
            if (!machine.listed) {
                machine.listed = true;
                reachedBack(machine, answer.executions(), answer.nextToken());
            }
        }
    }

    private static void reachedBack(Machine machine, List<ExecutionListItem> items, String next) {
        machine.older = next;
        items.forEach(item ->
                machine.oldest = Math.min(machine.oldest, item.startDate().toEpochMilli() * PER_MILLISECOND));
    }

    /**
     * Looks at those that run, and at how those ended that ran before. Those of the first workflow come at any time;
     * what begins of another one is seen when it is listed.
     */
    void follow() {
        looks++;
        for (Machine machine : machines) {
            if (machine == machines.get(0) || of(machine).anyMatch(AccountExecution::isRunning)) {
                listRunning(machine);
            }
        }
        due(AccountExecution::isRunning).forEach(this::update);
        due(one -> !one.isDescribed()).forEach(this::update);
    }

    private void listRunning(Machine machine) {
        Set<String> running = new HashSet<>();
        aws.stepFunctions()
                .listExecutionsPaginator(request -> request.stateMachineArn(machine.arn)
                        .statusFilter(ExecutionStatus.RUNNING)
                        .maxResults(MOST_LISTED))
                .executions()
                .forEach(item -> {
                    note(machine, item);
                    running.add(item.executionArn());
                });
        of(machine)
                .filter(one -> one.isRunning() && !running.contains(one.facts().arn()))
                .forEach(AccountExecution::ended);
    }

    private Stream<AccountExecution> of(Machine machine) {
        return byNumber.values().stream().filter(one -> one.stateMachineArn().equals(machine.arn));
    }

    /** Those to read now: first what is open in a page, then what was read longest ago, the newest first. */
    private List<AccountExecution> due(Predicate<AccountExecution> wanted) {
        return byNumber.descendingMap().values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing((AccountExecution one) -> !opened.contains(one))
                        .thenComparingLong(AccountExecution::readAt))
                .limit(MOST_READ_AT_ONCE)
                .toList();
    }

    private void update(AccountExecution one) {
        one.readAt(looks);
        boolean fresh = !one.isDescribed();
        if (fresh) {
            one.describe(aws);
        }
        if (one.isRunning() || one.isFollowed()) {
            fresh |= one.follow(aws);
        }
        if (fresh) {
            changeLog.changed(one);
        }
    }

    private void note(Machine machine, ExecutionListItem item) {
        AccountExecution known = byArn.get(item.executionArn());
        if (known == null) {
            add(machine, item);
        } else if (known.isRunning() && item.status() != ExecutionStatus.RUNNING) {
            known.ended();
        }
    }

    private AccountExecution add(Machine machine, ExecutionListItem item) {
        long number = item.startDate().toEpochMilli() * PER_MILLISECOND;
        while (byNumber.containsKey(number)) {
            number++;
        }
        var fresh = new AccountExecution(number, machine.workflow, item);
        byArn.put(item.executionArn(), fresh);
        byNumber.put(number, fresh);
        changeLog.changed(fresh);
        return fresh;
    }

    /** One of them with its history; empty if it is none of these workflows'. */
    Optional<AccountExecution> find(String arn) {
        Optional<AccountExecution> found = Optional.ofNullable(byArn.get(arn)).or(() -> ask(arn));
        found.ifPresent(one -> {
            opened.remove(one);
            opened.addFirst(one);
            if (opened.size() > MOST_OPENED) {
                opened.removeLast();
            }
            boolean fresh = !one.isDescribed();
            if (fresh) {
                one.describe(aws);
            }
            if (!one.isFollowed() && one.follow(aws) || fresh) {
                changeLog.changed(one);
            }
        });
        return found;
    }

    /** One that was not listed yet. */
    private Optional<AccountExecution> ask(String arn) {
        try {
            var answer = aws.stepFunctions().describeExecution(request -> request.executionArn(arn));
            return machines.stream()
                    .filter(machine -> machine.arn.equals(answer.stateMachineArn()))
                    .findFirst()
                    .map(machine -> add(
                            machine,
                            ExecutionListItem.builder()
                                    .executionArn(arn)
                                    .name(answer.name())
                                    .stateMachineArn(machine.arn)
                                    .status(answer.status())
                                    .startDate(answer.startDate())
                                    .stopDate(answer.stopDate())
                                    .build()));
        } catch (ExecutionDoesNotExistException | InvalidArnException e) {
            return Optional.empty();
        }
    }

    /** Rows of those that changed; from the beginning, of those that run and of the newest. */
    ArrayNode since(long revision) {
        if (revision > 0) {
            return rows(changeLog.since(revision).stream());
        }
        long from = from();
        return rows(byNumber.descendingMap().values().stream().filter(one -> one.isRunning() || one.number() >= from));
    }

    /** All from this number on are told from the beginning; 0 if there are none. */
    long from() {
        return known(Long.MAX_VALUE).stream()
                .limit(PAGE)
                .mapToLong(AccountExecution::number)
                .min()
                .orElse(0);
    }

    /** Rows of those before a number, newest first. */
    ArrayNode before(long number) {
        while (known(number).size() < PAGE) {
            Optional<Machine> nearest = machines.stream()
                    .filter(machine -> machine.older != null)
                    .max(Comparator.comparingLong(Machine::horizon));
            if (nearest.isEmpty()) {
                break;
            }
            Machine machine = nearest.get();
            var answer = aws.stepFunctions().listExecutions(request -> request.stateMachineArn(machine.arn)
                    .maxResults(PAGE)
                    .nextToken(machine.older));
            answer.executions().forEach(item -> note(machine, item));
            reachedBack(machine, answer.executions(), answer.nextToken());
        }
        return rows(known(number).stream().limit(PAGE));
    }

    private List<AccountExecution> known(long before) {
        long horizon = horizon();
        return byNumber.headMap(before, false).descendingMap().values().stream()
                .filter(one -> one.number() >= horizon)
                .toList();
    }

    private long horizon() {
        return machines.stream().mapToLong(Machine::horizon).max().orElse(0);
    }

    /** How many are known. */
    int count() {
        return byArn.size();
    }

    /** Whether there are older ones that were not listed yet. */
    boolean hasOlder() {
        return machines.stream().anyMatch(machine -> machine.older != null);
    }

    /** Rows of those that are about a load balancer, newest first, at most so many. */
    ArrayNode about(String loadBalancerArn, String name, int most) {
        return rows(byNumber.descendingMap().values().stream()
                .filter(one -> one.facts().loadBalancerArn().equals(loadBalancerArn)
                        || one.facts().input().path("loadBalancerName").asText().equals(name))
                .limit(most));
    }

    private static ArrayNode rows(Stream<AccountExecution> shown) {
        ArrayNode rows = Json.array();
        shown.forEach(one -> rows.add(one.row()));
        return rows;
    }
}
