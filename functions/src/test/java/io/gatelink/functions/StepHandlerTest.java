package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepHandlerTest {

    private final RecordingContext context = new RecordingContext();

    private record Input(String execution, @Nullable String loadBalancerArn, String word) implements StepInput {

        Input {
            if (word.equals("refused")) {
                throw Checks.refused("word", word, "give another");
            }
        }
    }

    private record Output(String echoed, String nothing, List<Integer> numbers) {
    }

    private static final class EchoHandler extends StepHandler<Input, Output> {

        private final Function<Input, Output> work;

        EchoHandler(Function<Input, Output> work) {
            super(Input.class, Steps.CLOCK);
            this.work = work;
        }

        @Override
        Output handle(Input input, StepLog log) {
            return work.apply(input);
        }
    }

    private static final EchoHandler ECHO = new EchoHandler(input -> new Output(input.word(), null, List.of(1, 2)));

    private static EchoHandler throwing(RuntimeException exception) {
        return new EchoHandler(input -> {
            throw exception;
        });
    }

    @Test
    void outputHasItsNullFieldsToo() {
        Map<String, Object> output = Steps.run(ECHO, Steps.input("word", "\u20ac\n"), context);

        assertThat(output).containsOnlyKeys("echoed", "nothing", "numbers")
                .containsEntry("echoed", "\u20ac\n").containsEntry("nothing", null)
                .containsEntry("numbers", List.of(1, 2));
    }

    @Test
    void beginningAndEndAreLoggedAsOneJsonObjectALine() {
        Steps.run(ECHO, Steps.input("word", "secret"), context);

        assertThat(context.lines).containsExactly(
                "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"level\":\"INFO\",\"message\":\"Step started\","
                        + "\"AWSRequestId\":\"request-1\",\"step\":\"EchoHandler\",\"execution\":\"" + Steps.EXECUTION + "\","
                        + "\"loadBalancerArn\":\"" + Steps.ARN + "\"}\n",
                "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"level\":\"INFO\",\"message\":\"Step done\","
                        + "\"AWSRequestId\":\"request-1\",\"step\":\"EchoHandler\",\"execution\":\"" + Steps.EXECUTION + "\","
                        + "\"loadBalancerArn\":\"" + Steps.ARN + "\"}\n");
        assertThat(context.levels).containsExactly(LogLevel.INFO, LogLevel.INFO);
    }

    @Test
    void aFailureIsLoggedWithItsNameAndReasonAndThrown() {
        assertThatThrownBy(() -> Steps.run(throwing(new VpcLinkFailedException("a\r\nb\u2028\"}")),
                Steps.input("word", "x"), context)).isInstanceOf(VpcLinkFailedException.class);

        assertThat(context.objects().get(1)).containsEntry("level", "ERROR").containsEntry("message", "Step failed")
                .containsEntry("error", "VpcLinkFailedException").containsEntry("reason", "a\r\nb\u2028\"}")
                .containsEntry("execution", Steps.EXECUTION);
        assertThat(context.lines).allMatch(line -> line.indexOf('\n') == line.length() - 1);
    }

    @Test
    void whatPassesByItselfIsAWarning() {
        assertThatThrownBy(() -> Steps.run(throwing(new VpcLinkPendingException("x")), Steps.input("word", "x"),
                context)).isInstanceOf(VpcLinkPendingException.class);

        assertThat(context.levels).containsExactly(LogLevel.INFO, LogLevel.WARN);
    }

    @Test
    void aBugIsNotHidden() {
        assertThatThrownBy(() -> Steps.run(throwing(new IllegalStateException("bug")), Steps.input("word", "x"),
                context)).isInstanceOf(IllegalStateException.class).hasMessage("bug");
    }

    @Test
    void everyProblemOfAnInputIsNamedAtOnce() {
        assertThatThrownBy(() -> Steps.run(ECHO, "{\"execution\": 7, \"word\": null, \"wrod\": \"x\", \"a\\nb\": 1}",
                context)).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field execution is 7, not a string; field word is null; field \"wrod\" is unknown; "
                        + "field \"a\\nb\" is unknown: give the fields execution, loadBalancerArn, word and no others.");
        assertThat(context.objects()).singleElement().satisfies(line -> assertThat(line)
                .containsEntry("level", "ERROR").containsEntry("error", "InvalidInputException"));
    }

    @Test
    void aMissingFieldIsRefused() {
        assertThatThrownBy(() -> Steps.run(ECHO, "{\"execution\": \"x\"}", context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field word is missing: give the fields execution, loadBalancerArn, word and no "
                        + "others.");
    }

    @Test
    void whatTheRecordRefusesIsRefused() {
        assertThatThrownBy(() -> Steps.run(ECHO, Steps.input("word", "refused"), context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field word is \"refused\": give another.");
    }

    record Nested(String colour, @Nullable String shade) {

        Nested {
            if (colour.equals("refused")) {
                throw Checks.refused("colour", colour, "give another");
            }
        }
    }

    record Nesting(String execution, @Nullable String loadBalancerArn, @ExecutionInput Nested given,
            @Nullable Nested more) implements StepInput {
    }

    private static final class NestingHandler extends StepHandler<Nesting, Output> {

        NestingHandler() {
            super(Nesting.class, Steps.CLOCK);
        }

        @Override
        Output handle(Nesting input, StepLog log) {
            return new Output(input.given().colour() + input.given().shade() + input.more(), null, List.of());
        }
    }

    @Test
    void objectsWithinAnInputAreReadAsRecords() {
        assertThat(nesting("{\"colour\": \"red\"}", "null")).containsEntry("echoed", "rednullnull");
        assertThat(nesting("{\"colour\": \"red\", \"shade\": \"dark\"}", "{\"colour\": \"blue\"}"))
                .containsEntry("echoed", "reddarkNested[colour=blue, shade=null]");
    }

    private Map<String, Object> nesting(String given, String more) {
        return Steps.run(new NestingHandler(),
                "{\"execution\": \"e\", \"given\": " + given + ", \"more\": " + more + "}", context);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "null | null | Input is null, not an object: give the fields colour, shade and no others.",
        "[{}] | null | Input is [{}], not an object: give the fields colour, shade and no others.",
        "\"a\\n\" | null | Input is \"a\\n\", not an object: give the fields colour, shade and no others.",
        "{} | null | Input field colour is missing: give the fields colour, shade and no others.",
        "{\"colour\": {}, \"a\\\"b\": 1} | null | Input field colour is {}, not a string; field \"a\\\"b\" is unknown: give "
                + "the fields colour, shade and no others.",
        "{\"colour\": \"red\"} | [] | Input field more is [], not an object: give the fields execution, loadBalancerArn, "
                + "given, more and no others.",
        "{} | {\"shade\": 7} | Input field colour is missing: give the fields colour, shade and no others. Input field "
                + "more.colour is missing; field more.shade is 7, not a string: give the fields colour, shade and no others.",
        "{\"colour\": \"red\"} | {\"colour\": null, \"x\": 1} | Input field more.colour is null; field \"more.x\" is unknown: "
                + "give the fields colour, shade and no others.",
        "{\"colour\": \"refused\"} | null | Input field colour is \"refused\": give another."})
    void whatIsWrongWithinAnObjectIsNamedByItsPathAndInTheExecutionsInputByItsOwnName(
            String given, String more, String message) {
        assertThatThrownBy(() -> nesting(given, more)).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "\"x\"", "{", "{\"a\":1,\"a\":2}", "{\"execution\": \"x\"", "nonsense"})
    void whatIsNoJsonObjectIsRefused(String input) {
        assertThatThrownBy(() -> Steps.run(ECHO, input, context)).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input is not a JSON object: give one, in UTF-8, without duplicate fields.");
    }

    @Test
    void anInputThatIsNestedTooDeepIsRefused() {
        assertThatThrownBy(() -> Steps.run(ECHO, "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}", context))
                .isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @CsvSource({"TooManyRequests, ThrottledException", "Concurrent, ThrottledException",
            "Conflict, AwsRefusedException", "Limit, AwsRefusedException", "BadRequest, AwsRefusedException",
            "NotFound, AwsRefusedException", "Unavailable, AwsUnavailableException",
            "NoAnswer, AwsUnavailableException", "Bare, AwsRefusedException"})
    void whatAwsAnswersBecomesAnErrorThatTheStateMachineKnows(String answer, String error) {
        RuntimeException exception = switch (answer) {
            case "TooManyRequests" -> AwsExceptions.tooManyRequests();
            case "Concurrent" -> AwsExceptions.concurrentModification();
            case "Conflict" -> AwsExceptions.conflict("Stage already exists");
            case "Limit" -> AwsExceptions.limitExceeded();
            case "BadRequest" -> AwsExceptions.badRequest("no");
            case "NotFound" -> AwsExceptions.notFound();
            case "Unavailable" -> AwsExceptions.other(503, "ServiceUnavailableException", "later");
            case "NoAnswer" -> AwsExceptions.noAnswer();
            default -> software.amazon.awssdk.services.apigateway.model.ApiGatewayException.builder()
                    .message("odd").statusCode(418).build();
        };

        assertThatThrownBy(() -> Steps.run(throwing(exception), Steps.input("word", "x"), context))
                .satisfies(thrown -> {
                    assertThat(thrown.getClass().getSimpleName()).isEqualTo(error);
                    assertThat(thrown.getStackTrace()).isEmpty();
                    assertThat(thrown.getCause()).isNull();
                });
        assertThat(context.objects().get(1)).containsEntry("error", error);
    }

    @Test
    void anAnswerThatGotLostSaysWhy() {
        assertThatThrownBy(() -> Steps.run(throwing(AwsExceptions.noAnswer()), Steps.input("word", "x"), context))
                .hasMessage("No answer from AWS: SdkClientException: Unable to execute HTTP request: Connection reset, "
                        + "because of SocketException: Connection reset");
    }

    @Test
    void anErrorWithoutDetailsIsReportedAsFarAsItGoes() {
        assertThatThrownBy(() -> Steps.run(throwing(
                software.amazon.awssdk.services.apigateway.model.ApiGatewayException.builder().message("odd")
                        .statusCode(418).build()), Steps.input("word", "x"), context))
                .hasMessageStartingWith("AWS answered unknown error (418): odd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\n", "\u00e9"})
    void anExecutionWhoseNameIsNoTagValueIsRefused(String execution) {
        CheckVpcLinkHandler handler = new CheckVpcLinkHandler(null, null, Steps.OWNERSHIP, Steps.CLOCK);

        assertThatThrownBy(() -> Steps.run(handler, Steps.input("execution", execution,
                "executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "a"), context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field execution is " + Text.shown(execution) + ": start the execution under a name of "
                        + "at most 80 letters, digits and + = . _ @ -.");
    }
}
