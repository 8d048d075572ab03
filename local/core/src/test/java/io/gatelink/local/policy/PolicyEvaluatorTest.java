package io.gatelink.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.policy.PolicyEvaluator.Grant;
import io.gatelink.local.policy.PolicyEvaluator.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEvaluatorTest {

    private static final Permission GET_LINK =
            Permission.of("apigateway:GET", "arn:aws:apigateway:us-east-1::/vpclinks/abc");

    @Test
    void nothingIsAllowedUnlessAStatementAllowsIt() {
        assertThat(PolicyEvaluator.decide(List.of(), GET_LINK).outcome()).isEqualTo(Outcome.IMPLICITLY_DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "apigateway:GET, arn:aws:apigateway:us-east-1::/vpclinks/abc, true",
        "APIGateway:get, arn:aws:apigateway:us-east-1::/vpclinks/*, true",
        "apigateway:*, *, true",
        "*, arn:aws:*, true",
        "apigateway:G?T, arn:aws:apigateway:us-east-1::/vpclinks/a?c, true",
        "apigateway:GE, *, false",
        "apigateway:GETS, *, false",
        "apigateway:G?, *, false",
        "apigateway:GET, arn:aws:apigateway:us-east-1::/vpclinks, false",
        "apigateway:GET, arn:aws:apigateway:us-east-1::/VPCLINKS/abc, false",
        "apigateway:GET, arn:aws:apigateway:us-east-1::/vpclinks/a?, false",
        "apigateway:GET, arn:aws:apigateway:us-east-1::/*/abc/*, false"
    })
    void actionsMatchWithoutRegardToCaseAndResourcesWithIt(String action, String resource, boolean allowed) {
        assertThat(PolicyEvaluator.decide(List.of(allow(action, resource, Map.of())), GET_LINK)
                        .isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void anExplicitDenyWinsWhereverItStands() {
        var allow = allow("*", "*", Map.of());
        var deny = new PolicyStatement("Deny", List.of("apigateway:*"), List.of("*"), Map.of());

        assertThat(PolicyEvaluator.decide(List.of(allow, deny), GET_LINK).outcome())
                .isEqualTo(Outcome.EXPLICITLY_DENIED);
        assertThat(PolicyEvaluator.decide(List.of(deny, allow), GET_LINK).outcome())
                .isEqualTo(Outcome.EXPLICITLY_DENIED);
    }

    @Test
    void aDecisionNamesEveryGrantThatAllows() {
        var statements = List.of(
                allow("ec2:*", "*", Map.of()),
                new PolicyStatement(
                        "Allow",
                        List.of("apigateway:POST", "apigateway:GET"),
                        List.of("arn:aws:apigateway:us-east-1::/restapis", "arn:aws:apigateway:us-east-1::/vpclinks/*"),
                        Map.of()),
                allow("apigateway:GET", "*", Map.of()));

        assertThat(PolicyEvaluator.decide(statements, GET_LINK).grants())
                .containsExactly(
                        new Grant(1, "apigateway:GET", "arn:aws:apigateway:us-east-1::/vpclinks/*"),
                        new Grant(2, "apigateway:GET", "*"));
        assertThat(PolicyEvaluator.grants(statements)).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        // operator, values of the policy, values of the request (- for none), whether it holds
        "StringEquals, a, a, true",
        "StringEquals, a|b, b, true",
        "StringEquals, a, A, false",
        "StringEquals, a*, ab, false",
        "StringEquals, a, -, false",
        "StringEqualsIfExists, a, -, true",
        "StringEqualsIfExists, a, b, false",
        "StringNotEquals, a, b, true",
        "StringNotEquals, a|b, b, false",
        "StringNotEquals, a, -, true",
        "StringLike, a*c, abbc, true",
        "StringLike, a?c, abbc, false",
        "StringLike, a${*}c, a*c, true",
        "StringLike, a${*}c, abc, false",
        "StringLike, a${?}*, a?bc, true",
        "StringLike, ${$}{*}, ${*}, true",
        "StringEquals, a${*}, a*, true",
        "StringEquals, a${*}, ab, false",
        "StringNotLike, a*, abc, false",
        "Bool, true, TRUE, true",
        "Bool, true, false, false",
        "Bool, true, -, false",
        "Null, true, -, true",
        "Null, true, a, false",
        "Null, false, a, true",
        "Null, false, -, false",
        "ArnEquals, arn:aws:sqs:*:1:q, arn:aws:sqs:eu-west-1:1:q, true",
        "ArnLike, arn:aws:sqs:*:q, arn:aws:sqs:eu-west-1:1:q, false",
        "ArnLike, arn:*:sqs:*:*:q*, arn:aws:sqs:eu-west-1:1:queue, true",
        "ArnNotEquals, arn:aws:sqs:*:1:q, arn:aws:sqs:eu-west-1:1:q, false",
        "ForAllValues:StringEquals, a|b, a, true",
        "ForAllValues:StringEquals, a|b, a|b, true",
        "ForAllValues:StringEquals, a|b, a|c, false",
        "ForAllValues:StringEquals, a, -, true",
        "ForAllValues:StringLike, gatelink:*, gatelink:owner|gatelink:execution, true",
        "ForAnyValue:StringEquals, a|b, c|a, true",
        "ForAnyValue:StringEquals, a|b, c|d, false",
        "ForAnyValue:StringEquals, a, -, false",
        "ForAnyValue:StringNotEquals, a, a|b, true",
        "ForAllValues:StringNotEquals, a, a|b, false"
    })
    void conditionsHoldAsIamDocumentsThem(String operator, String wanted, String actual, boolean holds) {
        var condition = Map.of(operator, Map.of("aws:TagKeys", values(wanted)));
        var permission =
                new Permission("ec2:Do", "*", actual.equals("-") ? Map.of() : Map.of("AWS:tagkeys", values(actual)));

        assertThat(PolicyEvaluator.decide(List.of(allow("ec2:Do", "*", condition)), permission)
                        .isAllowed())
                .isEqualTo(holds);
    }

    @Test
    void everyConditionOfAStatementMustHold() {
        var condition = Map.of(
                "StringEquals", Map.of("a", List.of("1"), "b", List.of("2")), "Null", Map.of("c", List.of("true")));
        var statement = List.of(allow("ec2:Do", "*", condition));

        assertThat(PolicyEvaluator.decide(
                                statement, new Permission("ec2:Do", "*", Map.of("a", List.of("1"), "b", List.of("2"))))
                        .isAllowed())
                .isTrue();
        assertThat(PolicyEvaluator.decide(statement, new Permission("ec2:Do", "*", Map.of("a", List.of("1"))))
                        .isAllowed())
                .isFalse();
        assertThat(PolicyEvaluator.decide(
                                statement,
                                new Permission(
                                        "ec2:Do", "*", Map.of("a", List.of("1"), "b", List.of("2"), "c", List.of("3"))))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void aPatternFullOfWildcardsIsDecidedInNoTime() {
        assertThat(Wildcards.match("*a".repeat(500) + "b", "a".repeat(50_000))).isFalse();
    }

    private static List<String> values(String joined) {
        return Arrays.asList(joined.split("\\|"));
    }

    private static PolicyStatement allow(
            String action, String resource, Map<String, Map<String, List<String>>> condition) {
        return new PolicyStatement("Allow", List.of(action), List.of(resource), condition);
    }
}
