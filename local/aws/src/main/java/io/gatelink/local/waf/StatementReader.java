package io.gatelink.local.waf;

import io.gatelink.local.http.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/** Reads statements of rules. */
final class StatementReader {

    private static final List<String> CONSTRAINTS =
            List.of("EXACTLY", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CONTAINS_WORD");
    private static final int MOST_BYTES = 200;

    private StatementReader() {}

    static Statement statement(JsonMembers members) {
        String kind = RuleReader.one(members, "STATEMENT", "Statement");
        JsonMembers inner = members.structure(kind);
        return switch (kind) {
            case "ByteMatchStatement" -> byteMatch(inner);
            case "AndStatement" -> new Statement.And(several(inner));
            case "OrStatement" -> new Statement.Or(several(inner));
            case "NotStatement" ->
                new Statement.Not(
                        statement(inner.only("Statement").require("Statement").structure("Statement")));
            default -> throw members.notImplemented(kind);
        };
    }

    private static List<Statement> several(JsonMembers members) {
        var statements = new ArrayList<Statement>();
        members.only("Statements")
                .require("Statements")
                .structures("Statements")
                .forEach(each -> statements.add(statement(each)));
        if (statements.size() < 2) {
            throw WafErrors.invalidParameter(
                    "You have used fewer than two statements where at least two are required",
                    "STATEMENT",
                    "Statements");
        }
        return statements;
    }

    private static Statement byteMatch(JsonMembers members) {
        members.only("SearchString", "FieldToMatch", "TextTransformations", "PositionalConstraint");
        String constraint = members.require("PositionalConstraint").oneOf("PositionalConstraint", CONSTRAINTS);
        boolean lowercase = lowercase(members.require("TextTransformations").structures("TextTransformations"));
        String search = search(members.required("SearchString", 0, 0, null), constraint);
        return new Statement.ByteMatch(
                field(members.require("FieldToMatch").structure("FieldToMatch")),
                search,
                constraint == null ? "EXACTLY" : constraint,
                lowercase);
    }

    private static String search(String base64, String constraint) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw WafErrors.invalidParameter("The parameter is not base64", "BYTE_MATCH_STATEMENT", "SearchString");
        }
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            throw WafErrors.invalidParameter(
                    "The parameter must have 1 to " + MOST_BYTES + " bytes", "BYTE_MATCH_STATEMENT", "SearchString");
        }
        // One character for each byte, as headers and paths have them.
        String search = new String(bytes, StandardCharsets.ISO_8859_1);
        if ("CONTAINS_WORD".equals(constraint) && !search.matches("[A-Za-z0-9_]+")) {
            throw WafErrors.invalidParameter(
                    "A word has only alphanumeric characters and underscores", "BYTE_MATCH_STATEMENT", "SearchString");
        }
        return search;
    }

    private static boolean lowercase(List<JsonMembers> transformations) {
        boolean lowercase = false;
        var priorities = new HashSet<Integer>();
        for (JsonMembers each : transformations) {
            each.only("Priority", "Type");
            if (!priorities.add(each.require("Priority").whole("Priority", 0, Integer.MAX_VALUE))) {
                throw WafErrors.duplicateItem();
            }
            String type = each.required("Type", 1, 0, null);
            if (!type.equals("NONE") && !type.equals("LOWERCASE")) {
                throw each.notImplemented("Type " + type);
            }
            lowercase |= type.equals("LOWERCASE");
        }
        return lowercase;
    }

    private static Statement.Field field(JsonMembers members) {
        String kind = RuleReader.one(members, "FIELD_TO_MATCH", "FieldToMatch");
        JsonMembers inner = members.structure(kind);
        return switch (kind) {
            case "Method" -> {
                inner.only();
                yield new Statement.Field.Method();
            }
            case "UriPath" -> {
                inner.only();
                yield new Statement.Field.UriPath();
            }
            case "QueryString" -> {
                inner.only();
                yield new Statement.Field.QueryString();
            }
            case "SingleHeader" ->
                new Statement.Field.SingleHeader(inner.only("Name").required("Name", 1, 64, null));
            default -> throw members.notImplemented(kind);
        };
    }
}
