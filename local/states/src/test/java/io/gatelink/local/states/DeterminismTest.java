package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeterminismTest {

    private static final String DEFINITION = """
            {"QueryLanguage": "JSONata", "StartAt": "Map", "States": {
              "Map": {"Type": "Map", "MaxConcurrency": 3, "Next": "Choose", "ItemProcessor": {"StartAt": "Work", "States": {
                "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Both",
                  "Arguments": {"id": "{% $uuid() %}", "at": "{% $now() %}", "r": "{% $random() %}", "s": "{% $shuffle([1..9]) %}"},
                  "Retry": [{"ErrorEquals": ["States.ALL"], "JitterStrategy": "FULL"}]},
                "Both": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "L", "States": {"L": {"Type": "Pass", "Assign": {"z": 1, "a": 2}, "Output": "{% $merge([{'b': 1, 'a': 2}, $states.input]) %}", "End": true}}},
                  {"StartAt": "R", "States": {"R": {"Type": "Wait", "Seconds": "{% $ceil($random() * 5) %}", "End": true}}}]}}}},
              "Choose": {"Type": "Choice", "Choices": [{"Condition": "{% $random() < 0.5 %}", "Next": "Bad"}], "Default": "Good"},
              "Bad": {"Type": "Fail", "Error": "{% $uuid() %}"},
              "Good": {"Type": "Succeed"}}}""";

    @Test
    void twoRunsWithOneSeedHaveTheSameHistoryToTheByte() {
        assertThat(history(7)).isEqualTo(history(7)).hasSizeGreaterThan(10_000);
    }

    @Test
    void runsWithOtherSeedsDiffer() {
        assertThat(history(7)).isNotEqualTo(history(8));
    }

    private static String history(long seed) {
        var fixture = new StatesFixture(seed);
        fixture.script(StatesFixture.LAMBDA, """
                [{"error": "Pending"}, {"after": 0.25, "result": {"n": 1}}, {"error": "Pending"}, {"after": 0.5, "result": {"n": 2}}]""");
        Execution execution = fixture.run(DEFINITION, "[1, 2, 3, 4, 5, 6, 7]");
        assertThat(execution.closed()).isTrue();
        return StatesFixture.historyJson(execution);
    }
}
