package io.gatelink.local.cloudformation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Template;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What CloudFormation answers, as trees. */
final class StackAnswers {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private StackAnswers() {}

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static ObjectNode stack(ManagedStack stack) {
        ObjectNode answer = Json.object().put("StackId", stack.id()).put("StackName", stack.name());
        stack.changeSetId().ifPresent(id -> answer.put("ChangeSetId", id));
        stack.template().flatMap(Template::description).ifPresent(text -> answer.put("Description", text));
        stack.deployed().ifPresent(plan -> {
            answer.set("Parameters", parameters(plan));
            answer.set("Capabilities", texts(plan.capabilities()));
        });
        answer.put("CreationTime", time(stack.created()));
        stack.updated().ifPresent(at -> answer.put("LastUpdatedTime", time(at)));
        stack.deleted().ifPresent(at -> answer.put("DeletionTime", time(at)));
        answer.put("StackStatus", stack.status());
        stack.reason().ifPresent(reason -> answer.put("StackStatusReason", reason));
        answer.put("DisableRollback", false);
        answer.putArray("NotificationARNs");
        ArrayNode outputs = Json.array();
        stack.outputs().forEach(output -> {
            ObjectNode each = outputs.addObject().put("OutputKey", output.key()).put("OutputValue", output.value());
            output.description().ifPresent(text -> each.put("Description", text));
            output.exportName().ifPresent(name -> each.put("ExportName", name));
        });
        if (!outputs.isEmpty()) {
            answer.set("Outputs", outputs);
        }
        answer.set("Tags", tags(stack.tags()));
        answer.put("EnableTerminationProtection", stack.terminationProtection());
        answer.putObject("DriftInformation").put("StackDriftStatus", "NOT_CHECKED");
        return answer;
    }

    static ObjectNode summary(ManagedStack stack) {
        ObjectNode answer = Json.object().put("StackId", stack.id()).put("StackName", stack.name());
        stack.template().flatMap(Template::description).ifPresent(text -> answer.put("TemplateDescription", text));
        answer.put("CreationTime", time(stack.created()));
        stack.updated().ifPresent(at -> answer.put("LastUpdatedTime", time(at)));
        stack.deleted().ifPresent(at -> answer.put("DeletionTime", time(at)));
        answer.put("StackStatus", stack.status());
        stack.reason().ifPresent(reason -> answer.put("StackStatusReason", reason));
        answer.putObject("DriftInformation").put("StackDriftStatus", "NOT_CHECKED");
        return answer;
    }

    static ObjectNode changeSet(ManagedStack stack, ChangeSet set) {
        ObjectNode answer = changeSetSummary(stack, set);
        answer.set("Parameters", parameters(set.plan()));
        answer.putArray("NotificationARNs");
        answer.putObject("RollbackConfiguration");
        answer.set("Capabilities", texts(set.plan().capabilities()));
        answer.set("Tags", tags(set.plan().tags()));
        ArrayNode changes = answer.putArray("Changes");
        set.plan().changes().forEach(change -> changes.add(change(change)));
        return answer;
    }

    static ObjectNode changeSetSummary(ManagedStack stack, ChangeSet set) {
        ObjectNode answer = Json.object()
                .put("ChangeSetName", set.name())
                .put("ChangeSetId", set.id())
                .put("StackId", stack.id())
                .put("StackName", stack.name());
        set.description().ifPresent(text -> answer.put("Description", text));
        answer.put("CreationTime", time(set.created()))
                .put("ExecutionStatus", set.execution())
                .put("Status", set.status());
        set.reason().ifPresent(reason -> answer.put("StatusReason", reason));
        return answer.put("IncludeNestedStacks", false);
    }

    private static ObjectNode change(Change change) {
        ObjectNode answer = Json.object().put("Type", "Resource");
        ObjectNode resource = answer.putObject("ResourceChange")
                .put("Action", change.action())
                .put("LogicalResourceId", change.resource().logicalId());
        if (!change.action().equals("Add")) {
            resource.put("PhysicalResourceId", change.resource().physicalId());
        }
        resource.put("ResourceType", change.resource().type());
        ArrayNode scope = Json.array();
        ArrayNode details = Json.array();
        if (change.action().equals("Modify")) {
            resource.put("Replacement", change.replaced() ? "True" : "False");
            if (change.properties().contains("Tags")) {
                scope.add("Tags");
            }
            if (change.properties().stream().anyMatch(name -> !name.equals("Tags"))) {
                scope.add("Properties");
            }
            change.properties().forEach(name -> {
                ObjectNode detail = details.addObject();
                ObjectNode target = detail.putObject("Target");
                boolean tags = name.equals("Tags");
                target.put("Attribute", tags ? "Tags" : "Properties");
                if (!tags) {
                    target.put("Name", name).put("RequiresRecreation", change.replaced() ? "Always" : "Never");
                }
                detail.put("Evaluation", "Static").put("ChangeSource", "DirectModification");
            });
        }
        resource.set("Scope", scope);
        resource.set("Details", details);
        return answer;
    }

    static ObjectNode event(ManagedStack stack, StackEvent event) {
        ObjectNode answer = Json.object()
                .put("StackId", stack.id())
                .put("EventId", event.id())
                .put("StackName", stack.name())
                .put("LogicalResourceId", event.logicalId())
                .put("PhysicalResourceId", event.physicalId())
                .put("ResourceType", event.type())
                .put("Timestamp", time(event.timestamp()))
                .put("ResourceStatus", event.status());
        event.reason().ifPresent(reason -> answer.put("ResourceStatusReason", reason));
        event.clientRequestToken().ifPresent(token -> answer.put("ClientRequestToken", token));
        return answer;
    }

    /** @param timestamp the name of the time's field, which differs from operation to operation */
    static ObjectNode resource(StackResource resource, String timestamp) {
        return Json.object()
                .put("LogicalResourceId", resource.resource().logicalId())
                .put("PhysicalResourceId", resource.resource().physicalId())
                .put("ResourceType", resource.resource().type())
                .put(timestamp, time(resource.timestamp()))
                .put("ResourceStatus", resource.status())
                .set("DriftInformation", Json.object().put("StackResourceDriftStatus", "NOT_CHECKED"));
    }

    static ObjectNode templateSummary(Template template) {
        ObjectNode answer = Json.object();
        ArrayNode parameters = answer.putArray("Parameters");
        template.parameters().forEach(parameter -> {
            ObjectNode each = declaration(parameters.addObject(), parameter).put("ParameterType", parameter.type());
            ObjectNode constraints = each.putObject("ParameterConstraints");
            if (!parameter.allowedValues().isEmpty()) {
                constraints.set("AllowedValues", texts(parameter.allowedValues()));
            }
        });
        template.description().ifPresent(text -> answer.put("Description", text));
        capabilities(answer, template);
        Set<String> types = new LinkedHashSet<>(template.resourceTypes().values());
        answer.set("ResourceTypes", texts(List.copyOf(types)));
        template.version().ifPresent(version -> answer.put("Version", version));
        template.metadata().ifPresent(metadata -> answer.put("Metadata", metadata));
        answer.set("DeclaredTransforms", texts(template.transforms()));
        return answer;
    }

    static ObjectNode validation(Template template) {
        ObjectNode answer = Json.object();
        ArrayNode parameters = answer.putArray("Parameters");
        template.parameters().forEach(parameter -> declaration(parameters.addObject(), parameter));
        template.description().ifPresent(text -> answer.put("Description", text));
        capabilities(answer, template);
        answer.set("DeclaredTransforms", texts(template.transforms()));
        return answer;
    }

    private static ObjectNode declaration(ObjectNode answer, Template.Parameter parameter) {
        answer.put("ParameterKey", parameter.name());
        parameter.defaultValue().ifPresent(value -> answer.put("DefaultValue", value));
        parameter.description().ifPresent(text -> answer.put("Description", text));
        return answer.put("NoEcho", parameter.noEcho());
    }

    private static void capabilities(ObjectNode answer, Template template) {
        if (!template.iamTypes().isEmpty()) {
            answer.putArray("Capabilities")
                    .add(template.namesIamResources() ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM");
            answer.put(
                    "CapabilitiesReason",
                    "The following resource(s) require capabilities: [" + String.join(", ", template.iamTypes()) + "]");
        }
    }

    private static ArrayNode parameters(Plan plan) {
        Set<String> secret = plan.template().parameters().stream()
                .filter(Template.Parameter::noEcho)
                .map(Template.Parameter::name)
                .collect(Collectors.toSet());
        ArrayNode answer = Json.array();
        plan.parameters().forEach((name, value) -> answer.addObject()
                .put("ParameterKey", name)
                .put("ParameterValue", secret.contains(name) ? "****" : value));
        return answer;
    }

    private static ArrayNode tags(Map<String, String> tags) {
        ArrayNode answer = Json.array();
        tags.forEach((key, value) -> answer.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode answer = Json.array();
        texts.forEach(answer::add);
        return answer;
    }
}
