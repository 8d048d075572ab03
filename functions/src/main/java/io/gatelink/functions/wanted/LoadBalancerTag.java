package io.gatelink.functions.wanted;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A tag that load balancers may carry for us, and the values that it takes: these and no others.
 *
 * <p>Elastic Load Balancing itself takes letters of any script, digits, spaces and {@code _ . : / = + - @} in tags.
 * That is not relied on.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html">Tag</a>
 */
public enum LoadBalancerTag {

    /** Any value but {@code true} asks for nothing, see {@link PublicationPolicy}. */
    PUBLISH(Tags.PUBLISH, "true", value -> true),

    REPLACES(Tags.REPLACES, "the name of another load balancer of this account and Region",
            value -> Forms.NAME.matcher(value).matches()),

    PORT(Tags.PORT, "the port of a TCP or TLS listener, 1 to 65535",
            value -> isNumber(value, 1, 65_535)),

    HOST(Tags.HOST, "the name that requests are for, such as orders.example.com, which a TLS listener's "
            + "certificate has to hold",
            value -> Forms.HOST.matcher(value).matches()),

    PATH(Tags.PATH, "a path of at most 256 characters that begins with a slash, percent-encoded where needed, without "
            + "//, /./ and /../",
            value -> Forms.PATH.matcher(value).matches()),

    EXPECT(Tags.EXPECT, "statuses and classes of statuses with commas or spaces between them, such as 2xx or 200 401",
            value -> ExpectedStatus.parse(value).isPresent()),

    AUTHORIZATION(Tags.AUTHORIZATION, "AWS_IAM, API_KEY or NONE", Authorization::isOne),

    TIMEOUT_MS(Tags.TIMEOUT_MS, "milliseconds, 50 to 29000",
            value -> isNumber(value, 50, 29_000)),

    STAGE(Tags.STAGE, "a stage's name: at most 128 letters, digits, hyphens and underscores",
            value -> Forms.STAGE.matcher(value).matches()),

    INTEGRATION(Tags.INTEGRATION, "http_proxy or http",
            value -> value.equals("http_proxy") || value.equals("http"));

    /** The constants cannot refer to fields that are initialized after them. */
    private static final class Forms {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,32}");
        private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");
        private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
        private static final Pattern HOST = Pattern.compile(
                "(?=.{1,253}$)(?:" + LABEL + "\\.)+(?=[A-Za-z])" + LABEL);
        private static final String CHARACTER = "(?:[A-Za-z0-9._~+,:;=@&-]|%[0-9A-Fa-f]{2})";
        private static final String DOTS = "(?:\\.|%2[Ee]){1,2}";
        private static final Pattern PATH = Pattern.compile("(?=.{1,256}$)/(?:(?!" + DOTS + "(?:[/?]|$))" + CHARACTER
                + "+(?:/|(?=\\?)|$))*(?:\\?(?:" + CHARACTER + "|[/?])*)?");
        private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    }

    private final String key;
    private final String allowed;
    private final Predicate<String> rule;

    LoadBalancerTag(String key, String allowed, Predicate<String> rule) {
        this.key = key;
        this.allowed = allowed;
        this.rule = rule;
    }

    /** The one with this key, or nothing. */
    public static Optional<LoadBalancerTag> of(String key) {
        return Arrays.stream(values()).filter(tag -> tag.key.equals(key)).findFirst();
    }

    /** The keys of all, for remedies. */
    public static String keys() {
        return Arrays.stream(values()).map(LoadBalancerTag::key).collect(Collectors.joining(", "));
    }

    public String key() {
        return key;
    }

    /** The values that it takes, in words. */
    public String allowed() {
        return allowed;
    }

    public boolean takes(String value) {
        return rule.test(value);
    }

    private static boolean isNumber(String value, int least, int most) {
        return Forms.NUMBER.matcher(value).matches()
                && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most;
    }
}
