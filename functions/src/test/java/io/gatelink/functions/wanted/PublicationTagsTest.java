package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a load balancer's tags may say, and what is made of everything else. */
class PublicationTagsTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";
    private static final String KNOWN =
            "Known tags are gatelink:publish, gatelink:replaces, gatelink:link, gatelink:port, "
                    + "gatelink:protocol, gatelink:host, gatelink:path, gatelink:expect, gatelink:authorization, gatelink:timeout-ms, "
                    + "gatelink:stage, gatelink:base-path, gatelink:integration, gatelink:response, "
                    + "gatelink:cors-origin, gatelink:cors-methods, gatelink:cors-headers, gatelink:cors-credentials.";

    private static void isRefused(Map<String, String> tags, String message) {
        assertThatThrownBy(() -> PublicationTags.of(ARN, tags))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage(message);
    }

    private static void isRefused(String key, String value) {
        LoadBalancerTag tag = LoadBalancerTag.of(key).orElseThrow();
        isRefused(
                Map.of(key, value),
                "Tag " + key + " is " + Text.shown(value) + ": set it to " + tag.allowed()
                        + ", or remove it. To remove it, run aws elbv2 remove-tags --resource-arns " + ARN
                        + " --tag-keys "
                        + key + ".");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "gatelink:replaces | orders-v1",
                "gatelink:port | 1",
                "gatelink:port | 80",
                "gatelink:port | 65535",
                "gatelink:protocol | http",
                "gatelink:protocol | https",
                "gatelink:host | orders.example.com",
                "gatelink:host | a-b.c1.Example",
                "gatelink:host | 1.2.example.x-2",
                "gatelink:path | /",
                "gatelink:path | /a",
                "gatelink:path | /a/b-c_d.e~f/",
                "gatelink:path | " + "/.well-known/health",
                "gatelink:path | /a%20b/c+d:e,f;g=h@i&j",
                "gatelink:path | /a?b=c/d&e=?",
                "gatelink:path | /...",
                "gatelink:path | /?x=..",
                "gatelink:path | /a/?b",
                "gatelink:expect | 200",
                "gatelink:expect | 2xx",
                "gatelink:expect | 2xx,3xx",
                "gatelink:expect | 200 401,5xx",
                "gatelink:authorization | AWS_IAM",
                "gatelink:authorization | API_KEY",
                "gatelink:authorization | COGNITO",
                "gatelink:authorization | CUSTOM",
                "gatelink:authorization | NONE",
                "gatelink:timeout-ms | 50",
                "gatelink:timeout-ms | 29000",
                "gatelink:timeout-ms | 900000",
                "gatelink:stage | live",
                "gatelink:stage | v2_Test-1",
                "gatelink:base-path | orders",
                "gatelink:base-path | v1.Orders_2+a-b",
                "gatelink:integration | http_proxy",
                "gatelink:integration | http",
                "gatelink:response | buffered",
                "gatelink:response | stream",
                "gatelink:cors-origin | any",
                "gatelink:cors-origin | https://shop.example.com",
                "gatelink:cors-origin | http://localhost:3000",
                "gatelink:cors-origin | capacitor://localhost",
                "gatelink:cors-origin | https://127.0.0.1:8443",
                "gatelink:cors-methods | GET",
                "gatelink:cors-methods | GET POST OPTIONS",
                "gatelink:cors-headers | Content-Type",
                "gatelink:cors-headers | Content-Type X-Request-Id traceparent",
                "gatelink:cors-credentials | true"
            })
    void theseValuesAreTaken(String key, String value) {
        PublicationTags tags = PublicationTags.of(ARN, Map.of(key, value, "other", "${x}"));

        assertThat(tags.value(LoadBalancerTag.of(key).orElseThrow())).contains(value);
        assertThat(tags.values()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "gatelink:replaces | a.b",
                "gatelink:replaces | arn:aws:x",
                "gatelink:port | 0",
                "gatelink:port | 65536",
                "gatelink:port | 99999",
                "gatelink:port | 080",
                "gatelink:port | http",
                "gatelink:port | -1",
                "gatelink:port | 8e1",
                "gatelink:port | 80,443",
                "gatelink:protocol | HTTPS",
                "gatelink:protocol | tls",
                "gatelink:host | orders",
                "gatelink:host | 10.0.0.1",
                "gatelink:host | *.example.com",
                "gatelink:host | a..b",
                "gatelink:host | .a.b",
                "gatelink:host | a.b.",
                "gatelink:host | -a.b",
                "gatelink:host | a-.b",
                "gatelink:host | a.b:443",
                "gatelink:host | https://a.b",
                "gatelink:host | a.b/c",
                "gatelink:host | u@a.b",
                "gatelink:path | health",
                "gatelink:path | //",
                "gatelink:path | /a//b",
                "gatelink:path | /.",
                "gatelink:path | /..",
                "gatelink:path | /a/../b",
                "gatelink:path | /a/./b",
                "gatelink:path | /%2e%2E/a",
                "gatelink:path | /.?a",
                "gatelink:path | /a%2",
                "gatelink:path | /a%zz",
                "gatelink:path | /%",
                "gatelink:path | /a#b",
                "gatelink:path | /a*",
                "gatelink:path | /a\\b",
                "gatelink:path | http://a.b/",
                "gatelink:expect | ok",
                "gatelink:expect | 600",
                "gatelink:expect | 2XX",
                "gatelink:expect | 2xx,",
                "gatelink:expect | 2xx, 3xx",
                "gatelink:expect | 20",
                "gatelink:expect | 2000",
                "gatelink:authorization | none",
                "gatelink:authorization | IAM",
                "gatelink:authorization | AWS_IAM,NONE",
                "gatelink:authorization | COGNITO_USER_POOLS",
                "gatelink:timeout-ms | 49",
                "gatelink:timeout-ms | 900001",
                "gatelink:timeout-ms | 29s",
                "gatelink:timeout-ms | 1e3",
                "gatelink:timeout-ms | 050",
                "gatelink:timeout-ms | 100.5",
                "gatelink:stage | a/b",
                "gatelink:stage | a.b",
                "gatelink:stage | a b",
                "gatelink:stage | $default",
                "gatelink:integration | HTTP_PROXY",
                "gatelink:integration | mock",
                "gatelink:integration | aws_proxy",
                "gatelink:response | STREAM",
                "gatelink:response | streamed",
                "gatelink:cors-origin | *",
                "gatelink:cors-origin | null",
                "gatelink:cors-origin | shop.example.com",
                "gatelink:cors-origin | https://shop.example.com/",
                "gatelink:cors-origin | https://Shop.example.com",
                "gatelink:cors-origin | https://shop.example.com:443",
                "gatelink:cors-origin | http://shop.example.com:80",
                "gatelink:cors-origin | https://a.b https://c.d",
                "gatelink:cors-origin | https://u@a.b",
                "gatelink:cors-origin | https://a.b'",
                "gatelink:cors-methods | ANY",
                "gatelink:cors-methods | get",
                "gatelink:cors-methods | GET,POST",
                "gatelink:cors-methods | GET  POST",
                "gatelink:cors-headers | *",
                "gatelink:cors-headers | X-A'; x",
                "gatelink:cors-headers | X-A,X-B",
                "gatelink:cors-headers | X:A",
                "gatelink:cors-credentials | yes",
                "gatelink:cors-credentials | false"
            })
    void otherValuesAreRefusedWithWhatIsTaken(String key, String value) {
        isRefused(key, value);
    }

    /** Every tag with each of the values that could smuggle something in. */
    static Stream<Arguments> hostile() {
        return Stream.of(LoadBalancerTag.values())
                .filter(tag -> tag != LoadBalancerTag.PUBLISH)
                .flatMap(tag -> Stream.of(
                                "",
                                " ",
                                "${x}",
                                "${AWS::AccountId}",
                                "{% $states.input %}",
                                "\"",
                                "'",
                                "`id`",
                                "$(id)",
                                "a\"b",
                                "/a'b",
                                "a\r\nX-Injected: yes",
                                "/a\nb",
                                "\r",
                                "\n",
                                "\t",
                                "\0",
                                "\u001b[31m",
                                "<script>",
                                "../..",
                                "x".repeat(256) + "/",
                                "/" + "x".repeat(256),
                                // Look-alikes: Cyrillic, full width, other digits, invisible and turning characters.
                                "\u0410WS_IAM",
                                "AWS_I\u0410M",
                                "NON\u0415",
                                "\uff18\uff10",
                                "\u0668\u0660",
                                "8\u200b0",
                                "80\u202e",
                                "80 ",
                                " 80",
                                "80\n",
                                "\ufeff80",
                                "/\u0430",
                                "/a\u2215b",
                                "/a\u2028b",
                                "htt\u0440",
                                "http\u00a0",
                                "2\u0445\u0445",
                                "liv\u0435",
                                "orders.ex\u0430mple.com",
                                "orders.example.com\n",
                                "orders\u3002example.com",
                                "\ud83d\ude00",
                                "\ud800")
                        .map(value -> Arguments.of(tag.key(), value)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileValuesAreRefusedAndShownAsPlainText(String key, String value) {
        isRefused(key, value);
        assertThatThrownBy(() -> PublicationTags.of(ARN, Map.of(key, value)))
                .satisfies(thrown -> assertThat(thrown.getMessage()).matches("[ -~]{1,600}"));
    }

    @ParameterizedTest
    @CsvSource({
        "gatelink:port, 6",
        "gatelink:timeout-ms, 7",
        "gatelink:stage, 129",
        "gatelink:host, 254",
        "gatelink:path, 257"
    })
    void valuesThatAreTooLongAreRefused(String key, int length) {
        String value = (key.endsWith("path") ? "/" : "") + "1".repeat(length);

        isRefused(key, key.endsWith("host") ? "a.".repeat(127) + "bc" : value.substring(0, length));
    }

    @Test
    void theLongestValuesAreTaken() {
        String host = "a.".repeat(126) + "b";
        Map<String, String> tags = Map.of(
                "gatelink:stage",
                "x".repeat(128),
                "gatelink:host",
                host,
                "gatelink:path",
                "/" + "x".repeat(255),
                "gatelink:expect",
                "2xx ".repeat(63) + "404");

        assertThat(PublicationTags.of(ARN, tags).values()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatelink:prot",
                "gatelink:",
                "gatelink:Port",
                "gatelink:publish2",
                "gatelink:owner",
                "gatelink:load-balancer",
                "gatelink:turn",
                "Gatelink:port",
                "GATELINK:PUBLISH"
            })
    void anUnknownKeyIsRefusedWithTheCommandThatRemovesIt(String key) {
        isRefused(
                Map.of("gatelink:publish", "true", key, "80"),
                "Tag \"" + key
                        + "\" with the value \"80\" is unknown. " + KNOWN + " To remove it, run aws elbv2 remove-tags "
                        + "--resource-arns " + ARN
                        + " --tag-keys " + key + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g\u0430telink:authorization",
                "gatel\u0456nk:authorization",
                "gatelink\uff1aauthorization",
                "\uff47atelink:authorization",
                "g\u00e4telink:authorization",
                "gatelink\u0589authorization",
                "gatelink:author\u0456zation",
                "\u200bgatelink:authorization",
                "gate\u00adlink:authorization",
                " gatelink:authorization",
                "gatelink :authorization",
                "gatelink:authorization ",
                "\u0261atelink:authorization",
                "\u0261\u0430t\u0435lin\u03ba:authorization",
                "gatelink:${x}",
                "gatelink:{% x %}",
                "gatelink:a\r\nb",
                "gatelink:\"; rm -rf",
                "gatelink:" + "\u0430" + "uthorization"
            })
    void aKeyThatOnlyLooksLikeOursOrHidesSomethingIsRefusedAndShownAsPlainText(String key) {
        isRefused(
                Map.of("gatelink:publish", "true", key, "NONE"),
                "Tag " + Text.shown(key) + " with the value \"NONE\" is unknown. " + KNOWN);
        assertThat(Text.shown(key)).matches("[ -~]+");
        assertThat(PublicationTags.lookAlikes(Map.of(key, "NONE"))).containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name",
                "team",
                "aws:cloudformation:stack-name",
                "local:vpc-endpoint-service",
                "gatelin",
                "gatelink",
                "gatelink-publish",
                "gateways:x",
                "xgatelink:port",
                "my:gatelink:port",
                "\u30b2\u30fc\u30c8\u30ea\u30f3\u30af\u306e\u30bf\u30b0",
                "\u0433\u0435\u0439\u0442\u043b\u0438\u043d\u043a:a",
                "kubernetes.io/service-name"
            })
    void tagsThatAreNotMeantForUsDoNotMatterWhateverTheyHold(String key) {
        assertThat(PublicationTags.of(ARN, Map.of(key, "${x}\r\n{% y %}")).values())
                .isEmpty();
        assertThat(PublicationTags.lookAlikes(Map.of(key, "x"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theTagsOfTheClassOfTagsAreTheTags(LoadBalancerTag tag) {
        assertThat(LoadBalancerTag.of(tag.key())).contains(tag);
        assertThat(tag.key()).startsWith(LoadBalancerTag.PREFIX);
        assertThat(PublicationTags.lookAlikes(Map.of(tag.key(), "x"))).isEmpty();
    }

    @Test
    void everyWrongTagIsNamedAtOnce() {
        isRefused(
                Map.of("gatelink:port", "http", "gatelink:stage", "live", "gatelink:prot", "x"),
                "Tag "
                        + "gatelink:port is \"http\": set it to the port of a listener, 1 to 65535, or "
                        + "remove it. "
                        + "Tag \"gatelink:prot\" with the value \"x\" is unknown. " + KNOWN
                        + " To remove them, run aws "
                        + "elbv2 remove-tags --resource-arns " + ARN + " --tag-keys gatelink:port gatelink:prot.");
    }

    @Test
    void aLongValueIsShortened() {
        isRefused(
                Map.of("gatelink:stage", "x/".repeat(128)),
                "Tag gatelink:stage is \"" + "x/".repeat(60) + "...\": "
                        + "set it to a stage's name: at most 128 letters, digits, hyphens and underscores, or remove "
                        + "it. To "
                        + "remove it, run aws elbv2 remove-tags --resource-arns " + ARN
                        + " --tag-keys gatelink:stage.");
    }

    @Test
    void ofFortyWrongTagsFiveAreNamed() {
        Map<String, String> tags =
                IntStream.range(10, 50).boxed().collect(Collectors.toMap(i -> "gatelink:x" + i, i -> "y"));

        isRefused(
                tags,
                IntStream.range(10, 15)
                                .mapToObj(i -> "Tag \"gatelink:x" + i + "\" with the value \"y\" is " + "unknown. ")
                                .collect(Collectors.joining())
                        + "And 35 more. " + KNOWN + " To remove them, run aws elbv2 remove-tags "
                        + "--resource-arns " + ARN
                        + " --tag-keys gatelink:x10 gatelink:x11 gatelink:x12 gatelink:x13 gatelink:x14.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\ud83d\ude00", "\n", "\u0430", "\""})
    void howeverLongTheTagsTheMessageIsShort(String character) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            tags.put(
                    "gatelink:" + i + character.repeat((117 - i / 10) / character.length()),
                    character.repeat(256 / character.length()));
        }

        assertThatThrownBy(() -> PublicationTags.of(ARN, tags))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .matches("[ -~]{600,1500}")
                        .contains(" more. Known tags are "));
    }

    @Test
    void theirHashIsTheSha256OfTheSortedLinesOfOurTags() {
        // printf 'gatelink:port=80\ngatelink:publish=true\n' | sha256sum
        assertThat(PublicationTags.hash(Map.of("gatelink:publish", "true", "team", "x", "gatelink:port", "80")))
                .isEqualTo("68ecd798b70ec826d313a767c38ca783430ce61d076143f687884058362924c6");
    }

    @Test
    void theHashOfNoTagsIsThatOfNothing() {
        assertThat(PublicationTags.hash(Map.of("Gatelink:publish", "true")))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
