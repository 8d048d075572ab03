package io.gatelink.local.policy;

/**
 * Patterns with {@code *} for any characters and {@code ?} for one, as policies have them; <code>${*}</code>,
 * <code>${?}</code> and <code>${$}</code> stand for the characters themselves.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars">
 *     Policy variables: special characters</a>
 */
final class Wildcards {

    private static final int ARN_PARTS = 6;
    /** For private use, so in no policy: an asterisk and a question mark that are no wildcards. */
    private static final String ASTERISK = "\uE000";

    private static final String QUESTION_MARK = "\uE001";

    private Wildcards() {}

    static boolean matchIgnoringCase(String pattern, String text) {
        return match(pattern, text, true);
    }

    /** In time that grows with the product of both lengths at most, whatever they hold. */
    static boolean match(String pattern, String text) {
        return match(pattern, text, false);
    }

    /** What a value without wildcards means. */
    static String literal(String value) {
        return value.contains("${")
                ? value.replace("${*}", "*").replace("${?}", "?").replace("${$}", "$")
                : value;
    }

    private static boolean match(String given, String text, boolean ignoringCase) {
        String pattern = given.contains("${")
                ? given.replace("${*}", ASTERISK).replace("${?}", QUESTION_MARK).replace("${$}", "$")
                : given;
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || isSame(pattern.charAt(p), text.charAt(t), ignoringCase))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean isSame(char one, char other, boolean ignoringCase) {
        return one == other
                || one == ASTERISK.charAt(0) && other == '*'
                || one == QUESTION_MARK.charAt(0) && other == '?'
                || ignoringCase && Character.toLowerCase(one) == Character.toLowerCase(other);
    }

    /** Part by part between the first five colons, so that no wildcard reaches across them. */
    static boolean matchArn(String pattern, String arn) {
        String[] patterns = pattern.split(":", ARN_PARTS);
        String[] parts = arn.split(":", ARN_PARTS);
        if (patterns.length != ARN_PARTS || parts.length != ARN_PARTS) {
            return pattern.equals("*");
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!match(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }
}
