package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.console.Action;
import io.gatelink.local.cli.console.CallAnswer;
import io.gatelink.local.cli.console.Item;
import io.gatelink.local.cli.console.RefusedException;
import io.gatelink.local.cli.console.TagChange;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/** What the console does in an account, with the caller's rights. For any thread. */
final class AccountActions {

    private static final Set<String> TOKENS = Set.of("COGNITO", "CUSTOM");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Aws aws;

    AccountActions(Aws aws) {
        this.aws = aws;
    }

    /** Sets and removes tags, or starts or stops an execution. */
    ObjectNode perform(Action action, ObjectNode arguments) {
        return switch (action) {
            case TAG -> tag(arguments);
            case START -> start(Action.text(arguments, "stateMachineArn"), Action.text(arguments, "input"));
            case STOP -> stop(Action.text(arguments, "executionArn"));
            case DELIVER ->
                throw new RefusedException(
                        422, "Sample events are for gatelink up: in an account, tag a load balancer instead.");
            case CALL -> throw new IllegalArgumentException("It is called with what the table says of it");
        };
    }

    private ObjectNode tag(ObjectNode arguments) {
        TagChange.of(arguments).applyWith(aws.elasticLoadBalancing());
        return message("Tags changed.");
    }

    private ObjectNode start(String stateMachineArn, String input) {
        String arn = aws.stepFunctions()
                .startExecution(
                        request -> request.stateMachineArn(stateMachineArn).input(input))
                .executionArn();
        return message("Started.").put("executionArn", arn);
    }

    private ObjectNode stop(String executionArn) {
        aws.stepFunctions().stopExecution(request -> request.executionArn(executionArn)
                .error("StoppedByHand")
                .cause("Stopped in the console."));
        return message("It is "
                + aws.stepFunctions()
                        .describeExecution(request -> request.executionArn(executionArn))
                        .statusAsString()
                + ".");
    }

    private static ObjectNode message(String sentence) {
        return Json.object().put("message", sentence);
    }

    /**
     * Calls a published API with GET.
     *
     * @throws RefusedException if it cannot be called
     */
    CallAnswer call(Publication publication, Item item, ObjectNode arguments) {
        String invokeUrl = item.served("invokeUrl")
                .filter(url -> item.isServed())
                .orElseThrow(() -> new RefusedException(409, "It is not published, so there is nothing to call."));
        String token = arguments.path("token").asText();
        String authorization = publication.authorization();
        if (TOKENS.contains(authorization) && token.isEmpty()) {
            throw new RefusedException(
                    422, "Its API asks for a token (" + authorization + "): give it as Authorization.");
        }
        try {
            var request = ApiRequest.of(
                    invokeUrl,
                    arguments.path("path").asText(),
                    "GET",
                    token.isEmpty() ? List.of() : List.of("Authorization: " + token),
                    null);
            var authorized = request.authorized(aws, publication);
            ApiAnswer answer = ApiAnswer.to(aws, request, authorized, TIMEOUT);
            return new CallAnswer(
                    authorized.getUri(),
                    authorization.equals("AWS_IAM") ? "the access key " + accessKey() : "",
                    answer.took(),
                    answer.status(),
                    answer.headers(),
                    answer.body());
        } catch (BadInputException e) {
            throw new RefusedException(422, e.getMessage());
        } catch (IOException e) {
            throw new RefusedException(
                    502,
                    "The call got no answer: " + (e.getMessage() == null ? e.toString() : e.getMessage())
                            + ". A private API answers only in its VPC; a custom domain needs its DNS record.");
        } catch (SdkException e) {
            throw new RefusedException(422, AwsErrors.explain(e, aws).getMessage());
        }
    }

    private String accessKey() {
        return aws.credentials().resolveCredentials().accessKeyId();
    }
}
