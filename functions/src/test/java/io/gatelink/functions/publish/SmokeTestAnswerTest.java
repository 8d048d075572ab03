package io.gatelink.functions.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.wanted.Wanted;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmokeTestAnswerTest {

    private static final String TAGS =
            "set the load balancer's tag gatelink:path to a path that the backend answers as "
                    + "expected, or gatelink:expect to a list that has ";
    private static final String REACHABLE = "look at the health of the load balancer's targets, and at whether its "
            + "security groups and those of the targets let requests in";

    private static Wanted wanted(String path, String expect) {
        return new Wanted(
                "https://orders.example.com:443",
                "AWS_IAM",
                "live",
                path,
                expect,
                "29000",
                "http_proxy",
                "buffered",
                null,
                null,
                null,
                "0".repeat(64));
    }

    private static Optional<String> problem(int status, String expect, Map<String, String> headers) {
        Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(headers);
        return SmokeTestAnswer.of("GET /", status, name -> Optional.ofNullable(caseless.get(name)), Optional.of(9L))
                .problem(wanted("/health?deep=1", expect), "");
    }

    @Test
    void aRefusalOfTheWebAclNamesIt() {
        String acl = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/gatelink/1";

        assertThat(SmokeTestAnswer.of(
                                "GET /",
                                403,
                                name -> name.equals("x-amzn-ErrorType")
                                        ? Optional.of("ForbiddenException")
                                        : Optional.empty(),
                                Optional.of(9L))
                        .problem(wanted("/", "2xx"), acl)
                        .orElseThrow())
                .endsWith("look at the API's resource policy, at the service control policies of the account, and at "
                        + "the rules of web ACL " + acl + ".");
    }

    @Test
    void anExpectedStatusOfTheBackendWillDo() {
        assertThat(problem(204, "2xx,3xx", Map.of())).isEmpty();
        assertThat(problem(401, "401,5xx", Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | a new stage takes some seconds to show; if it stays so, look at the API's resource policy, at "
                        + "the service "
                        + "control policies of the account, and at AWS WAF",
                "429 | callers use up the stage's limits; deploy the stack with a higher ThrottlingRateLimit",
                "500 | {}; requests go by https, so set the tag gatelink:host to a name in the certificate",
                "504 | no answer within 29000 ms; {}, or set the load balancer's tag gatelink:path to a path that is "
                        + "answered within 20 s"
            })
    void anAnswerThatApiGatewayMadeIsNeverASuccess(int status, String remedy) {
        assertThat(problem(
                        status,
                        "2xx,4xx,5xx",
                        Map.of("x-amzn-errortype", "SomeException", "Content-Type", "application/json")))
                .contains("GET / answered " + status + " (application/json, 9 bytes) from API Gateway "
                        + "itself (x-amzn-ErrorType: SomeException), not from the backend: "
                        + remedy.replace("{}", REACHABLE)
                        + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | the backend lets in nothing without credentials of its own there; {}401",
                "404 | the backend has no such path, or not for this host name; {}404, or gatelink:host to the name "
                        + "that the "
                        + "backend is for",
                "302 | {}302",
                "503 | the backend fails; look at its log and at the health of the load balancer's targets, or {}503"
            })
    void anotherStatusComesWithItsRemedy(int status, String remedy) {
        assertThat(problem(status, "2xx", Map.of()))
                .contains("GET / answered " + status + " (no content type, 9 bytes), " + "not 2xx: "
                        + remedy.replace("{}", TAGS) + ".");
    }

    @ParameterizedTest
    @CsvSource({"https://orders.example.com/health, https://orders.example.com", "//other/health?x=1, //other"})
    void aRedirectOfTheSamePathElsewhereIsNoSuccessByDefault(String location, String shown) {
        assertThat(problem(301, "2xx,3xx", Map.of("Location", location)))
                .contains("GET / answered 301 (no content type, "
                        + "9 bytes), a redirect of the same path to " + shown
                        + ": callers come by https already, and the backend "
                        + "is told so by X-Forwarded-Proto. Make it look at that header; set the load "
                        + "balancer's tag gatelink:host "
                        + "to the name that the backend is for; or set gatelink:expect to 301 if callers are "
                        + "to get this redirect.");
        assertThat(problem(301, "301", Map.of("Location", location))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/login", "/health", "https://login.example.com/", "not a % url"})
    void otherRedirectsAreAnswers(String location) {
        assertThat(problem(302, "2xx,3xx", Map.of("Location", location))).isEmpty();
    }

    @Test
    void whatTheBackendWritesIntoHeadersIsEscaped() {
        assertThat(problem(500, "2xx", Map.of("Content-Type", "a\u202eb")).orElseThrow())
                .startsWith("GET / answered 500 (a\\u202eb, 9 bytes), not 2xx: ");
    }
}
