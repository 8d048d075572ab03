package io.gatelink.local.dynamodb.expression;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What is wrong with an expression whose syntax is right. AWS reports one thing, by kind rather than by place. */
final class SemanticErrors {

    private final Map<Kind, String> firsts = new EnumMap<>(Kind.class);

    enum Kind {
        REDUNDANT_PARENTHESES,
        RESERVED_WORD,
        UNKNOWN_FUNCTION,
        MISUSED_FUNCTION,
        REPEATED_SECTION,
        UNDEFINED_NAME,
        UNDEFINED_VALUE,
        NUMBER_OF_OPERANDS,
        NOT_DISTINCT,
        PATHS_OVERLAP,
        PATHS_CONFLICT,
        OPERAND_OF_SECTION,
        OPERAND_TYPE,
        CONDITION
    }

    /** Only the first of each kind counts. */
    void add(Kind kind, String message) {
        firsts.putIfAbsent(kind, message);
    }

    /** The first that there is, in this order. */
    Optional<String> first(Kind... order) {
        for (Kind kind : order) {
            if (firsts.containsKey(kind)) {
                return Optional.of(firsts.get(kind));
            }
        }
        return Optional.empty();
    }
}
