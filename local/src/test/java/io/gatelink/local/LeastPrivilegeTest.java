package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.Scenarios.Scenario;
import io.gatelink.local.iam.PolicyEvaluator;
import io.gatelink.local.iam.PolicyEvaluator.Grant;
import io.gatelink.local.states.Execution;
import io.gatelink.local.template.InvalidTemplateException;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Stack.PolicyStatement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every right that the template grants is needed: by some call of some of the {@link Scenarios} that nothing else in the
 * policies would have allowed. And without any one statement, a scenario that needs it ends otherwise.
 */
class LeastPrivilegeTest {

    private static final Map<Map<String, String>, Image> IMAGES = new LinkedHashMap<>();
    private static final Map<Scenario, String> OUTCOMES = new LinkedHashMap<>();
    private static final Map<Scenario, Set<Right>> NEEDED = new LinkedHashMap<>();

    /** An action of a statement on one of its resources. */
    private record Right(String holder, PolicyStatement statement, String action, String resource) {

        @Override
        public String toString() {
            return holder + " " + statement.effect() + " " + action + " on " + resource
                    + (statement.condition().isEmpty() ? "" : " if " + statement.condition());
        }
    }

    @BeforeAll
    static void tellAllScenarios() {
        for (Scenario scenario : Scenarios.all()) {
            try (var life = Life.from(image(scenario))) {
                OUTCOMES.put(scenario, outcome(life, scenario));
                NEEDED.put(scenario, needed(life.simulation.aws));
            }
        }
    }

    @Test
    void noRightIsGrantedThatNoScenarioNeeds() {
        var rights = new LinkedHashSet<Right>();
        for (Image image : IMAGES.values()) {
            Policies.of(image.stack()).forEach((holder, statements) -> PolicyEvaluator.grants(statements).forEach(grant ->
                    rights.add(new Right(holder, statements.get(grant.statement()), grant.action(), grant.resource()))));
        }
        NEEDED.values().forEach(rights::removeAll);
        rights.removeIf(right -> right.statement().effect().equals("Deny"));

        assertThat(rights).extracting(Right::toString).isEmpty();
    }

    /** Each of them by a scenario that needs it; what is refused then must show in how that ends. */
    @TestFactory
    Stream<DynamicTest> withoutAnyOneStatementAScenarioEndsOtherwise() {
        var statements = new LinkedHashMap<String, DynamicTest>();
        NEEDED.forEach((scenario, rights) -> rights.forEach(right -> statements.computeIfAbsent(
                right.holder() + " " + right.statement(), absent -> DynamicTest.dynamicTest(right.toString(),
                        () -> assertThat(scenariosThatEndOtherwiseWithout(right)).as(right.toString()).isNotEmpty()))));
        return statements.values().stream();
    }

    private static List<String> scenariosThatEndOtherwiseWithout(Right right) {
        for (Map.Entry<Scenario, Set<Right>> candidate : NEEDED.entrySet()) {
            if (candidate.getValue().stream().anyMatch(need -> need.holder().equals(right.holder())
                    && need.statement().equals(right.statement()))
                    && !OUTCOMES.get(candidate.getKey()).equals(outcomeWithout(right, candidate.getKey()))) {
                return List.of(candidate.getKey().name());
            }
        }
        return List.of();
    }

    private static String outcomeWithout(Right right, Scenario scenario) {
        Image image = image(scenario);
        try (var life = Life.from(image.with(Policies.without(image.stack(), right.holder(), right.statement())))) {
            return outcome(life, scenario);
        } catch (InvalidTemplateException e) {
            return "AWS does not take the stack: " + e.getMessage();
        }
    }

    private static String outcome(Life life, Scenario scenario) {
        try {
            scenario.story().accept(life);
            life.run();
        } catch (RuntimeException | AssertionError e) {
            return "The story cannot go on, for what it is about is not there: " + e;
        }
        var outcome = new ArrayList<String>();
        for (Execution execution : life.simulation.executions()) {
            outcome.add(execution.name() + " " + execution.status() + " " + execution.cause().orElse("") + " "
                    + execution.output().map(output -> output.path("outcome")).orElse(null));
        }
        outcome.add(life.simulation.items().toString());
        outcome.add("links " + life.simulation.links() + ", APIs " + life.simulation.apis());
        outcome.add("announced " + life.simulation.announcements + ", told " + life.simulation.messages);
        outcome.add("given up " + life.simulation.droppedEvents + ", dead letters "
                + life.simulation.aws.stack().queues().stream()
                        .map(queue -> life.simulation.aws.eventBus().deadLetters().in(queue.arn()).size()).toList());
        return String.join("\n", outcome);
    }

    private static Image image(Scenario scenario) {
        return IMAGES.computeIfAbsent(scenario.parameters(), parameters -> {
            try {
                var all = new LinkedHashMap<>(parameters);
                all.put("SmokeTestWaitMinutes", "1");
                return Image.of(Simulation.HOME, all, LeanClients::install);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Set<Right> needed(LocalAws aws) {
        var needed = new LinkedHashSet<Right>();
        for (String holder : Policies.of(aws.stack()).keySet()) {
            List<PolicyStatement> statements = Policies.counted(aws.stack(), holder);
            List<PolicyStatement> ours = Policies.of(aws.stack()).get(holder);
            for (Grant grant : aws.accessControl().use().needed(
                    Policies.owner(aws.stack(), holder, aws.accessControl()))) {
                PolicyStatement statement = statements.get(grant.statement());
                if (ours.contains(statement)) {
                    needed.add(new Right(holder, statement, grant.action(), grant.resource()));
                }
            }
        }
        return needed;
    }
}
