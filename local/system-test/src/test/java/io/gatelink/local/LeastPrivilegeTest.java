package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.Scenarios.Scenario;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.policy.PolicyEvaluator.Grant;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.states.Execution;
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
 * Every statement of the template's policies is needed: by some call of some of the {@link Scenarios} that nothing else
 * in the policies would have allowed. And without any one of them, a scenario that needs it ends otherwise.
 */
class LeastPrivilegeTest {

    private static final Map<Map<String, String>, PreparedStack> IMAGES = new LinkedHashMap<>();
    private static final Map<Scenario, String> OUTCOMES = new LinkedHashMap<>();
    private static final Map<Scenario, Set<Need>> NEEDED = new LinkedHashMap<>();

    /** A statement of a policy, and who needs it. */
    private record Need(String holder, PolicyStatement statement) {}

    @BeforeAll
    static void tellAllScenarios() {
        for (Scenario scenario : Scenarios.all()) {
            try (var life = Life.from(image(scenario), scenario.faults())) {
                OUTCOMES.put(scenario, outcome(life, scenario));
                NEEDED.put(scenario, needed(life.simulation.aws));
            }
        }
    }

    /** Managed policies give a statement to several functions: it is enough that one of them needs it. */
    @Test
    void noStatementIsThereThatNoScenarioNeeds() {
        var statements = new LinkedHashSet<PolicyStatement>();
        IMAGES.values().forEach(image -> Policies.of(image.stack()).values().forEach(statements::addAll));
        NEEDED.values().forEach(needs -> needs.forEach(need -> statements.remove(need.statement())));
        statements.removeIf(statement -> statement.effect().equals("Deny"));

        assertThat(statements).extracting(PolicyStatement::toString).isEmpty();
    }

    /** Each of them by a scenario that needs it; what is refused then must show in how that ends. */
    @TestFactory
    Stream<DynamicTest> withoutAnyOneStatementAScenarioEndsOtherwise() {
        var statements = new LinkedHashMap<PolicyStatement, DynamicTest>();
        NEEDED.forEach((scenario, needs) -> needs.forEach(need -> statements.computeIfAbsent(
                need.statement(),
                absent -> DynamicTest.dynamicTest(
                        need.toString(), () -> assertThat(scenariosThatEndOtherwiseWithout(need))
                                .as(need.toString())
                                .isNotEmpty()))));
        return statements.values().stream();
    }

    private static List<String> scenariosThatEndOtherwiseWithout(Need need) {
        for (Map.Entry<Scenario, Set<Need>> candidate : NEEDED.entrySet()) {
            if (candidate.getValue().stream().anyMatch(need::equals)
                    && !OUTCOMES.get(candidate.getKey()).equals(outcomeWithout(need, candidate.getKey()))) {
                return List.of(candidate.getKey().name());
            }
        }
        return List.of();
    }

    private static String outcomeWithout(Need need, Scenario scenario) {
        PreparedStack image = image(scenario);
        try (var life = Life.from(
                image.with(Policies.without(image.stack(), need.holder(), need.statement())), scenario.faults())) {
            return outcome(life, scenario);
        } catch (InvalidDocumentException e) {
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
            outcome.add(execution.name() + " " + execution.status() + " "
                    + execution.cause().orElse("") + " "
                    + execution.output().map(output -> output.path("outcome")).orElse(null));
        }
        outcome.add(life.simulation.items().toString());
        outcome.add("links " + life.simulation.links() + ", shared ones " + life.simulation.sharedLinks() + ", APIs "
                + life.simulation.apis());
        var gateway = life.simulation.aws.apiGateway();
        outcome.add(
                "keys " + gateway.apiKeys().getApiKeys(null, null, null, 500).items() + ", plans "
                        + gateway.usagePlans().getUsagePlans(null, null, 500).items());
        if (scenario.parameters().containsKey("DomainName")) {
            outcome.add("paths "
                    + gateway.basePathMappings()
                            .getBasePathMappings(Life.DOMAIN, null, null, 500)
                            .items());
        }
        outcome.add("announced " + life.simulation.announcements + ", told " + life.simulation.messages);
        outcome.add("given up " + life.simulation.droppedEvents + ", dead letters "
                + life.simulation.aws.stack().queues().stream()
                        .map(queue -> life.simulation
                                .aws
                                .eventBus()
                                .deadLetters()
                                .in(queue.arn())
                                .size())
                        .toList());
        return String.join("\n", outcome);
    }

    private static PreparedStack image(Scenario scenario) {
        return IMAGES.computeIfAbsent(scenario.parameters(), parameters -> {
            try {
                var all = new LinkedHashMap<>(parameters);
                all.put("SmokeTestWaitMinutes", "1");
                return PreparedStack.of(Simulation.HOME, all, LeanClients::install);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Set<Need> needed(LocalAws aws) {
        var needed = new LinkedHashSet<Need>();
        for (String holder : Policies.of(aws.stack()).keySet()) {
            List<PolicyStatement> statements = Policies.counted(aws.stack(), holder);
            List<PolicyStatement> ours = Policies.of(aws.stack()).get(holder);
            for (Grant grant :
                    aws.accessControl().use().needed(Policies.owner(aws.stack(), holder, aws.accessControl()))) {
                PolicyStatement statement = statements.get(grant.statement());
                if (ours.contains(statement)) {
                    needed.add(new Need(holder, statement));
                }
            }
        }
        return needed;
    }
}
