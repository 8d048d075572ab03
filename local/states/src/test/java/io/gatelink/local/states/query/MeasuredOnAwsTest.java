package io.gatelink.local.states.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Step Functions itself answered, asked with TestState in August 2026 by the authors of floci-io/floci: their
 * JsonataEvaluatorTest, and their page on Step Functions ("JSONata functions").
 */
class MeasuredOnAwsTest {

    private static final String MEMORY =
            "Expression evaluation memory limit exceeded: Check for excessive memory usage";
    private static final String DEPTH = "Stack overflow error: Check for non-terminating recursive function. "
            + "Consider rewriting as tail-recursive";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$count($range(1,200000,1))     | 200000",
                "$count($range(1,360145,1))     | 360145",
                "$range(-1.7,2,1)               | [-1,0,1,2]",
                "$range(5,1,-1.5)               | [5,4,3,2,1]",
                "$range(1,9,9)                  | 1",
                "$range(3,3,1)                  | 3",
                "$count(null)                   | 1",
                "[1/0]                          | [\"Infinity\"]",
                "{'k': 1/0}                     | {\"k\":\"Infinity\"}",
                "-1/0                           | \"-Infinity\"",
                "1e308 * 10                     | \"Infinity\"",
                "0/0                            | \"NaN\"",
                "$partition([1,2,3,4,5], 2.9)   | [[1,2],[3,4],[5]]",
                "$partition([1,2,3])            | [[1,2,3]]",
                "$parseInteger('abc', '0')      | \"NaN\"",
                "[$parseInteger('abc', '0')]    | [\"NaN\"]",
                "$parseInteger('123', '0')      | 123",
                "$string(1e19)                  | \"10000000000000000000\"",
                "$string(-1.5e20)               | \"-150000000000000000000\"",
                "$string(999999999999999868928) | \"999999999999999900000\"",
                "$string(1e21)                  | \"1e+21\"",
                "$string(1e-7)                  | \"1e-7\"",
                "$string(1/3)                   | \"0.333333333333333\"",
                "$string({'n': 1e20})           | \"{\\\"n\\\":100000000000000000000}\"",
                "$string([1e20, 2])             | \"[100000000000000000000,2]\"",
                "$string({'a': 1}, true)        | \"{\\n  \\\"a\\\": 1\\n}\"",
                "$string(null)                  | \"null\"",
                "$string($parse('9223372036854775808')) | \"9223372036854776000\"",
                "$map([1e20, 1e21], $string)    | [\"100000000000000000000\",\"1e+21\"]",
                "$parse('1.0')                  | 1",
                "$parse('9223372036854775807')  | 9223372036854775807",
                "$parse('9223372036854775808')  | 9.223372036854776E18",
                "$states.input.amount           | 1",
                "$random(42)                    | 0.7275636800328681",
                "$random(0.9) = $random(0)      | true",
                "[1..873782] ~> $count()        | 873782",
                "$sum($map([1..200000], function($v){$v * 2})) | 40000200000",
                "$map(['{\"a\":1}', '{\"a\":2}'], $parse).a    | [1,2]",
                "$formatNumber(1234.5678, '#,##0.00')          | \"1,234.57\"",
                "$formatNumber(-1200, '#0e0;(#0e0)')           | \"(12e2)\""
            })
    void succeeds(String expression, String result) {
        assertThat(evaluate(expression).map(Json::write)).hasValue(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$sum(['a'])        | T0412: Argument 1 of function \"sum\" must be an array of \"numbers\"",
                "$abs('x')          | T0410: Argument 1 of function \"abs\" does not match function signature",
                "$parse(null)       | T0410: Argument 1 of function \"parse\" does not match function signature",
                "$range(1)          | T0410: Argument 2 of function \"range\" does not match function signature",
                "$uuid('seed')      | T0410: Argument 1 of function \"uuid\" does not match function signature",
                "1 < 'a'            | T2009: The values 1 and \"a\" either side of operator \"<\" must be of the "
                        + "same data type",
                "1 + {}             | T2002: The right side of the \"+\" operator must evaluate to a number",
                "$sqrt(-1)          | D3060: The sqrt function cannot be applied to a negative number: -1",
                "$split('a','b',-1) | D3020: Third argument of split function must evaluate to a positive number",
                "$reduce([1,2], function($a){$a}) | D3050: The second argument of reduce function must be a function "
                        + "with at least two arguments",
                "$replace('a','','b') | Second argument of replace function cannot be an empty string",
                "$partition(null,2) | T0412: Argument 1 of function \"partition\" must be an array",
                "$partition([1],-1) | D3137: Second argument must be zero or greater",
                "$parse('{}{}')     | D3137: Invalid JSON",
                "$parse('1e400')    | D3137: Invalid JSON",
                "$parse('{\"a\":1,\"a\":2}')   | D3137: Invalid JSON",
                "$formatNumber(1,'x') | D3086: The sub-picture must not contain a passive character that is preceded "
                        + "by an active character and that is followed by another active character",
                "$sum([1..900000])         | Expression evaluation memory limit exceeded: Check for excessive memory "
                        + "usage",
                "[1..900000] ~> $count()   | Expression evaluation memory limit exceeded: Check for excessive memory "
                        + "usage",
                "[1..873783] ~> $count()   | Expression evaluation memory limit exceeded: Check for excessive memory "
                        + "usage",
                "$range(1, 360146, 1)      | Expression evaluation memory limit exceeded: Check for excessive memory "
                        + "usage",
                "$range(1, 1000000000, 1)  | Expression evaluation memory limit exceeded: Check for excessive memory "
                        + "usage",
                "($f := function($x){ $f($x+1) }; $f(1)) | Expression evaluation timeout: Check for infinite loop"
            })
    void fails(String expression, String message) {
        assertThatThrownBy(() -> evaluate(expression))
                .isInstanceOf(QueryException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$range(1, 5)",
                "$range(1, 5, 0)",
                "$range(5, 1, 1)",
                "$partition([1], 0)",
                "$partition([], 2)",
                "$partition([1,2], -0.5)",
                "$hash('Hello')"
            })
    void isUndefined(String expression) {
        assertThat(evaluate(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0;0.0;0.0, D3080",
        "0.0.0, D3081",
        "0%%, D3082",
        "0\u2030\u2030, D3083",
        "0%\u2030, D3084",
        "'0,.0', D3087",
        "'0,', D3088",
        "'0,,0', D3089",
        "0#, D3090",
        "##0.0#0, D3091",
        "0e0%, D3092",
        "#0e, D3093"
    })
    void aPictureThatBreaksARuleIsRefused(String picture, String code) {
        assertThatThrownBy(() -> evaluate("$formatNumber(1, '" + picture + "')"))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith(code + ": ");
    }

    @Test
    void nestingEndsAtAHundred() {
        assertThat(evaluate("1" + "+1".repeat(99))).hasValue(Json.of(100));
        assertThat(evaluate("(".repeat(99) + "1" + ")".repeat(99))).hasValue(Json.of(1));
        assertThat(evaluate("1" + "~>$string".repeat(99))).hasValue(Json.of("1"));
        assertThat(evaluate("($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(31))"))
                .hasValue(Json.of(31));
        for (String tooDeep : new String[] {
            "1" + "+1".repeat(100),
            "1" + "+1".repeat(199),
            "(".repeat(100) + "1" + ")".repeat(100),
            "1" + "~>$string".repeat(100),
            "($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(32))"
        }) {
            assertThatThrownBy(() -> evaluate(tooDeep))
                    .isInstanceOf(QueryException.class)
                    .hasMessage(DEPTH);
        }
    }

    @Test
    void aStringHoldsTwoToTheTwentyTwo() {
        String doubled = "($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', %d)))";
        assertThat(evaluate(doubled.formatted(22))).hasValue(Json.of(4_194_304));
        assertThatThrownBy(() -> evaluate(doubled.formatted(23)))
                .isInstanceOf(QueryException.class)
                .hasMessage(MEMORY);
    }

    private static Optional<JsonNode> evaluate(String expression) {
        return Expression.parse(expression)
                .evaluate(new QueryScope(
                        Json.parse("{\"input\": {\"amount\": 1.0}}"), Map.of(), Instant.EPOCH, new Random(1)));
    }
}
