package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatelink.local.document.InvalidDocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Rules section of templates. */
class ParameterRulesTest {

    private static final PseudoParameters DEPLOYMENT = new PseudoParameters("aws", "123456789012", "eu-west-1", "mine");
    private static final String HEAD = """
            Parameters:
              Stage: {Type: String, Default: test}
              Size: {Type: Number, Default: 1}
              Domain: {Type: String, Default: ""}
            Resources:
              Queue: {Type: AWS::SQS::Queue}
            Rules:
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!Equals [!Ref Stage, test]",
                "!Equals [!Ref AWS::Region, eu-west-1]",
                "!Equals [!Ref Size, 1]",
                "!Not [!Equals [!Ref Stage, Test]]",
                "!And [!Equals [!Ref Stage, test], !Equals [a, a]]",
                "!Or [!Equals [!Ref Stage, prod], !Equals [!Ref Domain, '']]",
                "{'Fn::Contains': [[prod, test], {Ref: Stage}]}",
                "!Not [!Contains [[prod, tes], !Ref Stage]]",
                "!EachMemberEquals [[test, !Ref Stage], test]",
                "!Not [!EachMemberEquals [[test, prod], test]]",
                "!EachMemberIn [[!Ref Stage, prod], [prod, test, beta]]",
                "!Not [!EachMemberIn [[!Ref Stage, prod], [prod]]]"
            })
    void anAssertionThatHoldsLetsTheParametersPass(String assertion) {
        assertThat(read(rule(assertion), Map.of()).parameters()).containsEntry("Stage", "test");
        refusals(rule("!Not [" + assertion + "]"), Map.of()).hasSize(1);
    }

    @Test
    void aRefusalNamesTheParametersTheirValuesAndTheRemedy() {
        String rules = """
                  ProductionNeedsADomain:
                    RuleCondition: !Equals [!Ref Stage, prod]
                    Assertions:
                      - Assert: !Not [!Equals [!Ref Domain, ""]]
                        AssertDescription: Give Domain for production.
                      - Assert: !Equals [!Ref Size, 2]
                  OneRegion:
                    Assertions:
                      - Assert: !Equals [!Ref AWS::Region, us-east-1]
                        AssertDescription: Deploy it in us-east-1.
                """;

        refusals(rules, Map.of("Stage", "prod"))
                .containsExactly(
                        "Parameter Stage has the value \"prod\" and parameter Domain has the value \"\": Give Domain "
                                + "for production.",
                        "Parameter Stage has the value \"prod\" and parameter Size has the value \"1\": rule "
                                + "ProductionNeedsADomain of the template does not allow that.",
                        "Rule OneRegion of the template does not hold: Deploy it in us-east-1.");
        assertThat(refusal(rules, Map.of("Stage", "prod")).answer())
                .isEqualTo("Give Domain for production.; Rule ProductionNeedsADomain does not hold; Deploy it in "
                        + "us-east-1.");
        refusals(rules, Map.of())
                .containsExactly("Rule OneRegion of the template does not hold: Deploy it in us-east-1.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!If [a, b, c] | : must be one of Fn::And, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, "
                        + "Fn::Equals, Fn::Not, Fn::Or",
                "!Condition A | : must be one of Fn::And, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, "
                        + "Fn::Equals, Fn::Not, Fn::Or",
                "!Ref Stage | : must be one of Fn::And, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, "
                        + "Fn::Equals, Fn::Not, Fn::Or",
                "!RefAll 'AWS::EC2::VPC::Id' | : Fn::RefAll is not supported by the local AWS",
                "!ValueOf [Stage, VpcId] | : Fn::ValueOf is not supported by the local AWS",
                "!ValueOfAll ['AWS::EC2::VPC::Id', Tags.a] | : Fn::ValueOfAll is not supported by the local AWS",
                "!Not [!Equals [a, a], !Equals [a, b]] | .Fn::Not: must be a list of one condition",
                "!And [!Equals [a, b]] | .Fn::And: must be a list of 2 to 10 conditions",
                "!Equals [a] | .Fn::Equals: must be a list of two",
                "!Equals [a, [a]] | .Fn::Equals.1: must be a text, or Ref and a parameter",
                "!Equals [a, !Sub 'a'] | .Fn::Equals.1: must be a text, or Ref and a parameter",
                "!Equals [!Ref Stag, a] | .Fn::Equals.0: there is no parameter Stag. Did you mean Stage?",
                "!Equals [!Ref Queue, a] | .Fn::Equals.0: there is no parameter Queue.",
                "!Equals [!Ref 'AWS::NoValue', a] | .Fn::Equals.0: there is no parameter AWS::NoValue.",
                "!Contains [!Ref Stage, a] | .Fn::Contains.0: must be a list of texts"
            })
    void whatCloudFormationDoesNotTakeIsRefusedWithItsPlace(String assertion, String problem) {
        problems(rule(assertion)).containsExactly("line 10, Rules.Only.Assertions.0.Assert" + problem);
    }

    @Test
    void aRuleHasAssertionsAndNothingUnknown() {
        problems("""
                  Empty: {RuleCondition: !Equals [a, b]}
                  Other: {Assertions: [{Asert: !Equals [a, a]}], Conditions: x}
                """)
                .containsExactly(
                        "line 8, Rules.Empty.Assertions: must be a list of assertions",
                        "line 9, Rules.Other.Conditions: not supported by the local AWS.",
                        "line 9, Rules.Other.Assertions.0.Asert: not supported by the local AWS. Did you mean Assert?",
                        "line 9, Rules.Other.Assertions.0.Assert: must be one of Fn::And, Fn::Contains, "
                                + "Fn::EachMemberEquals, Fn::EachMemberIn, Fn::Equals, Fn::Not, Fn::Or");
    }

    @Test
    void aRuleThatDoesNotApplyIsReadAllTheSame() {
        problems("""
                  Only:
                    RuleCondition: !Equals [a, b]
                    Assertions: [{Assert: !Equals [!Ref Nothing, a]}]
                """)
                .containsExactly(
                        "line 10, Rules.Only.Assertions.0.Assert.Fn::Equals.0: there is no parameter Nothing.");
    }

    @Test
    void aParameterThatIsNotAllowedByItselfIsRefusedFirst() {
        assertThatThrownBy(() -> read(rule("!Equals [!Ref Stage, prod]"), Map.of("Size", "x")))
                .hasMessage("Parameter Size has the value \"x\"; it must be a number.");
    }

    private static String rule(String assertion) {
        return "  Only:\n    Assertions:\n      - Assert: " + assertion + "\n        AssertDescription: Do it.\n";
    }

    private static ListAssert<String> refusals(String rules, Map<String, String> parameters) {
        return assertThat(refusal(rules, parameters).problems());
    }

    private static InvalidParameterException refusal(String rules, Map<String, String> parameters) {
        var thrown = catchThrowableOfType(InvalidParameterException.class, () -> read(rules, parameters));
        assertThat(thrown).as("refusal").isNotNull();
        return thrown;
    }

    private static ListAssert<String> problems(String rules) {
        var thrown = catchThrowableOfType(InvalidDocumentException.class, () -> read(rules, Map.of()));
        assertThat(thrown).as("problems with the template").isNotNull();
        List<String> problems = thrown.problems();
        return assertThat(problems);
    }

    private static Stack read(String rules, Map<String, String> parameters) {
        return TemplateReader.read(HEAD + rules, parameters, DEPLOYMENT, TemplateContext.of(Path.of(".")))
                .stack();
    }
}
