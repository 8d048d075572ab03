package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.Json;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A template's YAML as a tree, CloudFormation's short forms written out ({@code !Sub} as {@code {"Fn::Sub": ...}}),
 * and the line of each path.
 */
final class Document {

    private static final int DEEPEST = 100;

    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems = new Problems(lines);
    private final ObjectNode root;

    /** @throws InvalidTemplateException if {@code yaml} is not one YAML document with a mapping at its top */
    Document(String yaml) {
        JsonNode tree = tree(compose(yaml), "", 0);
        problems.requireNone();
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidTemplateException(List.of("The template is not a mapping of sections such as Resources"));
        }
        root = object;
    }

    ObjectNode root() {
        return root;
    }

    /** Collects problems with this document; knows its lines. */
    Problems problems() {
        return problems;
    }

    private static Node compose(String yaml) {
        try {
            return new Compose(LoadSettings.builder().setLabel("template").build()).composeString(yaml)
                    .orElseThrow(() -> new InvalidTemplateException(List.of("The template is empty")));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
            throw new InvalidTemplateException(List.of(line + "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new InvalidTemplateException(List.of("not YAML: " + e.getMessage()));
        }
    }

    private JsonNode tree(Node node, String path, int depth) {
        lines.putIfAbsent(path, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
        if (node.getAnchor().isPresent() || depth > DEEPEST) {
            problems.add(path, node.getAnchor().isPresent() ? "anchors are not supported" : "nested too deeply");
            return NullNode.instance;
        }
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            String name = tag.substring(1);
            String function = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
            JsonNode argument = node instanceof ScalarNode scalar
                    ? argument(function, scalar.getValue()) : collection(node, path + "." + function, depth);
            return Json.object().set(function, argument);
        }
        return node instanceof ScalarNode scalar ? scalar(scalar) : collection(node, path, depth);
    }

    private static JsonNode argument(String function, String value) {
        int dot = value.indexOf('.');
        return function.equals("Fn::GetAtt") && dot > 0
                ? Json.array().add(value.substring(0, dot)).add(value.substring(dot + 1))
                : TextNode.valueOf(value);
    }

    private JsonNode collection(Node node, String path, int depth) {
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = Json.array();
            for (Node item : sequence.getValue()) {
                array.add(tree(item, path + "." + array.size(), depth + 1));
            }
            return array;
        }
        ObjectNode object = Json.object();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : null;
            if (key == null) {
                problems.add(path, "a key is not a scalar");
                continue;
            }
            String child = path.isEmpty() ? key : path + "." + key;
            // The key's line, not its value's: that is where people look.
            tuple.getKeyNode().getStartMark().ifPresent(mark -> lines.put(child, mark.getLine() + 1));
            if (object.has(key)) {
                problems.add(child, "the key is there twice");
            }
            object.set(key, tree(tuple.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String value = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            return NullNode.instance;
        }
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(Boolean.parseBoolean(value));
        }
        if (tag.equals(Tag.INT) && value.matches("-?[0-9]{1,18}")) {
            return LongNode.valueOf(Long.parseLong(value));
        }
        if (tag.equals(Tag.FLOAT) && value.matches("-?[0-9]+\\.[0-9]+")) {
            return DecimalNode.valueOf(new BigDecimal(value));
        }
        return TextNode.valueOf(value);
    }
}
