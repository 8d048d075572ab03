package io.gatelink.functions.wanted;

import java.util.Arrays;
import java.util.Map;
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

    /** Asks for the load balancer's publication; any value but {@code true} asks for nothing. */
    PUBLISH("gatelink:publish", "true", value -> true),
    /** The name of the load balancer that this one replaces, whose REST API it takes over. */
    REPLACES(
            "gatelink:replaces",
            "the name of another load balancer of this account and Region",
            form("[A-Za-z0-9-]{1,32}")),
    /** Asks for the VPC link of version 2 that the load balancer's VPC has, see {@link LinkParameters}. */
    LINK("gatelink:link", "v2", form("v2")),
    /** The port of the listener to publish, needed where several could be meant. */
    PORT("gatelink:port", "the port of a listener, 1 to 65535", number(1, 65_535)),
    /** How the backend behind a TCP listener is spoken to: with {@code https}, it ends TLS itself. */
    PROTOCOL("gatelink:protocol", "http or https", form("http|https")),
    /** The name that requests are for; where they go by https, the certificate has to hold it. */
    HOST(
            "gatelink:host",
            "the name that requests are for, such as orders.example.com, which a TLS listener's "
                    + "certificate has to hold",
            form(Forms.HOST)),
    /** The path that the smoke test asks for. */
    PATH(
            "gatelink:path",
            "a path of at most 256 characters that begins with a slash, percent-encoded where needed, "
                    + "without //, /./ and /../",
            form(Forms.PATH)),
    /** The statuses that the smoke test accepts: codes such as {@code 401}, classes such as {@code 2xx}. */
    EXPECT(
            "gatelink:expect",
            "statuses and classes of statuses with commas or spaces between them, such as 2xx or " + "200 401",
            form(Forms.STATUS + "([, ]" + Forms.STATUS + ")*")),
    /** Who may call, as far as the stack allows it, see {@link Authorization}. */
    AUTHORIZATION(
            "gatelink:authorization",
            "AWS_IAM, COGNITO, CUSTOM, API_KEY or NONE",
            form("AWS_IAM|COGNITO|CUSTOM|API_KEY|NONE")),
    /** How long API Gateway waits for the backend. */
    TIMEOUT_MS(
            "gatelink:timeout-ms",
            "milliseconds, 50 to 300000, or to 900000 where answers are streamed",
            number(50, IntegrationChoice.LONGEST_STREAM_MILLIS)),
    /** The name of the stage, part of the invoke URL. */
    STAGE(
            "gatelink:stage",
            "a stage's name: at most 128 letters, digits, hyphens and underscores",
            form("[A-Za-z0-9_-]{1,128}")),
    /** The API's path below the stack's custom domain. */
    BASE_PATH(
            "gatelink:base-path",
            "one segment of a path: at most 128 letters, digits and any of . _ + -, with a letter or a digit at its start; "
                    + "not ping or sping, which API Gateway keeps for itself",
            form("(?!s?ping$)[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")),
    /** {@code http_proxy} passes requests and answers on as they are, {@code http} maps them. */
    INTEGRATION("gatelink:integration", "http_proxy or http", form("http_proxy|http")),
    /** Whether API Gateway passes on an answer once it has all of it, or as it comes. */
    RESPONSE("gatelink:response", "buffered or stream", form("buffered|stream")),
    /** The origin of web pages whose scripts may call the API, see {@link Cors}. */
    CORS_ORIGIN(
            "gatelink:cors-origin",
            "any, or an origin as browsers send it: scheme and host in small letters, such as "
                    + "https://shop.example.com, with a port unless it is the scheme's own",
            form(Forms.ORIGIN)),
    /** The methods that these scripts may use. */
    CORS_METHODS(
            "gatelink:cors-methods",
            "methods with spaces between them, of GET HEAD POST PUT PATCH DELETE OPTIONS",
            form(Forms.METHOD + "( " + Forms.METHOD + ")*")),
    /** The headers that these scripts may send. */
    CORS_HEADERS(
            "gatelink:cors-headers",
            "names of headers with spaces between them, such as Content-Type X-Request-Id",
            form(Forms.HEADER + "( " + Forms.HEADER + ")*")),
    /** Whether browsers send cookies along. */
    CORS_CREDENTIALS("gatelink:cors-credentials", "true", form("true"));

    /** How the keys of all our tags begin. */
    public static final String PREFIX = "gatelink:";

    /** The constants cannot refer to fields that are initialized after them. */
    private static final class Forms {
        private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
        private static final String HOST = "(?=.{1,253}$)(?:" + LABEL + "\\.)+(?=[A-Za-z])" + LABEL;
        private static final String CHARACTER = "(?:[A-Za-z0-9._~+,:;=@&-]|%[0-9A-Fa-f]{2})";
        private static final String DOTS = "(?:\\.|%2[Ee]){1,2}";
        private static final String PATH = "(?=.{1,256}$)/(?:(?!" + DOTS + "(?:[/?]|$))" + CHARACTER
                + "+(?:/|(?=\\?)|$))*(?:\\?(?:" + CHARACTER + "|[/?])*)?";
        private static final String LOWER = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
        private static final String ORIGIN = "any|(?=.{1,253}$)(?!http://[^:]*:80$)(?!https://[^:]*:443$)"
                + "[a-z][a-z0-9+.-]{0,31}://" + LOWER + "(?:\\." + LOWER + ")*(?::[1-9][0-9]{0,4})?";
        private static final String METHOD = "(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)";
        private static final String HEADER = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";
        private static final String STATUS = "[1-5]([0-9]{2}|xx)";
    }

    private final String key;
    private final String allowed;

    @SuppressWarnings("ImmutableEnumChecker") // Patterns and constants.
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

    /** Whether a tag's key begins with {@link #PREFIX}, in small letters or capitals. */
    public static boolean isPrefixed(String key) {
        return key.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
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

    /** The value that a load balancer's tags have for it, if it takes that one. */
    public Optional<String> in(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(key)).filter(rule);
    }

    /** The key, for messages. */
    @Override
    public String toString() {
        return key;
    }

    private static Predicate<String> form(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }

    private static Predicate<String> number(int least, int most) {
        return form("[1-9][0-9]{0,5}")
                .and(value -> Integer.parseInt(value) >= least)
                .and(value -> Integer.parseInt(value) <= most);
    }
}
