package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.PublicationPolicy.PublishMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";
    private static final String HASH = "0".repeat(64);

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "PUBLISH_MODE",
            "OPT_IN",
            "ALLOW_WEAKER_AUTHORIZATION",
            "false",
            "AUTHORIZATION",
            "AWS_IAM",
            "STAGE_NAME",
            "live",
            "SMOKE_TEST_PATH",
            "/",
            "SMOKE_TEST_EXPECT",
            "2xx,3xx",
            "INTEGRATION_TIMEOUT_MILLIS",
            "29000"));

    private Defaults defaults() {
        Environment environment = mock(Environment.class);
        when(environment.variable(anyString()))
                .thenAnswer(call -> Optional.ofNullable(variables.get(call.<String>getArgument(0))));
        return Defaults.of(new Settings(environment));
    }

    private Wanted wanted(Map<String, String> tags) {
        return defaults()
                .wanted(
                        LoadBalancerArn.of(ARN),
                        PublicationTags.of(ARN, tags),
                        "AWS_IAM",
                        "http://orders.example.com:80",
                        HASH);
    }

    @Test
    void whatNoTagSaysTheParametersSay() {
        assertThat(defaults().policy()).isEqualTo(new PublicationPolicy(PublishMode.OPT_IN, false));
        assertThat(wanted(Map.of()))
                .isEqualTo(new Wanted(
                        "orders",
                        "http://orders.example.com:80",
                        "AWS_IAM",
                        "live",
                        "/",
                        "2xx,3xx",
                        "29000",
                        "http_proxy",
                        "buffered",
                        null,
                        HASH));
    }

    @Test
    void tagsComeBeforeParameters() {
        assertThat(wanted(Map.of(
                        "gatelink:stage",
                        "v2",
                        "gatelink:path",
                        "/health",
                        "gatelink:expect",
                        "200 401",
                        "gatelink:timeout-ms",
                        "500",
                        "gatelink:integration",
                        "http")))
                .isEqualTo(new Wanted(
                        "orders",
                        "http://orders.example.com:80",
                        "AWS_IAM",
                        "v2",
                        "/health",
                        "200,401",
                        "500",
                        "http",
                        "buffered",
                        null,
                        HASH));
    }

    @Test
    void aStreamedAnswerMayTakeFifteenMinutes() {
        Wanted wanted = wanted(Map.of("gatelink:response", "stream", "gatelink:timeout-ms", "900000"));

        assertThat(wanted.isStreamed()).isTrue();
        assertThat(wanted.timeoutMillis()).isEqualTo("900000");
        assertThat(wanted.longestRequestSeconds()).isEqualTo(900);
    }

    @Test
    void aRequestIsUnderWayForItsTimeOutOrAsLongAsItIsStreamed() {
        assertThat(wanted(Map.of("gatelink:timeout-ms", "1001")).longestRequestSeconds())
                .isEqualTo(2);
        assertThat(wanted(Map.of("gatelink:response", "stream")).longestRequestSeconds())
                .isEqualTo(900);
    }

    @Test
    void anAnswerThatIsNotStreamedIsNotWaitedForLongerThanApiGatewayEverDoes() {
        assertThatThrownBy(() -> wanted(Map.of("gatelink:timeout-ms", "300001")))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:timeout-ms is 300001, but API Gateway waits 300000 ms at most for an answer "
                        + "that it does not stream: run aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:timeout-ms,Value=300000, or aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:response,Value=stream.");
    }

    @Test
    void anAnswerThatIsMappedIsNotStreamed() {
        assertThatThrownBy(() -> wanted(Map.of("gatelink:integration", "http", "gatelink:response", "stream")))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:response is stream, but tag gatelink:integration is http, and API Gateway "
                        + "streams no answers that it maps: run aws elbv2 remove-tags --resource-arns " + ARN
                        + " --tag-keys gatelink:integration, or, to have answers mapped, aws elbv2 remove-tags "
                        + "--resource-arns " + ARN + " --tag-keys gatelink:response.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUBLISH_MODE | SOME | one of OPT_IN, ALL, NONE",
                "ALLOW_WEAKER_AUTHORIZATION | yes | one of true, false",
                "AUTHORIZATION | NONE | one of AWS_IAM, API_KEY",
                "STAGE_NAME | a/b | a stage's name: at most 128 letters, digits, hyphens and underscores",
                "SMOKE_TEST_EXPECT | ok | statuses and classes of statuses with commas or spaces between them, such "
                        + "as 2xx "
                        + "or 200 401",
                "INTEGRATION_TIMEOUT_MILLIS | 300001 | a whole number from 50 to 300000"
            })
    void aWrongParameterIsRefusedWithTheRemedy(String variable, String value, String allowed) {
        variables.put(variable, value);

        assertThatThrownBy(this::defaults)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable " + variable + " is \"" + value + "\": set it to " + allowed + ".");
    }
}
