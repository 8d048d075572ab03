package io.gatelink.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEvent;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * CreateStateMachine, UpdateStateMachine and DeleteStateMachine on the wire. A setting is honoured or refused by its
 * name.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html">
 *     CreateStateMachine</a>
 */
final class StateMachineWire {

    private static final List<String> SETTINGS = List.of(
            "definition",
            "roleArn",
            "loggingConfiguration",
            "tracingConfiguration",
            "publish",
            "versionDescription",
            "encryptionConfiguration");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/[\\w+=,.@/-]+");
    private static final int MAX_ARN = 256;
    private static final int MAX_DEFINITION = 1_048_576;

    private final Account account;
    private final StatesService service;

    StateMachineWire(Account account, StatesService service) {
        this.account = account;
        this.service = service;
    }

    ObjectNode create(StatesRequest request) {
        request.checkMembers("CreateStateMachine", SETTINGS, "name", "type", "tags");
        String name = request.required("name");
        String definition = definition(request.required("definition"));
        String roleArn = request.required("roleArn");
        String type = Optional.ofNullable(request.text("type")).orElse("STANDARD");
        Requests.checkOneOf(type, "type", List.of("STANDARD", "EXPRESS"));
        Requests.checkName(name);
        checkRole(roleArn);
        checkSettings(request);
        StateMachine machine = service.createStateMachine(new StateMachineRequest(
                account.arn("states", "stateMachine:" + name), name, type, roleArn, definition, Optional.empty()));
        return Json.object()
                .put("stateMachineArn", machine.arn())
                .put("creationDate", HistoryEvent.epochSeconds(machine.creationDate()));
    }

    ObjectNode update(StatesRequest request) {
        request.checkMembers("UpdateStateMachine", SETTINGS, "stateMachineArn");
        String arn = request.required("stateMachineArn");
        Optional<String> definition =
                Optional.ofNullable(request.text("definition")).map(StateMachineWire::definition);
        Optional<String> roleArn = Optional.ofNullable(request.text("roleArn"));
        roleArn.ifPresent(this::checkRole);
        checkSettings(request);
        if (!request.hasAny(List.of(
                "definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"))) {
            throw new AwsException(
                    "MissingRequiredParameter",
                    400,
                    "Either the definition, the role ARN, the "
                            + "LoggingConfiguration, or the TracingConfiguration must be specified");
        }
        StateMachine machine = service.updateStateMachine(arn, definition, roleArn);
        ObjectNode answer = Json.object().put("updateDate", HistoryEvent.epochSeconds(machine.updateDate()));
        machine.revisionId().ifPresent(id -> answer.put("revisionId", id));
        return answer;
    }

    ObjectNode delete(StatesRequest request) {
        request.checkMembers("DeleteStateMachine", List.of("stateMachineArn"));
        service.deleteStateMachine(request.required("stateMachineArn"));
        return Json.object();
    }

    static String definition(String definition) {
        if (definition.isEmpty()) {
            throw Requests.invalid(definition, "definition", "Member must have length greater than or equal to 1");
        }
        Requests.checkLength(definition, "definition", MAX_DEFINITION);
        return definition;
    }

    private void checkRole(String roleArn) {
        Requests.checkLength(roleArn, "roleArn", MAX_ARN);
        var role = ROLE.matcher(roleArn);
        if (!role.matches()) {
            throw new AwsException("InvalidArn", 400, "Invalid Role Arn: '" + roleArn + "'");
        }
        if (!role.group(1).equals(account.id())) {
            throw new AwsException("AccessDeniedException", 400, "Cross-account pass role is not allowed.");
        }
    }

    private static void checkSettings(StatesRequest request) {
        if (request.flag("publish", false)) {
            throw unsupported("publish", "versions of state machines");
        }
        if (request.text("versionDescription") != null) {
            throw new AwsException(
                    "ValidationException", 400, "Version description can only be set when publish is true");
        }
        if (!request.isEmptyList("tags")) {
            throw unsupported("tags", "tags of state machines");
        }
        StatesRequest logging = request.inner("loggingConfiguration", "level", "includeExecutionData", "destinations");
        String level = Optional.ofNullable(logging.text("level")).orElse("OFF");
        Requests.checkOneOf(level, "loggingConfiguration.level", List.of("ALL", "ERROR", "FATAL", "OFF"));
        if (!level.equals("OFF")
                || logging.flag("includeExecutionData", false)
                || !logging.isEmptyList("destinations")) {
            throw unsupported("loggingConfiguration", "logs of executions that are not OFF");
        }
        if (request.inner("tracingConfiguration", "enabled").flag("enabled", false)) {
            throw unsupported("tracingConfiguration", "tracing");
        }
        StatesRequest encryption =
                request.inner("encryptionConfiguration", "type", "kmsKeyId", "kmsDataKeyReusePeriodSeconds");
        String type = Optional.ofNullable(encryption.text("type")).orElse("AWS_OWNED_KEY");
        Requests.checkOneOf(type, "encryptionConfiguration.type", List.of("AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"));
        if (!type.equals("AWS_OWNED_KEY") || encryption.hasAny(List.of("kmsKeyId", "kmsDataKeyReusePeriodSeconds"))) {
            throw unsupported("encryptionConfiguration", "keys for state machines that are not in the template");
        }
    }

    private static AwsException unsupported(String member, String what) {
        return new AwsException(
                "ValidationException", 400, "The local AWS does not support " + what + "; leave '" + member + "' out.");
    }
}
