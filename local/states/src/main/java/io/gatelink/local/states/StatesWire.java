package io.gatelink.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.TargetHeader;
import io.gatelink.local.http.WireService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Step Functions on the wire: AWS JSON 1.0. */
public final class StatesWire implements WireService {

    private static final TargetHeader TARGET = new TargetHeader("states", "AWSStepFunctions.");

    private final StatesService service;
    private final Map<String, Function<StatesRequest, ObjectNode>> operations = new LinkedHashMap<>();

    public StatesWire(StatesService service) {
        this.service = service;
        operations.put("StartExecution", this::startExecution);
        operations.put("DescribeExecution", this::describeExecution);
        operations.put("GetExecutionHistory", this::getExecutionHistory);
        operations.put("ListExecutions", this::listExecutions);
        operations.put("StopExecution", this::stopExecution);
        operations.put(
                "RedriveExecution",
                request -> StatesAnswers.redriven(
                        service.redriveExecution(request.required("executionArn"), request.text("clientToken"))));
        operations.put(
                "DescribeStateMachine",
                request -> StatesAnswers.stateMachine(
                        service.describeStateMachine(request.required("stateMachineArn")),
                        service.isDeleting(request.required("stateMachineArn")),
                        withData(request)));
        operations.put(
                "DescribeStateMachineForExecution",
                request -> StatesAnswers.stateMachineForExecution(
                        service.describeStateMachineForExecution(request.required("executionArn")), withData(request)));
        operations.put(
                "ListStateMachines",
                request -> StatesAnswers.stateMachines(
                        service.listStateMachines(request.whole("maxResults"), request.token(1024))));
        operations.put("ValidateStateMachineDefinition", this::validate);
        var machines = new StateMachineWire(service.account(), service);
        operations.put("CreateStateMachine", machines::create);
        operations.put("UpdateStateMachine", machines::update);
        operations.put("DeleteStateMachine", machines::delete);
    }

    @Override
    public List<String> operations() {
        return List.copyOf(operations.keySet());
    }

    @Override
    public String signingName() {
        return "states";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON_1_0;
    }

    @Override
    public Operation route(Request request) {
        String name = TARGET.operation(request, operations);
        var operation = operations.get(name);
        StatesRequest parsed = StatesRequest.parse(request.body());
        return new Operation(name, () -> Response.json(200, protocol().contentType(), operation.apply(parsed)));
    }

    private ObjectNode startExecution(StatesRequest request) {
        request.refuse("StartExecution", "traceHeader");
        Execution execution = service.startExecution(
                request.required("stateMachineArn"), request.text("name"), request.text("input"));
        return StatesAnswers.started(execution);
    }

    private ObjectNode describeExecution(StatesRequest request) {
        Execution execution = service.describeExecution(request.required("executionArn"));
        return StatesAnswers.execution(execution, service.redriveObstacle(execution), withData(request));
    }

    private static boolean withData(StatesRequest request) {
        String included = request.text("includedData");
        if (included != null) {
            Requests.checkOneOf(included, "includedData", List.of("ALL_DATA", "METADATA_ONLY"));
        }
        return !"METADATA_ONLY".equals(included);
    }

    private ObjectNode getExecutionHistory(StatesRequest request) {
        var page = service.getExecutionHistory(
                request.required("executionArn"),
                request.whole("maxResults"),
                request.token(1024),
                request.flag("reverseOrder", false));
        return StatesAnswers.history(page, request.flag("includeExecutionData", true));
    }

    private ObjectNode listExecutions(StatesRequest request) {
        request.refuse("ListExecutions", "mapRunArn", "redriveFilter");
        return StatesAnswers.executions(service.listExecutions(
                request.required("stateMachineArn"),
                request.text("statusFilter"),
                request.whole("maxResults"),
                request.token(3096)));
    }

    private ObjectNode stopExecution(StatesRequest request) {
        return StatesAnswers.stopped(
                service.stopExecution(request.required("executionArn"), request.text("error"), request.text("cause")));
    }

    private ObjectNode validate(StatesRequest request) {
        String type = request.text("type");
        if (type != null) {
            Requests.checkOneOf(type, "type", List.of("STANDARD", "EXPRESS"));
        }
        String severity = request.text("severity");
        if (severity != null) {
            Requests.checkOneOf(severity, "severity", List.of("ERROR", "WARNING"));
        }
        int maxResults = request.whole("maxResults");
        if (maxResults < 0 || maxResults > 100) {
            throw Requests.invalid(
                    String.valueOf(maxResults),
                    "maxResults",
                    maxResults < 0
                            ? "Member must have value greater than or equal to 0"
                            : "Member must have value less than or equal to 100");
        }
        String definition = StateMachineWire.definition(request.required("definition"));
        return StatesAnswers.validation(service.validateStateMachineDefinition(definition), maxResults);
    }
}
