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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";
    private static final String POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:decide";
    private static final String HASH = "0".repeat(64);

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "PUBLISH_MODE",
            "OPT_IN",
            "ALLOW_WEAKER_AUTHORIZATION",
            "false",
            "AUTHORIZATION",
            "AWS_IAM",
            "LINK_VERSION",
            "V1",
            "SMOKE_TEST_PATH",
            "/",
            "SMOKE_TEST_EXPECT",
            "2xx,3xx",
            "INTEGRATION_TIMEOUT_MILLIS",
            "29000",
            "AWS_REGION",
            "us-east-1",
            "SMOKE_TEST_ROLE_ARN",
            "arn:aws:iam::123456789012:role/smoke"));

    DefaultsTest() {
        variables.put("STAGE_NAME", "live");
    }

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
                        null,
                        HASH);
    }

    @Test
    void whatNoTagSaysTheParametersSay() {
        assertThat(defaults().policy()).isEqualTo(new PublicationPolicy(PublishMode.OPT_IN, "V1", false));
        assertThat(wanted(Map.of()))
                .isEqualTo(new Wanted(
                        "http://orders.example.com:80",
                        "AWS_IAM",
                        "live",
                        "/",
                        "2xx,3xx",
                        "29000",
                        "http_proxy",
                        "buffered",
                        null,
                        null,
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
                        "http://orders.example.com:80",
                        "AWS_IAM",
                        "v2",
                        "/health",
                        "200,401",
                        "500",
                        "http",
                        "buffered",
                        null,
                        null,
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

    @Test
    void userPoolsAndAFunctionOfThisAccountAndRegionAreTaken() {
        variables.put("COGNITO_USER_POOL_ARNS", POOL + "b," + POOL + "a," + POOL + "b");
        variables.put("AUTHORIZER_FUNCTION_ARN", FUNCTION + ":live");

        assertThat(defaults().authorizers())
                .isEqualTo(new AuthorizerParameters(List.of(POOL + "a", POOL + "b"), FUNCTION + ":live"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a",
        "arn:aws:cognito-idp:us-east-1:210987654321:userpool/us-east-1_a",
        "'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a,'",
        "us-east-1_a"
    })
    void userPoolsOfOtherAccountsAndRegionsAreRefused(String arns) {
        variables.put("COGNITO_USER_POOL_ARNS", arns);

        assertThatThrownBy(this::defaults)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable COGNITO_USER_POOL_ARNS is \"" + arns
                        + "\": deploy the stack with CognitoUserPoolArns = the ARNs of user pools of this account and "
                        + "Region, with commas between them, or with none.");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:lambda:eu-west-1:123456789012:function:decide",
        "arn:aws:lambda:us-east-1:210987654321:function:decide",
        "decide"
    })
    void aFunctionOfAnotherAccountOrRegionIsRefused(String arn) {
        variables.put("AUTHORIZER_FUNCTION_ARN", arn);

        assertThatThrownBy(this::defaults)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable AUTHORIZER_FUNCTION_ARN is \"" + arn
                        + "\": deploy the stack with AuthorizerFunctionArn = the ARN of a Lambda function of this "
                        + "account and Region, or with none.");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', orders",
        "shop, '', shop",
        "'', payments, payments",
        "shop, payments, shop",
    })
    void theBasePathIsThatOfTheTagOrOfWhatIsReplacedOrTheName(String basePath, String replaces, String segment) {
        variables.put("DOMAIN_NAME", "api.example.com");
        var tags = new HashMap<String, String>();
        if (!basePath.isEmpty()) {
            tags.put("gatelink:base-path", basePath);
        }
        if (!replaces.isEmpty()) {
            tags.put("gatelink:replaces", replaces);
        }

        assertThat(wanted(tags).basePath()).isEqualTo("api.example.com/" + segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "/a", ".", "..", ".a", "a b", "(none)", "é"})
    void aBasePathIsOneSegmentThatNothingReadsOtherwise(String basePath) {
        assertThat(LoadBalancerTag.BASE_PATH.takes(basePath)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DOMAIN_NAME | API.example.com | the name of a custom domain such as api.example.com, or to nothing",
                "DOMAIN_NAME | a/b | the name of a custom domain such as api.example.com, or to nothing",
                "PUBLISH_MODE | SOME | one of OPT_IN, ALL, NONE",
                "ALLOW_WEAKER_AUTHORIZATION | yes | one of true, false",
                "AUTHORIZATION | NONE | one of AWS_IAM, COGNITO, CUSTOM, API_KEY",
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
