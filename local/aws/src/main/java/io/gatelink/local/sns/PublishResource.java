package io.gatelink.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.SdkMetadata;
import io.gatelink.local.states.TaskResource;
import io.gatelink.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Step Functions' optimized integration {@code arn:aws:states:::sns:publish}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html">Publish messages to an Amazon
 *     SNS topic with Step Functions</a>
 */
public final class PublishResource implements TaskResource {

    private static final ApiCall CALL = new ApiCall("sns", "Publish", "states.amazonaws.com");
    private static final Set<String> KNOWN = Set.of("TopicArn", "Subject", "Message", "MessageAttributes");
    /** The exceptions of AWS's SDK, by which Step Functions calls the errors that it knows. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "AuthorizationError",
            "AuthorizationErrorException",
            "InternalError",
            "InternalErrorException",
            "InvalidParameter",
            "InvalidParameterException",
            "ParameterValueInvalid",
            "InvalidParameterValueException",
            "NotFound",
            "NotFoundException",
            "KMSAccessDenied",
            "KMSAccessDeniedException",
            "KMSDisabled",
            "KMSDisabledException",
            "Throttled",
            "ThrottledException");

    /** SNS's answer holds two identifiers of the same length. */
    private static final String LENGTH_OF_AN_ANSWER = "294";

    private final Topics topics;
    private final ServiceCalls calls;
    private final Access access;

    /** Whether a state machine's role may publish to a topic. */
    @FunctionalInterface
    public interface Access {

        /** @throws AwsException AuthorizationError, KMSAccessDenied, KMSDisabled */
        void check(Caller caller, Stack.Topic topic);
    }

    public PublishResource(Topics topics, ServiceCalls calls, Access access) {
        this.topics = Objects.requireNonNull(topics, "topics");
        this.calls = Objects.requireNonNull(calls, "calls");
        this.access = Objects.requireNonNull(access, "access");
    }

    @Override
    public void start(JsonNode arguments, Callback callback) {
        throw new IllegalStateException("Access can't be decided without a caller");
    }

    @Override
    public void start(JsonNode arguments, Caller caller, Callback callback) {
        String problem = problem(arguments);
        if (problem != null) {
            callback.failed("States.Runtime", problem);
            return;
        }
        calls.<Topics.Message>make(
                CALL,
                done -> {
                    Stack.Topic topic = topics.topic(arguments.get("TopicArn").textValue());
                    access.check(caller, topic);
                    done.accept(topics.publish(
                            topic.arn(),
                            arguments.path("Subject").textValue(),
                            text(arguments.get("Message")),
                            MessageAttributes.of(arguments.path("MessageAttributes"))));
                },
                new ServiceCalls.Callback<>() {
                    @Override
                    public void succeeded(Topics.Message message) {
                        callback.succeeded(result(message));
                    }

                    @Override
                    public void refused(AwsException error) {
                        callback.failed(
                                "SNS." + EXCEPTIONS.getOrDefault(error.code(), "AmazonSNSException"),
                                error.getMessage());
                    }

                    @Override
                    public void answerLost(String message) {
                        callback.failed("SNS.SdkClientException", message);
                    }
                });
    }

    private static ObjectNode result(Topics.Message message) {
        ObjectNode result = Json.object().put("MessageId", message.id());
        String requestId = UUID.nameUUIDFromBytes(message.id().getBytes(StandardCharsets.UTF_8))
                .toString();
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-amzn-RequestId", requestId);
        headers.put("Content-Length", LENGTH_OF_AN_ANSWER);
        headers.put("Date", SdkMetadata.date(message.published()));
        headers.put("Content-Type", "text/xml");
        SdkMetadata.add(result, headers, requestId);
        return result;
    }

    /** A message that is not a string is sent as JSON. */
    private static String text(JsonNode message) {
        return message.isTextual() ? message.textValue() : Json.write(message);
    }

    /** What is wrong with the arguments; {@code null} if nothing is. */
    private static String problem(JsonNode arguments) {
        for (var names = arguments.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                return "The field \"" + name + "\" is not supported by sns:publish";
            }
        }
        if (!arguments.path("TopicArn").isTextual()) {
            return "sns:publish needs the field \"TopicArn\", a string";
        }
        if (!arguments.has("Message")) {
            return "sns:publish needs the field \"Message\"";
        }
        return arguments.has("Subject") && !arguments.get("Subject").isTextual()
                ? "The field \"Subject\" of sns:publish must be a string"
                : null;
    }
}
