package io.gatelink.local.policy;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operator of a policy's condition, e.g. {@code ForAllValues:StringEquals} or {@code ArnLikeIfExists}.
 *
 * @param quantifier how values of a key with several are taken
 * @param comparison {@code StringEquals}, {@code StringNotEquals}, {@code StringLike}, {@code StringNotLike},
 *                   {@code ArnEquals}, {@code ArnNotEquals}, {@code ArnLike}, {@code ArnNotLike}, {@code IpAddress},
 *                   {@code NotIpAddress}, {@code Bool} or {@code Null}
 * @param ifExists   whether it holds for a request without the key
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
 *     IAM JSON policy elements: Condition operators</a>
 */
public record ConditionOperator(Quantifier quantifier, String comparison, boolean ifExists) {

    private static final Set<String> COMPARISONS = Set.of(
            "StringEquals",
            "StringNotEquals",
            "StringLike",
            "StringNotLike",
            "ArnEquals",
            "ArnNotEquals",
            "ArnLike",
            "ArnNotLike",
            "IpAddress",
            "NotIpAddress",
            "Bool",
            "Null");
    private static final Pattern NAME = Pattern.compile("(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?");

    /** How the values of a request's key must match. */
    public enum Quantifier {
        /** The key has one value. */
        SINGLE,
        /** Every value must match; true if there is none. */
        ALL,
        /** One value must match; false if there is none. */
        ANY
    }

    /** The operator with this name, unless it is not supported here. */
    public static Optional<ConditionOperator> parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || !COMPARISONS.contains(parts.group(2))) {
            return Optional.empty();
        }
        boolean ifExists = parts.group(3) != null;
        Quantifier quantifier = parts.group(1) == null
                ? Quantifier.SINGLE
                : parts.group(1).equals("ForAllValues") ? Quantifier.ALL : Quantifier.ANY;
        if (parts.group(2).equals("Null") && (ifExists || quantifier != Quantifier.SINGLE)) {
            return Optional.empty();
        }
        return Optional.of(new ConditionOperator(quantifier, parts.group(2), ifExists));
    }
}
