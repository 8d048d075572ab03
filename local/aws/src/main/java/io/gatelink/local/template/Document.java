package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.document.Problems;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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
 * A file in YAML as a tree, and the line of each path: a template, whose short forms are written out ({@code !Sub} as
 * {@code {"Fn::Sub": ...}}), or a state machine's definition.
 */
final class Document {

    private static final int DEEPEST = 100;
    /** Plain scalars that YAML 1.1 reads as something else than a text, and YAML 1.2 as a text. */
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i:yes|no|on|off|true|false|null)|[-+]?0[0-7_]+"
            + "|[-+]?0x[0-9a-fA-F_]+|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
            + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?\\.[0-9_]+([eE][-+]?[0-9]+)?"
            + "|(?i:[-+]?\\.inf|\\.nan)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|=|<<");

    private final Kind kind;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems = new Problems(lines);
    private final ObjectNode root;

    /** What a file is. */
    private enum Kind {
        TEMPLATE("The template is not a mapping of sections such as Resources"),
        DEFINITION("The definition is not a mapping of fields such as States");

        private final String noMapping;

        Kind(String noMapping) {
            this.noMapping = noMapping;
        }
    }

    /** @throws InvalidDocumentException if {@code yaml} is not one YAML document with a mapping at its top */
    Document(String yaml) {
        this(yaml, Kind.TEMPLATE);
    }

    private Document(String yaml, Kind kind) {
        this.kind = kind;
        JsonNode tree = tree(compose(yaml), "", 0);
        problems.requireNone();
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidDocumentException(List.of(kind.noMapping));
        }
        root = object;
    }

    /**
     * A state machine's definition. Without intrinsics; and what versions of YAML read differently must be quoted,
     * since AWS does not say which version it reads.
     *
     * @throws InvalidDocumentException if {@code yaml} is not one YAML document with a mapping at its top
     */
    static ObjectNode definition(String yaml) {
        return new Document(yaml, Kind.DEFINITION).root;
    }

    ObjectNode root() {
        return root;
    }

    /** Collects problems with this document; knows its lines. */
    Problems problems() {
        return problems;
    }

    /** Collects other problems with this document. */
    Problems otherProblems() {
        return new Problems(lines);
    }

    private Node compose(String yaml) {
        String label = kind.name().toLowerCase(Locale.ROOT);
        try {
            return new Compose(LoadSettings.builder().setLabel(label).build())
                    .composeString(yaml)
                    .orElseThrow(() -> new InvalidDocumentException(List.of("The " + label + " is empty")));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw new InvalidDocumentException(List.of(line + "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new InvalidDocumentException(List.of("not YAML: " + e.getMessage()));
        }
    }

    private JsonNode tree(Node node, String path, int depth) {
        lines.putIfAbsent(
                path, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
        if (node.getAnchor().isPresent() || depth > DEEPEST) {
            problems.add(path, node.getAnchor().isPresent() ? "anchors are not supported" : "nested too deeply");
            return NullNode.instance;
        }
        String tag = node.getTag().getValue();
        if (tag.startsWith("!") && kind == Kind.DEFINITION) {
            problems.add(
                    path,
                    tag + " is for templates only; write a placeholder such as ${Name}, and give its "
                            + "value in "
                            + "DefinitionSubstitutions");
            return NullNode.instance;
        }
        if (tag.startsWith("!")) {
            String name = tag.substring(1);
            String function = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
            JsonNode argument = node instanceof ScalarNode scalar
                    ? argument(function, scalar.getValue())
                    : collection(node, path + "." + function, depth);
            return Json.object().set(function, argument);
        }
        return node instanceof ScalarNode scalar ? scalar(scalar, path) : collection(node, path, depth);
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
            requireClear((ScalarNode) tuple.getKeyNode(), child);
            if (object.has(key)) {
                problems.add(child, "the key is there twice");
            }
            object.set(key, tree(tuple.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private void requireClear(ScalarNode scalar, String path) {
        if (kind == Kind.DEFINITION
                && scalar.isPlain()
                && AMBIGUOUS.matcher(scalar.getValue()).matches()
                && !isClear(scalar)) {
            problems.add(
                    path,
                    "versions of YAML read " + scalar.getValue()
                            + " differently; quote it if it is a text, or write "
                            + "it as in JSON");
        }
    }

    private static boolean isClear(ScalarNode scalar) {
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        return tag.equals(Tag.NULL)
                || tag.equals(Tag.BOOL)
                || tag.equals(Tag.INT) && value.matches("-?[0-9]{1,18}")
                || tag.equals(Tag.FLOAT) && value.matches("-?[0-9]+\\.[0-9]+");
    }

    private JsonNode scalar(ScalarNode scalar, String path) {
        requireClear(scalar, path);
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
