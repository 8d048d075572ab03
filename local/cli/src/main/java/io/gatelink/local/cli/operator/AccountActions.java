package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.console.Action;
import io.gatelink.local.cli.console.Item;
import io.gatelink.local.cli.console.RefusedException;
import io.gatelink.local.cli.console.TagChange;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/** What the console does in an account, with the caller's rights. For any thread. */
final class AccountActions {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> TOKENS = Set.of("COGNITO", "CUSTOM");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_SHOWN = 64 << 10;

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
     * Calls a published API, and answers what came back.
     *
     * @throws RefusedException if it cannot be called
     */
    ObjectNode call(Publication publication, Item item, ObjectNode arguments) {
        String invokeUrl = item.served("invokeUrl")
                .filter(url -> item.isServed())
                .orElseThrow(() -> new RefusedException(409, "It is not published, so there is nothing to call."));
        String method = arguments.path("method").asText("GET");
        if (!METHODS.contains(method)) {
            throw new RefusedException(422, "The method is '" + method + "', but must be GET, HEAD or OPTIONS.");
        }
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
                    method,
                    token.isEmpty() ? List.of() : List.of("Authorization: " + token),
                    null);
            var authorized = request.authorized(aws, publication);
            boolean signed = authorization.equals("AWS_IAM");
            ObjectNode json = Json.object()
                    .put("method", method)
                    .put("url", authorized.getUri().toString())
                    .put("signed", signed)
                    .put("signer", signed ? "the access key " + accessKey() : "");
            return answered(json, ApiAnswer.to(aws, request, authorized, TIMEOUT));
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

    private static ObjectNode answered(ObjectNode json, ApiAnswer answer) {
        json.put("tookMillis", answer.took().toMillis()).put("status", answer.status());
        ArrayNode headers = json.putArray("headers");
        for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
            header.getValue()
                    .forEach(value ->
                            headers.addObject().put("name", header.getKey()).put("value", value));
        }
        byte[] body = answer.body();
        return json.put("body", new String(body, 0, Math.min(body.length, MOST_SHOWN), StandardCharsets.UTF_8))
                .put("cut", body.length > MOST_SHOWN);
    }
}
