package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.iam.Permission;
import io.gatelink.local.iam.PolicyEvaluator;
import io.gatelink.local.iam.PolicyEvaluator.Grant;
import io.gatelink.local.iam.PolicyEvaluator.Outcome;
import io.gatelink.local.template.InvalidTemplateException;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Stack.PolicyStatement;
import io.gatelink.local.template.Stack.ResourceStatement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every right that the template grants is needed: by some call of some of the {@link Scenarios} that nothing else in the
 * policies would have allowed (or, for a denial, that nothing else would have refused). And without any one statement, a
 * scenario that needs it ends otherwise.
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
            Scenario.Told told = scenario.in(image(scenario));
            OUTCOMES.put(scenario, told.outcome());
            NEEDED.put(scenario, needed(told.simulation().aws));
        }
    }

    @Test
    void noRightIsGrantedThatNoScenarioNeeds() {
        assertThat(unneeded(stacks())).isEmpty();
    }

    @Test
    void aRightThatNothingNeedsWouldBeFoundInEveryPolicy() {
        var extra = new PolicyStatement("Allow", List.of("s3:GetObject"), List.of("arn:aws:s3:::a/b"), Map.of());
        Stack stack = stacks().get(0);
        for (String holder : Policies.of(stack).keySet()) {
            assertThat(unneeded(List.of(Policies.with(stack, holder, extra)))).as(holder)
                    .contains(new Right(holder, extra, "s3:GetObject", "arn:aws:s3:::a/b"));
        }
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

    /** Nothing sends unencrypted here; the policies have to refuse it all the same. */
    @Test
    void whoeverMaySendToAQueueOrTopicMaySoEncryptedOnly() {
        Stack stack = stacks().get(0);
        var policies = new LinkedHashMap<String, List<ResourceStatement>>();
        stack.queues().forEach(queue -> policies.put(queue.arn(), queue.policy()));
        stack.topics().forEach(topic -> policies.put(topic.arn(), topic.policy()));
        policies.forEach((arn, policy) -> assertThat(unencrypted(arn, policy)).as(arn).isNotEmpty()
                .allSatisfy(decision -> assertThat(decision.outcome()).isEqualTo(Outcome.EXPLICITLY_DENIED)));
    }

    private static List<String> scenariosThatEndOtherwiseWithout(Right right) {
        for (Map.Entry<Scenario, Set<Right>> candidate : NEEDED.entrySet()) {
            Scenario scenario = candidate.getKey();
            if (candidate.getValue().stream().anyMatch(need -> need.holder().equals(right.holder())
                    && need.statement().equals(right.statement()))
                    && !OUTCOMES.get(scenario).equals(outcomeWithout(right, scenario))) {
                return List.of(scenario.name());
            }
        }
        return List.of();
    }

    private static String outcomeWithout(Right right, Scenario scenario) {
        Image image = image(scenario);
        try {
            return scenario.in(image.with(Policies.without(image.stack(), right.holder(), right.statement()))).outcome();
        } catch (InvalidTemplateException e) {
            return "AWS does not take the stack: " + e.getMessage();
        } catch (IndexOutOfBoundsException | NoSuchElementException e) {
            return "The story cannot go on, for what it is about is not there: " + e;
        }
    }

    private static Image image(Scenario scenario) {
        return IMAGES.computeIfAbsent(scenario.parameters(), parameters -> {
            try {
                return Image.of(Simulation.HOME, parameters);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static List<Stack> stacks() {
        return IMAGES.values().stream().map(Image::stack).toList();
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

    private static List<Right> unneeded(List<Stack> stacks) {
        var rights = new LinkedHashSet<Right>();
        for (Stack stack : stacks) {
            Policies.of(stack).forEach((holder, statements) -> PolicyEvaluator.grants(statements).forEach(grant ->
                    rights.add(new Right(holder, statements.get(grant.statement()), grant.action(), grant.resource()))));
        }
        NEEDED.values().forEach(rights::removeAll);
        rights.removeIf(right -> right.statement().effect().equals("Deny")
                && right.statement().condition().containsKey("Bool")
                && right.statement().condition().get("Bool").containsKey("aws:SecureTransport"));
        return List.copyOf(rights);
    }

    /** What becomes of everyone who is let in, without encryption. */
    private static List<PolicyEvaluator.Decision> unencrypted(String arn, List<ResourceStatement> policy) {
        var decisions = new ArrayList<PolicyEvaluator.Decision>();
        for (ResourceStatement allowing : policy) {
            if (allowing.statement().effect().equals("Allow")) {
                var context = new LinkedHashMap<String, List<String>>();
                allowing.statement().condition().values().forEach(context::putAll);
                context.put("aws:SecureTransport", List.of("false"));
                decisions.add(PolicyEvaluator.decide(policy, principals -> principals.anyone()
                        || principals.equals(allowing.principals()),
                        new Permission(allowing.statement().actions().get(0), arn, context)));
            }
        }
        return decisions;
    }
}
