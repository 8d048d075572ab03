package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A web ACL of AWS WAF before the stages of a stack. */
class WebAclTest {

    private static final String NOT_THERE =
            "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/gatelink/00000000-0000-4000-8000-000000000000";

    /** The ids that the local AWS gives are the same in every simulation, whose first new thing this is. */
    static final String ARN = arnOfTheFirst();

    private final List<String> calls = new ArrayList<>();
    private final Faults counter = new Faults() {
        @Override
        public Duration before(ApiCall call) {
            if (List.of("apigateway", "wafv2").contains(call.service())) {
                calls.add(call.operation());
            }
            return Duration.ZERO;
        }
    };
    private Life life;

    @AfterEach
    void close() {
        life.close();
    }

    private static String arnOfTheFirst() {
        try (var life = Life.begin()) {
            return create(life, "first");
        }
    }

    /** One that blocks requests for a path below the stage {@code /live/} that begins so. */
    static String create(Life life, String path) {
        return life.waf("CreateWebACL", """
                {"Name": "gatelink", "Scope": "REGIONAL", "DefaultAction": {"Allow": {}},
                 "VisibilityConfig": {"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false,
                                      "MetricName": "m"},
                 "Rules": [{"Name": "paths", "Priority": 0, "Action": {"Block": {}},
                            "VisibilityConfig": {"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false,
                                                 "MetricName": "b"},
                            "Statement": {"ByteMatchStatement": {
                                "FieldToMatch": {"UriPath": {}}, "PositionalConstraint": "STARTS_WITH",
                                "SearchString": "%s",
                                "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}}]}""".formatted(
                                Base64.getEncoder().encodeToString(("/live/" + path).getBytes(StandardCharsets.UTF_8))))
                .at("/Summary/ARN")
                .asText();
    }

    private void begin(String webAclArn, String blocked) {
        life = Life.begin(
                counter, Map.of("AccessLogs", "OFF", "WebAclArn", webAclArn, "AllowWeakerAuthorization", "true"));
        if (webAclArn.equals(ARN)) {
            assertThat(create(life, blocked)).isEqualTo(ARN);
        }
    }

    private Stage stage() {
        return life.simulation.aws.apiGateway().stages().getStage(life.onlyApi().id(), "live");
    }

    @Test
    void everyStageHasItBeforeItLeadsAnywhere() {
        begin(ARN, "admin");
        life.publish("orders", "gatelink:authorization", "NONE");

        assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(stage().webAclArn()).isEqualTo(ARN);
        assertThat(calls).containsSubsequence("CreateStage", "AssociateWebACL", "UpdateStage");
        String live = life.onlyApi().id() + "/live/";
        assertThat(life.get(live + "orders").status()).isEqualTo(200);
        assertThat(life.get(live + "admin").body()).isEqualTo("{\"message\":\"Forbidden\"}");
    }

    @Test
    void publishedAgainOnlyAChangedAssociationIsRepaired() {
        begin(ARN, "admin");
        String orders = life.publish("orders");
        calls.clear();
        life.run("again", orders);
        assertThat(calls).isNotEmpty().allMatch(call -> call.startsWith("Get"));

        String stage =
                "arn:aws:apigateway:us-east-1::/restapis/" + life.onlyApi().id() + "/stages/live";
        life.waf("DisassociateWebACL", "{\"ResourceArn\": \"" + stage + "\"}");
        assertThat(stage().webAclArn()).isNull();
        life.run("repair", orders);
        assertThat(stage().webAclArn()).isEqualTo(ARN);
    }

    @Test
    void withoutTheParameterNothingAsksForWebAclsAndWhatOthersAssociateStays() {
        begin("", "");
        String arn = create(life, "admin");
        String orders = life.publish("orders");
        String stage =
                "arn:aws:apigateway:us-east-1::/restapis/" + life.onlyApi().id() + "/stages/live";
        life.waf("AssociateWebACL", "{\"WebACLArn\": \"" + arn + "\", \"ResourceArn\": \"" + stage + "\"}");
        calls.clear();
        life.run("again", orders);

        assertThat(stage().webAclArn()).isEqualTo(arn);
        assertThat(calls).doesNotContain("AssociateWebACL", "DisassociateWebACL");
    }

    @Test
    void oneThatIsNotThereFailsThePublicationByName() {
        begin(NOT_THERE, "");
        String orders = life.create("orders", "gatelink:publish", "true");
        Execution execution = life.run("first", orders);

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.error()).contains("InvalidConfigurationException");
        assertThat(execution.cause().orElseThrow())
                .startsWith("AWS WAF does not associate stage live of REST API ")
                .contains(" with web ACL " + NOT_THERE + " (")
                .endsWith("): deploy the stack with WebAclArn = the ARN of a regional web ACL that exists, or with "
                        + "none.");
        assertThat(life.simulation.apis()).isEmpty();
    }

    @Test
    void aWebAclThatBlocksTheSmokeTestIsNamed() {
        begin(ARN, "");
        String orders = life.create("orders", "gatelink:publish", "true");
        Execution execution = life.run("first", orders);

        assertThat(execution.error()).contains("SmokeTestFailedException");
        assertThat(execution.cause().orElseThrow())
                .contains("x-amzn-ErrorType: ForbiddenException")
                .endsWith("look at the API's resource policy, at the service control policies of the account, and at "
                        + "the rules of web ACL " + ARN + ".");
    }
}
