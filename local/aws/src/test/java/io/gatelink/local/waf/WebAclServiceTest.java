package io.gatelink.local.waf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAclServiceTest {

    private static final String STAGE = "arn:aws:apigateway:us-east-1::/restapis/abc/stages/live";
    private static final String VISIBILITY = "\"VisibilityConfig\": {\"SampledRequestsEnabled\": false, "
            + "\"CloudWatchMetricsEnabled\": false, \"MetricName\": \"m\"}";
    private static final String NONEXISTENT = "WAFNonexistentItemException: AWS WAF couldn’t perform the operation "
            + "because your resource doesn’t exist.";
    private static final String UNAVAILABLE = "WAFUnavailableEntityException: AWS WAF couldn’t retrieve the resource "
            + "that you requested. Retry your request.";

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Stages stages = new Stages();
    private Duration lag = Duration.ZERO;
    private final WebAclService waf = new WebAclService(account, stages, () -> lag);
    private final WafWire wire = new WafWire(account, waf);

    @Test
    void aWebAclReadsBackAsItWasMade() {
        JsonNode made = create("acl", "Allow", rule(byteMatch("\"UriPath\": {}", "CONTAINS", "/admin", "LOWERCASE")));

        JsonNode read = call("GetWebACL", "{\"ARN\": \"" + made.path("ARN").asText() + "\"}");
        assertThat(read.path("LockToken")).isEqualTo(made.path("LockToken"));
        JsonNode webAcl = read.path("WebACL");
        assertThat(webAcl.path("ARN").asText())
                .isEqualTo("arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acl/"
                        + made.path("Id").asText());
        assertThat(webAcl.path("DefaultAction")).isEqualTo(Json.parse("{\"Allow\": {}}"));
        assertThat(webAcl.path("Rules").get(0).path("Name").asText()).isEqualTo("r");
        assertThat(webAcl.path("Capacity").asInt()).isEqualTo(20);
        assertThat(webAcl.path("LabelNamespace").asText()).isEqualTo("awswaf:123456789012:webacl:acl:");
        assertThat(call("ListWebACLs", "{\"Scope\": \"REGIONAL\"}")
                        .path("WebACLs")
                        .get(0))
                .isEqualTo(made);
    }

    @Test
    void whoChangesAWebAclHasToHaveSeenItAsItIs() {
        JsonNode made = create("acl", "Allow", "");
        String token = made.path("LockToken").asText();

        String next = call("UpdateWebACL", change(made, token, "Block"))
                .path("NextLockToken")
                .asText();
        assertThat(next).isNotEqualTo(token);
        assertThat(error("UpdateWebACL", change(made, token, "Allow")))
                .isEqualTo("WAFOptimisticLockException: AWS WAF couldn’t save your changes because someone changed the "
                        + "resource after you started to edit it. Reapply your changes.");
        assertThat(error("DeleteWebACL", named(made, token))).startsWith("WAFOptimisticLockException");
        call("DeleteWebACL", named(made, next));
        assertThat(error("DeleteWebACL", named(made, next))).isEqualTo(NONEXISTENT);
    }

    @Test
    void aStageIsAssociatedWithOneWebAcl() {
        JsonNode acl = create("acl", "Block", "");
        String arn = acl.path("ARN").asText();
        stages.webAcls.put("abc/live", Optional.empty());

        assertThat(call("GetWebACLForResource", "{\"ResourceArn\": \"" + STAGE + "\"}"))
                .isEqualTo(Json.object());
        call("AssociateWebACL", association(arn, STAGE));
        assertThat(call("GetWebACLForResource", "{\"ResourceArn\": \"" + STAGE + "\"}")
                        .path("WebACL")
                        .path("ARN")
                        .asText())
                .isEqualTo(arn);
        assertThat(call("ListResourcesForWebACL", "{\"WebACLArn\": \"" + arn + "\"}"))
                .isEqualTo(Json.parse("{\"ResourceArns\": []}"));
        assertThat(call(
                        "ListResourcesForWebACL",
                        "{\"WebACLArn\": \"" + arn + "\", \"ResourceType\": \"API_GATEWAY\"}"))
                .isEqualTo(Json.parse("{\"ResourceArns\": [\"" + STAGE + "\"]}"));
        assertThat(error("DeleteWebACL", named(acl, acl.path("LockToken").asText())))
                .isEqualTo("WAFAssociatedItemException: AWS WAF couldn’t perform the operation because your resource "
                        + "is being used by another resource or it’s associated with another resource.");
        call("DisassociateWebACL", "{\"ResourceArn\": \"" + STAGE + "\"}");
        call("DeleteWebACL", named(acl, acl.path("LockToken").asText()));
    }

    @Test
    void whatIsNotThereCannotBeAssociated() {
        String arn = create("acl", "Allow", "").path("ARN").asText();
        stages.webAcls.put("abc/live", Optional.empty());

        assertThat(error("AssociateWebACL", association(arn + "0", STAGE)))
                .isEqualTo(NONEXISTENT + " The local AWS does not support web ACLs that were not made in it: " + arn
                        + "0; make one with aws wafv2 create-web-acl.");
        assertThat(error("AssociateWebACL", association(arn, STAGE + "2"))).isEqualTo(NONEXISTENT);
        assertThat(error("AssociateWebACL", association(arn, "arn:aws:apigateway:us-east-1::/apis/abc/stages/live")))
                .isEqualTo("WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with "
                        + "arn: and includes other information separated by colons or slashes., field: RESOURCE_ARN, "
                        + "parameter: arn:aws:apigateway:us-east-1::/apis/abc/stages/live");
        stages.unseen = true;
        assertThat(error("AssociateWebACL", association(arn, STAGE))).isEqualTo(UNAVAILABLE);
        stages.unseen = false;
        lag = Duration.ofSeconds(1);
        String young = create("young", "Allow", "").path("ARN").asText();
        assertThat(error("AssociateWebACL", association(young, STAGE))).isEqualTo(UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACTLY,       /live/admin, true",
        "EXACTLY,       /live/admin/, false",
        "STARTS_WITH,   /live/admin/x, true",
        "STARTS_WITH,   /x/live/admin, false",
        "ENDS_WITH,     /x/live/admin, true",
        "ENDS_WITH,     /live/admin/x, false",
        "CONTAINS,      /x/live/admin/x, true",
        "CONTAINS,      /live/Admin, false"
    })
    void aByteMatchLooksWhereItsConstraintSays(String constraint, String path, boolean blocked) {
        String arn = create("acl", "Allow", rule(byteMatch("\"UriPath\": {}", constraint, "/live/admin", "NONE")))
                .path("ARN")
                .asText();

        assertThat(waf.blocks(arn, path, request("GET", "", Map.of()))).isEqualTo(blocked);
    }

    @Test
    void aWordStandsAlone() {
        String arn = create(
                        "acl", "Allow", rule(byteMatch("\"QueryString\": {}", "CONTAINS_WORD", "drop", "LOWERCASE")))
                .path("ARN")
                .asText();

        assertThat(waf.blocks(arn, "/", request("GET", "a=DROP", Map.of()))).isTrue();
        assertThat(waf.blocks(arn, "/", request("GET", "a=dropped", Map.of()))).isFalse();
    }

    @Test
    void statementsCombine() {
        String post = byteMatch("\"Method\": {}", "EXACTLY", "POST", "NONE");
        String agent = byteMatch("\"SingleHeader\": {\"Name\": \"user-agent\"}", "STARTS_WITH", "bot", "LOWERCASE");
        String arn = create(
                        "acl",
                        "Allow",
                        rule("{\"AndStatement\": {\"Statements\": [" + post + ", {\"NotStatement\": {\"Statement\": "
                                + agent + "}}]}}"))
                .path("ARN")
                .asText();

        assertThat(waf.blocks(arn, "/", request("POST", "", Map.of()))).isTrue();
        assertThat(waf.blocks(arn, "/", request("POST", "", Map.of("User-Agent", List.of("Bot/1")))))
                .isFalse();
        assertThat(waf.blocks(arn, "/", request("GET", "", Map.of()))).isFalse();
    }

    @Test
    void theFirstRuleThatDecidesCountsAndCountingDecidesNothing() {
        String all = byteMatch("\"UriPath\": {}", "STARTS_WITH", "/", "NONE");
        String arn = create(
                        "acl",
                        "Block",
                        rule("c", 0, "Count", all) + ", " + rule("b", 2, "Block", all) + ", "
                                + rule("a", 1, "Allow", all))
                .path("ARN")
                .asText();

        assertThat(waf.blocks(arn, "/", request("GET", "", Map.of()))).isFalse();
        assertThat(waf.blocks(arn, "", request("GET", "", Map.of()))).isTrue();
    }

    @Test
    void whatAwsRefusesAndWhatIsNotThereIsRefused() {
        create("acl", "Allow", "");
        assertThat(error("CreateWebACL", acl("acl", "Allow", "")))
                .isEqualTo("WAFDuplicateItemException: AWS WAF couldn’t perform the operation because some resource in "
                        + "your request is a duplicate of an existing one.");
        assertThat(error("CreateWebACL", acl("b", "Allow", rule("{}"))))
                .isEqualTo("WAFInvalidParameterException: Error reason: EXACTLY_ONE_CONDITION_REQUIRED, field: "
                        + "STATEMENT, parameter: Statement");
        assertThat(error("CreateWebACL", acl("b", "Allow", rule("{\"GeoMatchStatement\": {}}"))))
                .isEqualTo(
                        "NotImplemented: The local AWS does not support wafv2 CreateWebACL with "
                                + "rules.1.member.statement.GeoMatchStatement. docs/supported-operations.md lists what it does.");
        assertThat(error("ListWebACLs", "{\"Scope\": \"GLOBAL\"}"))
                .isEqualTo("ValidationException: 1 validation error detected: Value 'GLOBAL' at 'scope' failed to "
                        + "satisfy constraint: Member must satisfy enum value set: [CLOUDFRONT, REGIONAL]");
        assertThat(error("ListWebACLs", "{\"Scope\": \"CLOUDFRONT\"}"))
                .startsWith("NotImplemented: The local AWS does not support wafv2 ListWebACLs with Scope CLOUDFRONT.");
        assertThat(error("ListIPSets", "{}"))
                .startsWith("NotImplemented: The local AWS does not support wafv2 ListIPSets.");
        var elsewhere = new Account("123456789012", "eu-west-1", loop, 1);
        assertThat(error(
                        new WafWire(elsewhere, new WebAclService(elsewhere, stages, () -> lag)),
                        "ListWebACLs",
                        "{\"Scope\": \"CLOUDFRONT\"}"))
                .isEqualTo("WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, "
                        + "parameter: CLOUDFRONT");
    }

    private static final class Stages implements ProtectedStages {

        private final Map<String, Optional<String>> webAcls = new TreeMap<>();
        private boolean unseen;

        @Override
        public Presence presence(String restApiId, String stageName) {
            return !webAcls.containsKey(restApiId + "/" + stageName)
                    ? Presence.MISSING
                    : unseen ? Presence.NOT_YET_SEEN : Presence.THERE;
        }

        @Override
        public void associate(String restApiId, String stageName, String webAclArn) {
            webAcls.put(restApiId + "/" + stageName, Optional.ofNullable(webAclArn));
        }

        @Override
        public Optional<String> webAclOf(String restApiId, String stageName) {
            return webAcls.get(restApiId + "/" + stageName);
        }

        @Override
        public List<String> stagesOf(String webAclArn) {
            return webAcls.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(Optional.of(webAclArn)))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private JsonNode create(String name, String defaultAction, String rules) {
        return call("CreateWebACL", acl(name, defaultAction, rules)).path("Summary");
    }

    private static String acl(String name, String defaultAction, String rules) {
        return "{\"Name\": \"" + name + "\", \"Scope\": \"REGIONAL\", \"DefaultAction\": {\"" + defaultAction
                + "\": {}}, \"Rules\": [" + rules + "], " + VISIBILITY + "}";
    }

    private static String change(JsonNode acl, String token, String defaultAction) {
        return "{\"Name\": \"acl\", \"Scope\": \"REGIONAL\", \"Id\": \""
                + acl.path("Id").asText()
                + "\", \"LockToken\": \"" + token + "\", \"DefaultAction\": {\"" + defaultAction + "\": {}}, "
                + VISIBILITY + "}";
    }

    private static String named(JsonNode acl, String token) {
        return "{\"Name\": \"acl\", \"Scope\": \"REGIONAL\", \"Id\": \""
                + acl.path("Id").asText() + "\", \"LockToken\": \"" + token + "\"}";
    }

    private static String association(String webAcl, String resource) {
        return "{\"WebACLArn\": \"" + webAcl + "\", \"ResourceArn\": \"" + resource + "\"}";
    }

    private static String rule(String statement) {
        return rule("r", 0, "Block", statement);
    }

    private static String rule(String name, int priority, String action, String statement) {
        return "{\"Name\": \"" + name + "\", \"Priority\": " + priority + ", \"Action\": {\"" + action
                + "\": {}}, \"Statement\": " + statement + ", " + VISIBILITY + "}";
    }

    private static String byteMatch(String field, String constraint, String search, String transformation) {
        return "{\"ByteMatchStatement\": {\"FieldToMatch\": {" + field + "}, \"PositionalConstraint\": \"" + constraint
                + "\", \"SearchString\": \""
                + Base64.getEncoder().encodeToString(search.getBytes(StandardCharsets.UTF_8))
                + "\", \"TextTransformations\": [{\"Priority\": 0, \"Type\": \"" + transformation + "\"}]}}";
    }

    private static Request request(String method, String query, Map<String, List<String>> headers) {
        return new Request(method, "/", query, headers, null);
    }

    private JsonNode call(String operation, String body) {
        return call(wire, operation, body);
    }

    private static JsonNode call(WafWire wire, String operation, String body) {
        Response response = wire.route(new Request(
                        "POST",
                        "/",
                        "",
                        Map.of("X-Amz-Target", List.of("AWSWAF_20190729." + operation)),
                        body.getBytes(StandardCharsets.UTF_8)))
                .action()
                .get();
        return Json.parse(response.body());
    }

    private String error(String operation, String body) {
        return error(wire, operation, body);
    }

    private static String error(WafWire wire, String operation, String body) {
        try {
            return call(wire, operation, body).toString();
        } catch (AwsException e) {
            return e.code() + ": " + e.getMessage();
        }
    }
}
