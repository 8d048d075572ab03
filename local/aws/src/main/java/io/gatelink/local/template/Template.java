package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A template as it was written: what it declares, before anything is resolved. */
public final class Template {

    private static final Set<String> IAM_NAMES =
            Set.of("GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName");
    private static final Set<String> WITH_ROLE = Set.of("AWS::Serverless::Function", "AWS::Serverless::StateMachine");

    private final String body;
    private final JsonNode root;

    private Template(String body, JsonNode root) {
        this.body = body;
        this.root = root;
    }

    /** @throws io.gatelink.local.document.InvalidDocumentException for what is neither YAML nor JSON, or no mapping */
    public static Template parse(String body) {
        var document = new Document(body);
        document.problems().requireNone();
        return new Template(body, document.root());
    }

    /** A parameter's declaration. */
    public record Parameter(String name, JsonNode declaration) {

        public String type() {
            return declaration.path("Type").asText();
        }

        public Optional<String> defaultValue() {
            return Optional.ofNullable(declaration.get("Default")).map(JsonNode::asText);
        }

        /** Whether its value is never shown. */
        public boolean noEcho() {
            return declaration.path("NoEcho").asBoolean();
        }

        public Optional<String> description() {
            return Optional.ofNullable(declaration.get("Description")).map(JsonNode::asText);
        }

        public List<String> allowedValues() {
            var values = new ArrayList<String>();
            declaration.path("AllowedValues").forEach(value -> values.add(value.asText()));
            return values;
        }
    }

    /** As it was given. */
    public String body() {
        return body;
    }

    /** In the template's order. */
    public List<Parameter> parameters() {
        var parameters = new ArrayList<Parameter>();
        root.path("Parameters")
                .properties()
                .forEach(entry -> parameters.add(new Parameter(entry.getKey(), entry.getValue())));
        return parameters;
    }

    public Optional<String> description() {
        return Optional.ofNullable(root.get("Description")).map(JsonNode::asText);
    }

    public Optional<String> metadata() {
        return Optional.ofNullable(root.get("Metadata")).map(Json::write);
    }

    public Optional<String> version() {
        return Optional.ofNullable(root.get("AWSTemplateFormatVersion")).map(JsonNode::asText);
    }

    /** The macros that it asks for. */
    public List<String> transforms() {
        var transforms = new ArrayList<String>();
        JsonNode transform = root.path("Transform");
        if (transform.isArray()) {
            transform.forEach(each -> transforms.add(each.asText()));
        } else if (transform.isTextual()) {
            transforms.add(transform.textValue());
        }
        return transforms;
    }

    /** The types of its resources, by their logical ids. */
    public Map<String, String> resourceTypes() {
        var types = new LinkedHashMap<String, String>();
        root.path("Resources")
                .properties()
                .forEach(entry ->
                        types.put(entry.getKey(), entry.getValue().path("Type").asText()));
        return types;
    }

    /** The types of resources that the local AWS supports, in one line. */
    public static String supportedTypes() {
        return String.join(", ", ResourceType.names());
    }

    /** The types of its resources that the local AWS does not support. */
    public Set<String> unsupportedTypes() {
        var types = new LinkedHashSet<>(resourceTypes().values());
        types.removeIf(type -> ResourceType.of(type).isPresent());
        return types;
    }

    /** The functions in its Rules section that CloudFormation does not take there. */
    public Set<String> unsupportedRuleFunctions() {
        return ParameterRules.unsupportedFunctions(root.path("Rules"));
    }

    /** The types of resources that change permissions: who deploys them says that he knows. */
    public Set<String> iamTypes() {
        var types = new LinkedHashSet<String>();
        for (JsonNode resource : root.path("Resources")) {
            String type = resource.path("Type").asText();
            if (type.startsWith("AWS::IAM::")) {
                types.add(type);
            } else if (WITH_ROLE.contains(type) && !resource.path("Properties").has("Role")) {
                types.add("AWS::IAM::Role");
            }
        }
        return types;
    }

    /** Whether one of those has a name of its own. */
    public boolean namesIamResources() {
        for (JsonNode resource : root.path("Resources")) {
            if (resource.path("Type").asText().startsWith("AWS::IAM::")
                    && IAM_NAMES.stream().anyMatch(resource.path("Properties")::has)) {
                return true;
            }
        }
        return false;
    }
}
