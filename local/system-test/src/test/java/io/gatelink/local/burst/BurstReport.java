package io.gatelink.local.burst;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.LeanClients;
import io.gatelink.local.PreparedStack;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What came of a burst, and what of that is not as it should be. */
final class BurstReport {

    private static final Duration BETWEEN_DEPLOYMENTS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_DELETIONS = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static final double MOST_TIME = 1.2;
    private static final double MOST_ATTEMPTS = 1.2;
    private static final int MOST_CALLS_IN_WINDOW = 80;
    private static final int MOST_EVENTS = 500;

    private final List<String> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private BurstReport() {}

    /** Lets the burst happen, and then one load balancer alone, whose link takes as long as the slowest one did. */
    static BurstReport of(Path home, Burst burst) throws IOException {
        PreparedStack image = PreparedStack.of(home, burst.parameters(), LeanClients::install);
        var report = new BurstReport();
        try (var account = new BurstAccount(home, image, burst)) {
            account.run();
            report.lines.add(burst.loadBalancers() + " load balancers at once, links " + burst.linkVersion() + ", "
                    + burst.ill()
                    + " of them with an ill backend; others use " + burst.othersPercent() + " % of the quotas; seed "
                    + burst.seed());
            report.outcomes(account);
            report.time(account, home);
            report.calls(account);
            report.histories(account);
        }
        return report;
    }

    /** What it measured, for people. */
    List<String> lines() {
        return lines;
    }

    /** What is not as it should be; nothing if all is well. */
    List<String> problems() {
        return problems;
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private void outcomes(BurstAccount account) {
        Set<String> well = new TreeSet<>();
        Set<String> ill = new TreeSet<>();
        for (int i = 0; i < account.loadBalancers().size(); i++) {
            (account.burst().isIll(i) ? ill : well).add(account.loadBalancers().get(i));
        }
        Set<String> published = new TreeSet<>();
        Set<String> rolledBack = new TreeSet<>();
        Map<String, Integer> ends = new HashMap<>();
        for (Execution execution : account.executions()) {
            String end = end(execution);
            ends.merge(machine(execution) + " " + end, 1, Integer::sum);
            if (end.equals("PUBLISHED")) {
                published.add(
                        execution.output().orElseThrow().path("loadBalancerArn").asText());
            }
            if (end.equals("SmokeTestFailedException")) {
                rolledBack.add(loadBalancer(execution));
            }
            require(execution.closed(), "Execution " + execution.name() + " has not ended.");
        }
        problems.addAll(account.dropped());
        lines.add("executions: " + new TreeMap<>(ends));
        lines.add("published: " + published.size() + " of " + well.size() + "; rolled back: " + rolledBack.size()
                + " of " + ill.size());
        require(
                published.equals(well),
                "Published are " + published.size() + " load balancers, not the " + well.size()
                        + " whose backend is well.");
        require(
                rolledBack.equals(ill),
                "Rolled back are " + rolledBack.size() + " load balancers, not the " + ill.size()
                        + " whose backend is ill.");
        boolean shared = account.burst().linkVersion().equals("V2");
        int links = shared ? account.sharedLinks() : account.linked().size();
        lines.add("VPC links: " + links);
        require(!shared || links == 1, "There are " + links + " VPC links, which all were to share.");
        for (List<String> left : shared ? List.of(account.served()) : List.of(account.linked(), account.served())) {
            require(
                    left.size() == well.size() && new HashSet<>(left).equals(well),
                    "Links or APIs are left for " + left.size() + " load balancers, not for the " + well.size()
                            + " whose backend is well.");
        }
    }

    private static String machine(Execution execution) {
        String name = execution.stateMachine().name();
        return name.substring(name.lastIndexOf('-') + 1);
    }

    private static String end(Execution execution) {
        return execution
                .output()
                .map(output -> output.path("outcome").asText(""))
                .or(execution::error)
                .orElse(execution.status().name());
    }

    private static String loadBalancer(Execution execution) {
        return execution.input().path("loadBalancerArn").asText();
    }

    private void time(BurstAccount account, Path home) throws IOException {
        Burst burst = account.burst();
        if (burst.ill() < burst.loadBalancers()) {
            Duration total = ended(account, "PUBLISHED");
            Duration alone = alone(account, home, false, "PUBLISHED");
            time("published", total, alone, burst.left(BETWEEN_DEPLOYMENTS).multipliedBy(burst.loadBalancers() - 1L));
            Duration whole = alone.plus(BETWEEN_DEPLOYMENTS.multipliedBy(burst.loadBalancers() - 1L));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %.2f times the %,d s that it takes if others leave the whole quota",
                    (double) total.toMillis() / whole.toMillis(),
                    whole.toSeconds()));
        }
        if (burst.ill() > 0) {
            Duration deployed = burst.left(BETWEEN_DEPLOYMENTS).multipliedBy(burst.loadBalancers() - 1L);
            Duration deleted = burst.left(BETWEEN_DELETIONS).multipliedBy(burst.ill() - 1L);
            time(
                    "rolled back",
                    ended(account, "SmokeTestFailedException"),
                    alone(account, home, true, "SmokeTestFailedException"),
                    deployed.compareTo(deleted) > 0 ? deployed : deleted);
        }
    }

    private void time(String what, Duration total, Duration alone, Duration others) {
        Duration bound = alone.plus(others);
        double ratio = (double) total.toMillis() / bound.toMillis();
        lines.add(String.format(
                Locale.ROOT,
                "all %s after %,d s: %.2f times the least, %,d s + %,d s",
                what,
                total.toSeconds(),
                ratio,
                alone.toSeconds(),
                others.toSeconds()));
        require(
                ratio <= MOST_TIME,
                String.format(
                        Locale.ROOT,
                        "All %s takes %.2f times the least time, which is more " + "than %.1f.",
                        what,
                        ratio,
                        MOST_TIME));
    }

    private static Duration alone(BurstAccount burst, Path home, boolean ill, String end) throws IOException {
        // From one image one local AWS at most may run at a time.
        PreparedStack another = PreparedStack.of(home, burst.burst().parameters(), LeanClients::install);
        try (var account = new BurstAccount(home, another, burst.burst().alone(ill, burst.slowestLink()))) {
            account.run();
            return ended(account, end);
        }
    }

    /** When the last load balancer came to this end for the first time, since the first execution's start. */
    private static Duration ended(BurstAccount account, String end) {
        Map<String, Instant> first = new HashMap<>();
        account.executions().stream()
                .filter(execution -> end(execution).equals(end))
                .forEach(execution -> first.merge(
                        loadBalancer(execution),
                        execution.stopDate().orElseThrow(),
                        (one, other) -> one.isBefore(other) ? one : other));
        Instant start = account.executions().stream()
                .map(Execution::startDate)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return first.values().stream()
                .max(Comparator.naturalOrder())
                .map(last -> Duration.between(start, last))
                .orElse(Duration.ZERO);
    }

    private void calls(BurstAccount account) {
        Calls calls = account.calls();
        lines.add("attempts per call, of those that were refused at all:");
        calls.operations().forEach((operation, count) -> {
            if (count.made() > count.answered()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  %-40s %,7d calls %,7d answered  %.2f",
                        operation,
                        count.made(),
                        count.answered(),
                        count.attempts()));
            }
            attempts(operation, count);
        });
        for (String service : List.of("apigateway", "elasticloadbalancing", "dynamodb")) {
            Calls.Count all = calls.all(service);
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-40s %,7d calls %,7d answered  %.2f",
                    "all of " + service,
                    all.made(),
                    all.answered(),
                    all.attempts()));
        }
        attempts("all of API Gateway and Elastic Load Balancing", calls.all("apigateway", "elasticloadbalancing"));
        double each = (double) (calls.all("apigateway").answered()
                        - calls.of("apigateway GetVpcLink").answered())
                / account.burst().loadBalancers();
        lines.add(
                String.format(Locale.ROOT, "API Gateway calls for each load balancer, without GetVpcLink: %.1f", each));
        Map<String, Long> busiest = calls.mostOfApiGateway(WINDOW);
        long most = busiest.values().stream().mapToLong(Long::longValue).sum();
        lines.add("most API Gateway calls in 10 s: " + most + " " + busiest);
        require(
                most <= MOST_CALLS_IN_WINDOW,
                most + " API Gateway calls come within 10 s, which is more than " + MOST_CALLS_IN_WINDOW + ".");
    }

    private void attempts(String what, Calls.Count count) {
        require(
                count.attempts() <= MOST_ATTEMPTS,
                String.format(
                        Locale.ROOT,
                        "%s takes %.2f attempts a call, which is more than %.1f.",
                        what,
                        count.attempts(),
                        MOST_ATTEMPTS));
    }

    private void histories(BurstAccount account) {
        List<Execution> published = account.executions().stream()
                .filter(execution -> execution.status() != ExecutionStatus.SUCCEEDED
                        || !execution
                                .output()
                                .map(JsonNode::toString)
                                .orElse("")
                                .contains("JOINED"))
                .toList();
        int most = published.stream()
                .mapToInt(execution -> execution.events().size())
                .max()
                .orElse(0);
        lines.add(String.format(
                Locale.ROOT,
                "history events of an execution: %.0f, at most %d",
                published.stream()
                        .mapToInt(execution -> execution.events().size())
                        .average()
                        .orElse(0),
                most));
        require(
                most <= MOST_EVENTS,
                "An execution has " + most + " history events, which is more than " + MOST_EVENTS + ".");
    }
}
