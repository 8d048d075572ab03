package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.PublicationPolicy.PublishMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationPolicyTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";
    private static final String REMEDY =
            "run aws elbv2 add-tags --resource-arns " + ARN + " --tags Key=gatelink:publish,Value=true.";

    private static String refusal(PublishMode mode, Map<String, String> tags) {
        return new PublicationPolicy(mode, "V1", false).refusal(ARN, tags).orElse(null);
    }

    @Test
    void withOptInOnlyWhatIsTaggedIsWanted() {
        assertThat(refusal(PublishMode.OPT_IN, Map.of("gatelink:publish", "true")))
                .isNull();
        assertThat(refusal(PublishMode.OPT_IN, Map.of("team", "orders")))
                .isEqualTo("Load balancer " + ARN
                        + " has no tag gatelink:publish, and is published only with the value true: " + REMEDY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "TRUE", "true ", "yes", "", "standby"})
    void noValueButTrueIsAnOptIn(String value) {
        for (PublishMode mode : new PublishMode[] {PublishMode.OPT_IN, PublishMode.ALL}) {
            assertThat(refusal(mode, Map.of("gatelink:publish", value)))
                    .isEqualTo("Load balancer " + ARN
                            + " has the tag gatelink:publish = \"" + value
                            + "\", and is published only with the value true: "
                            + REMEDY);
        }
    }

    @Test
    void aTagThatOnlyLooksLikeOptInIsNamed() {
        assertThat(refusal(PublishMode.OPT_IN, Map.of("Gatelink:publish", "true")))
                .isEqualTo("Load balancer " + ARN
                        + " has no tag gatelink:publish (its tag \"Gatelink:publish\" is another one), and is "
                        + "published only "
                        + "with the value true: " + REMEDY);
    }

    @Test
    void withAllAnUntaggedApplicationLoadBalancerIsToldToAskForALinkThatLeadsToIt() {
        String arn = ARN.replace("/net/", "/app/");
        assertThat(new PublicationPolicy(PublishMode.ALL, "V1", false).refusal(arn, Map.of()))
                .contains("Load balancer " + arn + " is an application load balancer, to which only VPC links of "
                        + "version 2 lead: run aws elbv2 add-tags --resource-arns " + arn
                        + " --tags Key=gatelink:link,Value=v2, or deploy the stack with LinkVersion=V2.");
    }

    @Test
    void withAllAnUntaggedOneIsWantedAndWithNoneNothingIs() {
        assertThat(refusal(PublishMode.ALL, Map.of())).isNull();
        assertThat(refusal(PublishMode.NONE, Map.of("gatelink:publish", "true")))
                .isEqualTo("This stack publishes no " + "load balancers, so not " + ARN
                        + " either: deploy the stack with PublishMode=OPT_IN.");
    }

    @Test
    void aHostileValueIsShortenedAndShownAsPlainText() {
        assertThat(refusal(PublishMode.OPT_IN, Map.of("gatelink:publish", "\ud83d\ude00".repeat(128))))
                .isEqualTo("Load balancer " + ARN + " has the tag gatelink:publish = \"" + "\\ud83d\\ude00".repeat(10)
                        + "...\", and is published only with the value true: " + REMEDY);
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, , AWS_IAM", "API_KEY, , API_KEY", "API_KEY, AWS_IAM, AWS_IAM", "AWS_IAM, AWS_IAM, AWS_IAM"})
    void aTagMayTightenTheAuthorization(String stack, String asked, String expected) {
        assertThat(authorization(false, stack, asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, NONE", "AWS_IAM, API_KEY", "API_KEY, NONE"})
    void aTagWeakensTheAuthorizationOnlyIfTheStackAllowsIt(String stack, String asked) {
        assertThat(authorization(true, stack, asked)).isEqualTo(asked);
        assertThatThrownBy(() -> authorization(false, stack, asked))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:authorization is \"" + asked + "\", which is weaker than this stack's "
                        + stack
                        + ", and the stack does not allow that: run aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:authorization,Value=" + stack
                        + ", or deploy the stack with AllowWeakerAuthorization=true.");
    }

    private static String authorization(boolean allowWeakerAuthorization, String stack, String asked) {
        return new PublicationPolicy(PublishMode.OPT_IN, "V1", allowWeakerAuthorization)
                .authorization(
                        ARN,
                        PublicationTags.of(ARN, asked == null ? Map.of() : Map.of("gatelink:authorization", asked)),
                        stack,
                        new AuthorizerParameters(List.of(), ""));
    }

    private static String withAuthorizers(String stack, String asked, String pool, String function) {
        return new PublicationPolicy(PublishMode.OPT_IN, "V1", false)
                .authorization(
                        ARN,
                        PublicationTags.of(ARN, Map.of("gatelink:authorization", asked)),
                        stack,
                        new AuthorizerParameters(
                                pool == null ? List.of() : List.of(pool), function == null ? "" : function));
    }

    /** What the parameters name is allowed, and so is what is stronger than one of them. */
    @ParameterizedTest
    @CsvSource({
        "AWS_IAM, COGNITO, pool, ",
        "AWS_IAM, CUSTOM, , function",
        "AWS_IAM, COGNITO, pool, function",
        "API_KEY, COGNITO, pool, ",
        "API_KEY, CUSTOM, , function",
        "COGNITO, AWS_IAM, pool, ",
        "CUSTOM, COGNITO, pool, function",
        "COGNITO, CUSTOM, pool, function"
    })
    void aTagMayAskForWhatTheParametersNameOrForMore(String stack, String asked, String pool, String function) {
        assertThat(withAuthorizers(stack, asked, pool, function)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_IAM, API_KEY, pool, , COGNITO",
        "AWS_IAM, API_KEY, pool, function, CUSTOM",
        "CUSTOM, NONE, , function, CUSTOM",
        "API_KEY, NONE, pool, function, API_KEY"
    })
    void aTagMayNotAskForLessThanTheWeakestOfThem(
            String stack, String asked, String pool, String function, String floor) {
        assertThatThrownBy(() -> withAuthorizers(stack, asked, pool, function))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessageStartingWith("Tag gatelink:authorization is \"" + asked
                        + "\", which is weaker than this stack's " + floor + ", and the stack does not allow that: run "
                        + "aws elbv2 add-tags --resource-arns " + ARN + " --tags Key=gatelink:authorization,Value="
                        + stack);
    }

    @ParameterizedTest
    @CsvSource({"COGNITO, CognitoUserPoolArns, , function", "CUSTOM, AuthorizerFunctionArn, pool, "})
    void whatNothingDecidesOnIsRefused(String asked, String parameter, String pool, String function) {
        assertThatThrownBy(() -> withAuthorizers("AWS_IAM", asked, pool, function))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:authorization is \"" + asked + "\", but the stack's parameter " + parameter
                        + " is empty: run aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:authorization,Value=AWS_IAM, or deploy the stack with this parameter.");
    }

    /** Each with an authorizer of the API, or a key, where it asks for one. */
    @ParameterizedTest
    @CsvSource({
        "AWS_IAM, false, AWS_IAM COGNITO CUSTOM API_KEY NONE",
        "COGNITO_USER_POOLS, false, COGNITO NONE",
        "CUSTOM, false, CUSTOM NONE",
        "NONE, true, API_KEY NONE",
        "NONE, false, NONE"
    })
    void aMethodIsGoodEnoughForTheseAndForNoOther(String type, boolean key, String goodEnough) {
        for (String authorization : List.of("AWS_IAM", "COGNITO", "CUSTOM", "API_KEY", "NONE")) {
            assertThat(Authorization.isWeaker(type, key, authorization))
                    .as(authorization)
                    .isNotEqualTo(List.of(goodEnough.split(" ")).contains(authorization));
        }
    }
}
