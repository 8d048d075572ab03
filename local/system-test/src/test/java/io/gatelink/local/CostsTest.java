package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the table of costs in {@code docs/deploying.md} to what the workflows really do, or makes it anew.
 *
 * @see <a href="https://aws.amazon.com/step-functions/pricing/">AWS Step Functions Pricing</a>
 */
class CostsTest {

    private static final String REGENERATE = "gatelink.regenerate";
    private static final Path FILE = Simulation.HOME.resolve("docs/deploying.md");
    private static final Pattern MADE = Pattern.compile("<!-- made by CostsTest -->\n.*?<!-- end -->", Pattern.DOTALL);

    /**
     * Dollars in us-east-1: for a state transition, and for a call of a function of 1024 MB on arm64 that takes 1 s.
     */
    private static final double TRANSITION = 0.025 / 1000;

    private static final double INVOCATION = 0.20 / 1_000_000 + 0.0000133334;
    private static final int RUNS_A_MONTH = 30 * 24 * 2;

    @Test
    void theTableOfCostsIsWhatTheWorkflowsDo() throws IOException {
        String there = Files.readString(FILE);
        String made = MADE.matcher(there).replaceFirst(Matcher.quoteReplacement(table()));
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(FILE, made);
            return;
        }
        assertThat(there)
                .as(
                        "docs/deploying.md is out of date. Make it anew, then read what has changed:%n"
                                + "  mvn -pl local/system-test -am test -Dtest=CostsTest "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -D%s=true%n",
                        REGENERATE)
                .isEqualTo(made)
                .contains("<!-- made by CostsTest -->");
    }

    private static String table() {
        var rows = new StringBuilder("""
                <!-- made by CostsTest -->
                | | state transitions | function calls | dollars |
                |---|---|---|---|
                """);
        try (var life = Life.begin(Faults.NONE, Map.of("SmokeTestWaitMinutes", "10"))) {
            String orders = life.publish("orders");
            row(rows, "publish a load balancer", life.last(), 1);
            row(rows, "publish again what is published", life.run("again", orders), 1);
            String payments = life.publish("payments", "gatelink:replaces", "orders");
            row(
                    rows,
                    "take over from another load balancer",
                    life.simulation.executions().get(2),
                    1);
            life.optOut(orders);
            life.run();
            Execution look = life.reconcile("look");
            row(rows, "one reconciliation", look, 1);
            row(rows, "a month of those, every 30 minutes", look, RUNS_A_MONTH);
            life.untag(payments, "gatelink:publish");
            life.run();
            row(rows, "withdraw it", life.last(), 1);
        }
        return rows.append("<!-- end -->").toString();
    }

    private static void row(StringBuilder rows, String what, Execution execution, int times) {
        assertThat(execution.status().name()).as(Life.shown(execution)).isEqualTo("SUCCEEDED");
        long entered = count(execution, ".*StateEntered");
        long tasks = count(execution, "TaskStateEntered");
        long calls = count(execution, "LambdaFunctionScheduled");
        long scheduled = calls + count(execution, "TaskScheduled");
        long transitions = (entered + scheduled - tasks) * times;
        rows.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.4f |%n",
                what,
                transitions,
                calls * times,
                transitions * TRANSITION + calls * times * INVOCATION));
    }

    private static long count(Execution execution, String type) {
        return execution.events().stream()
                .filter(event -> event.type().wireName().matches(type))
                .count();
    }
}
