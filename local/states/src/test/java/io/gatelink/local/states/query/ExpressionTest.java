package io.gatelink.local.states.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    @Test
    void aRegularExpressionThatTakesForeverIsGivenUp() {
        // Each x doubles the time; this many take a second or two, so that the thread ends soon after the test.
        var expression = Expression.parse("$match($states.s, /^(x+)*\\1z$/)");
        assertThatThrownBy(
                        () -> expression.evaluate(scope("{\"s\": \"" + "x".repeat(26) + "!\"}"), Duration.ofMillis(5)))
                .isInstanceOf(QueryException.class)
                .hasMessage("A regular expression was matched for more than 5 ms");
    }

    @Test
    void aRegularExpressionThatNeedsTooMuchStackFails() {
        assertThatThrownBy(() -> Expression.parse("$match($states.s, /^(x|y)*$/)")
                        .evaluate(scope("{\"s\": \"" + "x".repeat(200_000) + "\"}")))
                .isInstanceOf(QueryException.class)
                .hasMessage("Stack overflow error: Check for non-terminating recursive function. "
                        + "Consider rewriting as tail-recursive");
    }

    @Test
    void anExpressionCanBeEvaluatedAnyNumberOfTimesOnOtherData() {
        var expression = Expression.parse("$states.n + $v");
        for (int i = 0; i < 3; i++) {
            assertThat(expression.evaluate(scope("{\"n\": " + i + "}"))).hasValue(Json.of(i + 1));
        }
    }

    @Test
    void evaluatingLeavesTheDataAsItWas() {
        JsonNode states = Json.parse("{\"o\": {\"a\": 1}, \"l\": [3, 1, 2]}");
        var scope = new QueryScope(states, Map.of(), Instant.EPOCH, new Random(1));
        Expression.parse("[$states.o ~> |$|{'b': 2}, 'a'|, $sort($states.l), $append($states.l, 4)]")
                .evaluate(scope);
        assertThat(Expression.parse("$states").evaluate(scope)).hasValue(states);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$eval('1')", "(1; $eval)", "$map(['1'], $eval)", "a/b + $eval(c/d)", "\"x\" & $eval('1')"})
    void evalIsRefusedWhereverItStands(String source) {
        assertThatThrownBy(() -> Expression.parse(source))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessage("Step Functions does not allow $eval; $parse reads JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'$eval'",
                "\"\\\"$eval\"",
                "`$eval`",
                "/* $eval */ 1",
                "$match('a', /$eval\"/)",
                "$evaluate",
                "$states.a/$states.b"
            })
    void whatOnlyLooksLikeEvalIsFine(String source) {
        assertThatCode(() -> Expression.parse(source)).doesNotThrowAnyException();
    }

    private static QueryScope scope(String states) {
        return new QueryScope(Json.parse(states), Map.of("v", Json.of(1)), Instant.EPOCH, new Random(1));
    }
}
