package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.TargetHeader;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.TargetInput;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@link EventBus} on the wire: AWS JSON 1.1. */
public final class EventBridgeWire extends JsonWire<RequestFields> {

    /**
     * What an event must have to be tested; the documentation asks for resources, too, AWS does not.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in December 2024:
     *     test_event_pattern_source, test_invalid_event_payload</a>
     */
    private static final List<String> ENVELOPE = List.of("id", "account", "source", "time", "region", "detail-type");

    private static final TargetHeader TARGET = new TargetHeader("EventBridge", "AWSEvents.");

    private final EventBus bus;

    public EventBridgeWire(EventBus bus) {
        super(Protocol.JSON_1_1, "events", TARGET, (operation, json) -> new RequestFields(json));
        this.bus = Objects.requireNonNull(bus, "bus");
        add("PutEvents", this::putEvents);
        add("ListRules", this::listRules);
        add("DescribeRule", this::describeRule);
        add("ListTargetsByRule", this::listTargetsByRule);
        add("EnableRule", request -> switchRule(request, bus::enableRule));
        add("DisableRule", request -> switchRule(request, bus::disableRule));
        add("TestEventPattern", this::testEventPattern);
    }

    private ObjectNode putEvents(RequestFields request) {
        request.refuse("PutEvents", "EndpointId");
        request.structures("Entries").forEach(entry -> {
            entry.refuse("PutEvents", "TraceHeader");
            entry.checkLength("EventBusName", 1, 1600);
            entry.checkLengths("Resources", 2048);
        });
        return results(bus.putEvents(request.structures("Entries").stream()
                .map(EventBridgeWire::entry)
                .toList()));
    }

    /** PutEvents' entries as they come over the wire. */
    static PutEventsEntry entry(RequestFields entry) {
        return new PutEventsEntry(
                entry.text("Source"),
                entry.text("DetailType"),
                entry.text("Detail"),
                entry.texts("Resources"),
                entry.time("Time"),
                entry.text("EventBusName"));
    }

    /** PutEvents' answer. */
    static ObjectNode results(List<PutEventsEntry.Result> results) {
        ObjectNode answer = Json.object()
                .put(
                        "FailedEntryCount",
                        results.stream()
                                .filter(result -> result.error().isPresent())
                                .count());
        ArrayNode entries = answer.putArray("Entries");
        for (PutEventsEntry.Result result : results) {
            if (result.error().isPresent()) {
                entries.addObject().put("ErrorCode", result.errorCode()).put("ErrorMessage", result.errorMessage());
            } else {
                entries.addObject().put("EventId", result.eventId());
            }
        }
        return answer;
    }

    private ObjectNode listRules(RequestFields request) {
        request.refuse("ListRules", "NextToken", "Limit");
        checkBus(request);
        String prefix = request.text("NamePrefix");
        request.checkLength("NamePrefix", 1, 64);
        ObjectNode answer = Json.object();
        ArrayNode rules = answer.putArray("Rules");
        bus.listRules(prefix == null ? "" : prefix).forEach(rule -> rules.add(render(rule)));
        return answer;
    }

    private ObjectNode describeRule(RequestFields request) {
        checkBus(request);
        return render(bus.describeRule(request.required("Name")));
    }

    private static ObjectNode switchRule(RequestFields request, Consumer<String> action) {
        checkBus(request);
        action.accept(request.required("Name"));
        return Json.object();
    }

    private ObjectNode listTargetsByRule(RequestFields request) {
        request.refuse("ListTargetsByRule", "NextToken", "Limit");
        checkBus(request);
        ObjectNode answer = Json.object();
        ArrayNode targets = answer.putArray("Targets");
        for (Stack.Target target : bus.describeRule(request.required("Rule")).targets()) {
            ObjectNode rendered = targets.addObject().put("Id", target.id()).put("Arn", target.arn());
            rendered.putObject("RetryPolicy")
                    .put("MaximumRetryAttempts", target.maximumRetries())
                    .put("MaximumEventAgeInSeconds", target.maximumEventAge().toSeconds());
            target.roleArn().ifPresent(arn -> rendered.put("RoleArn", arn));
            renderInput(target.input(), rendered);
            target.deadLetterQueueArn()
                    .ifPresent(arn -> rendered.putObject("DeadLetterConfig").put("Arn", arn));
        }
        return answer;
    }

    private static void renderInput(TargetInput input, ObjectNode target) {
        if (input instanceof TargetInput.Constant constant) {
            target.put("Input", Json.write(constant.json()));
        } else if (input instanceof TargetInput.Part part && !part.path().isEmpty()) {
            target.put("InputPath", path(part));
        } else if (input instanceof TargetInput.Transformed transformed) {
            ObjectNode transformer = target.putObject("InputTransformer");
            ObjectNode paths = transformer.putObject("InputPathsMap");
            transformed.paths().forEach((name, part) -> paths.put(name, path(part)));
            transformer.put("InputTemplate", transformed.template());
        }
    }

    private static String path(TargetInput.Part part) {
        return "$"
                + part.path().stream()
                        .map(step -> step.startsWith("[")
                                ? step
                                : step.matches("[A-Za-z0-9_-]+") ? "." + step : "['" + step + "']")
                        .collect(Collectors.joining());
    }

    private ObjectNode testEventPattern(RequestFields request) {
        String pattern = request.required("EventPattern");
        JsonNode event;
        try {
            event = Json.parse(request.required("Event"));
        } catch (Json.InvalidJsonException e) {
            throw invalidEvent();
        }
        if (!(event instanceof ObjectNode object) || !ENVELOPE.stream().allMatch(object::has)) {
            throw invalidEvent();
        }
        return Json.object().put("Result", bus.testEventPattern(pattern, object));
    }

    private static AwsException invalidEvent() {
        return new AwsException("ValidationException", 400, "Parameter Event is not valid.");
    }

    private static void checkBus(RequestFields request) {
        String name = request.text("EventBusName");
        if (name != null
                && !name.equals(EventBus.DEFAULT_BUS)
                && !name.endsWith(":event-bus/" + EventBus.DEFAULT_BUS)) {
            throw new AwsException("ResourceNotFoundException", 400, "Event bus " + name + " does not exist.");
        }
    }

    private static ObjectNode render(Stack.Rule rule) {
        ObjectNode answer = Json.object().put("Name", rule.name()).put("Arn", rule.arn());
        rule.pattern().ifPresent(pattern -> answer.put("EventPattern", Json.write(pattern)));
        rule.every().ifPresent(every -> answer.put("ScheduleExpression", Schedules.expression(every)));
        return answer.put("State", rule.enabled() ? "ENABLED" : "DISABLED").put("EventBusName", EventBus.DEFAULT_BUS);
    }
}
