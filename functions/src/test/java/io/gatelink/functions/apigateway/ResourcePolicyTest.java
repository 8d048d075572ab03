package io.gatelink.functions.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePolicyTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/smoke";

    private static String policy(String organization, String... endpoints) {
        return new ResourcePolicy(organization, List.of(endpoints), "AWS_IAM", false, "live", ROLE, "123456789012")
                .text();
    }

    private static String statement(String effect, String condition) {
        return "{\"Effect\":\"" + effect + "\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\","
                + "\"Resource\":\"execute-api:/*\",\"Condition\":" + condition + "}";
    }

    @Test
    void withoutParametersThereIsNone() {
        assertThat(policy("")).isEmpty();
    }

    @Test
    void membersOfTheOrganizationAndTheSmokeTestComeThroughAndOnlyOtherAccountsAreGrantedAnything() {
        assertThat(policy("o-a1b2c3d4e5"))
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"},"
                        + "\"StringNotEquals\":{\"aws:PrincipalAccount\":\"123456789012\"}}},"
                        + "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\","
                        + "\"Condition\":{\"ArnNotEquals\":{\"aws:PrincipalArn\":\"" + ROLE + "\"},"
                        + "\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}]}");
    }

    /** An Allow would let in callers of this account who sign, and whom IAM allows nothing. */
    @Test
    void endpointsAreAWayInForThoseWhomIamAllowsItAndTheSmokeTestNeedsNone() {
        assertThat(policy("", "vpce-0a1b2c3d", "vpce-0a1b2c3e"))
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + statement(
                                "Deny",
                                "{\"StringNotEquals\":{\"aws:SourceVpce\":[\"vpce-0a1b2c3d\",\"vpce-0a1b2c3e\"]}}")
                        + "]}");
    }

    @Test
    void browsersPreflightRequestsWhichAreNeverSignedAreAllowedThroughTheEndpoints() {
        assertThat(new ResourcePolicy("", List.of("vpce-0a1b2c3d"), "AWS_IAM", true, "live", ROLE, "123456789012")
                        .text())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + statement("Allow", "{\"StringEquals\":{\"aws:SourceVpce\":[\"vpce-0a1b2c3d\"]}}")
                                .replace("execute-api:/*", "execute-api:/live/OPTIONS/*")
                        + ","
                        + statement("Deny", "{\"StringNotEquals\":{\"aws:SourceVpce\":[\"vpce-0a1b2c3d\"]}}") + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"API_KEY", "NONE"})
    void requestsWithoutASignatureAreAllowedThroughTheEndpointsOnly(String authorization) {
        assertThat(new ResourcePolicy("", List.of("vpce-0a1b2c3d"), authorization, false, "live", ROLE, "123456789012")
                        .text())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + statement("Allow", "{\"StringEquals\":{\"aws:SourceVpce\":[\"vpce-0a1b2c3d\"]}}") + ","
                        + statement("Deny", "{\"StringNotEquals\":{\"aws:SourceVpce\":[\"vpce-0a1b2c3d\"]}}") + "]}");
    }

    @Test
    void bothHaveToHold() {
        assertThat(policy("o-a1b2c3d4e5", "vpce-0a1b2c3d").split("\"Deny\"")).hasSize(3);
        assertThat(policy("o-a1b2c3d4e5", "vpce-0a1b2c3d")).doesNotContain(ROLE);
    }

    @Test
    void thePolicyThatApiGatewayShowsIsRecognized() {
        String wanted = policy("o-a1b2c3d4e5", "vpce-0a1b2c3d");
        String expanded = wanted.replace("execute-api:/*", "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*")
                .replace("[\"vpce-0a1b2c3d\"]", "\"vpce-0a1b2c3d\"")
                .replace(",", ", ")
                .replace("\"Principal\":\"*\"", "\"Principal\":{\"AWS\":\"*\"}");

        assertThat(expanded).isNotEqualTo(wanted);
        assertThat(ResourcePolicy.isSame(wanted, wanted)).isTrue();
        assertThat(ResourcePolicy.isSame(wanted, expanded)).isTrue();
        assertThat(ResourcePolicy.isSame(wanted, expanded.replace("\"", "\\\"")))
                .isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"{}", "{", "\"", "null", "[]", "{\\\"Version\\\":"})
    void anotherPolicyIsAnother(String shown) {
        assertThat(ResourcePolicy.isSame(policy("o-a1b2c3d4e5"), shown)).isFalse();
        assertThat(ResourcePolicy.isSame(policy("o-a1b2c3d4e5"), policy("o-a1b2c3d4e6")))
                .isFalse();
        assertThat(ResourcePolicy.isSame("", shown)).isEqualTo(shown == null || shown.isEmpty());
    }
}
