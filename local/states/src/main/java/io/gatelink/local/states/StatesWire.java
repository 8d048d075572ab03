package io.gatelink.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.TargetHeader;
import java.util.List;

/** Step Functions on the wire: AWS JSON 1.0. */
public final class StatesWire extends JsonWire<StatesRequest> {

    private static final TargetHeader TARGET = new TargetHeader("states", "AWSStepFunctions.");

    private final StatesService service;

    public StatesWire(StatesService service) {
        super(Protocol.JSON_1_0, "states", TARGET, (operation, json) -> new StatesRequest(json));
        this.service = service;
        add("StartExecution", this::startExecution);
        add("DescribeExecution", this::describeExecution);
        add("GetExecutionHistory", this::getExecutionHistory);
        add("ListExecutions", this::listExecutions);
        add("StopExecution", this::stopExecution);
        add(
                "RedriveExecution",
                request -> StatesAnswers.redriven(
                        service.redriveExecution(request.required("executionArn"), request.text("clientToken"))));
        add(
                "DescribeStateMachine",
                request -> StatesAnswers.stateMachine(
                        service.describeStateMachine(request.required("stateMachineArn")),
                        service.isDeleting(request.required("stateMachineArn")),
                        withData(request)));
        add(
                "DescribeStateMachineForExecution",
                request -> StatesAnswers.stateMachineForExecution(
                        service.describeStateMachineForExecution(request.required("executionArn")), withData(request)));
        add(
                "ListStateMachines",
                request -> StatesAnswers.stateMachines(
                        service.listStateMachines(request.whole("maxResults"), request.token(1024))));
        add("ValidateStateMachineDefinition", this::validate);
        var machines = new StateMachineWire(service.account(), service);
        add("CreateStateMachine", machines::create);
        add("UpdateStateMachine", machines::update);
        add("DeleteStateMachine", machines::delete);
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
