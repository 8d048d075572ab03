package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.ResolvedTemplate.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lists resources as the SAM transformation yields them, under the logical ids that it makes.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html">
 *     Generated CloudFormation resources</a>
 */
final class ResourceListing {

    /** What becomes resources of their own. */
    private static final List<String> OF_OTHERS =
            List.of("AutoPublishAlias", "AutoPublishAliasAllProperties", "Policies", "Events", "EventInvokeConfig");

    private final List<Resource> resources = new ArrayList<>();

    List<Resource> resources() {
        return resources;
    }

    /** A resource that CloudFormation knows as it is. */
    void add(String logicalId, String type, String physicalId, JsonNode properties) {
        resources.add(new Resource(logicalId, type, physicalId, properties));
    }

    void function(Stack.Function function, List<Stack.Rule> rules, JsonNode values) {
        String id = function.logicalId();
        ObjectNode own = own(values).put("Role", function.roleArn());
        add(id, "AWS::Lambda::Function", function.name(), own);
        role(id, function.roleArn(), values);
        function.alias().ifPresent(alias -> {
            add(
                    id + "Version" + hash(Json.write(own)).substring(0, 10),
                    "AWS::Lambda::Version",
                    function.versionArn().orElseThrow(),
                    Json.object().put("FunctionName", function.name()));
            add(
                    id + "Alias" + alias,
                    "AWS::Lambda::Alias",
                    function.qualifiedArn(),
                    Json.object()
                            .put("FunctionName", function.name())
                            .put("FunctionVersion", function.version())
                            .put("Name", alias));
        });
        if (values.has("EventInvokeConfig")) {
            add(
                    id + "EventInvokeConfig",
                    "AWS::Lambda::EventInvokeConfig",
                    hash(function.name()),
                    values.get("EventInvokeConfig"));
        }
        for (Stack.Rule rule : rules) {
            String event = rule(rule, id, function.name(), values);
            add(
                    event + "Permission",
                    "AWS::Lambda::Permission",
                    rule.name() + "Permission",
                    Json.object().put("FunctionName", function.qualifiedArn()).put("SourceArn", rule.arn()));
        }
    }

    void stateMachine(Stack.StateMachine machine, List<Stack.Rule> rules, JsonNode values, String prefix) {
        String id = machine.logicalId();
        add(id, "AWS::StepFunctions::StateMachine", machine.arn(), own(values).put("RoleArn", machine.roleArn()));
        role(id, machine.roleArn(), values);
        for (Stack.Rule rule : rules) {
            String event = rule(rule, id, prefix + id, values);
            add(
                    event + "Role",
                    "AWS::IAM::Role",
                    rule.name() + "Role",
                    Json.object().put("For", machine.arn()));
        }
    }

    private String rule(Stack.Rule rule, String id, String ownerName, JsonNode values) {
        String event = rule.name().substring(ownerName.length());
        add(
                id + event,
                "AWS::Events::Rule",
                rule.name(),
                values.path("Events").path(event).path("Properties"));
        return id + event;
    }

    private void role(String id, String roleArn, JsonNode values) {
        if (!values.has("Role")) {
            ObjectNode properties = Json.object();
            properties.set("Policies", values.path("Policies"));
            add(id + "Role", "AWS::IAM::Role", roleArn.substring(roleArn.lastIndexOf('/') + 1), properties);
        }
    }

    private static ObjectNode own(JsonNode values) {
        return ((ObjectNode) values.deepCopy()).without(OF_OTHERS);
    }

    private static String hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
