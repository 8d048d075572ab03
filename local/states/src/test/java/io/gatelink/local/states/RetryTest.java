package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final String DEFINITION = """
            {"QueryLanguage": "JSONata", "StartAt": "Check", "States": {"Check": {"Type": "Task", "End": true,
              "Resource": "arn:aws:states:::lambda:invoke", "Retry": [%s]}}}""";

    @Test
    void withoutJitterEachRetryComesExactlyWhenItShould() {
        var fixture = run(42, """
                {"ErrorEquals": ["Pending"], "IntervalSeconds": 15, "BackoffRate": 1.5, "MaxDelaySeconds": 40, "MaxAttempts": 4}""");
        assertThat(fixture.calledAt)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(15_000),
                        Duration.ofMillis(37_500),
                        Duration.ofMillis(71_250),
                        Duration.ofMillis(111_250));
        assertThat(fixture.retries)
                .containsExactly(
                        "Check #1 in PT15S after Pending", "Check #2 in PT22.5S after Pending",
                        "Check #3 in PT33.75S after Pending", "Check #4 in PT40S after Pending");
    }

    @Test
    void withFullJitterEachWaitIsBetweenNothingAndWhatItWouldBe() {
        var fixture = run(42, """
                {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "BackoffRate": 2, "MaxDelaySeconds": 30,
                 "MaxAttempts": 50, "JitterStrategy": "FULL"}""");
        List<Duration> at = fixture.calledAt;
        assertThat(at).hasSize(51);
        double sum = 0;
        for (int i = 1; i < at.size(); i++) {
            double waited = at.get(i).minus(at.get(i - 1)).toMillis() / 1000.0;
            assertThat(waited).isBetween(0.0, Math.min(30.0, 10 * Math.pow(2, i - 1)));
            sum += waited;
        }
        assertThat(sum / 50).isBetween(10.0, 20.0);
    }

    @Test
    void theSeedDecidesTheJitter() {
        String retrier = "{\"ErrorEquals\": [\"States.ALL\"], \"JitterStrategy\": \"FULL\"}";
        assertThat(run(1, retrier).calledAt).isEqualTo(run(1, retrier).calledAt);
        assertThat(run(1, retrier).calledAt).isNotEqualTo(run(2, retrier).calledAt);
    }

    @Test
    void waitsThatGrowWithoutLimitStayFinite() {
        var fixture = run(42, """
                {"ErrorEquals": ["States.ALL"], "BackoffRate": 1e300, "MaxAttempts": 3}""");
        assertThat(fixture.calledAt).last().isEqualTo(Duration.ofSeconds(1 + 2 * 99_999_999L));
    }

    private static StatesFixture run(long seed, String retrier) {
        var fixture = new StatesFixture(seed);
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"Pending\"}]");
        fixture.run(DEFINITION.formatted(retrier), "{}");
        return fixture;
    }
}
