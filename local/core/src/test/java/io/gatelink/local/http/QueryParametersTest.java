package io.gatelink.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    @Test
    void listsAndStructuresAreTrees() {
        QueryParameters parameters = of("Action=Create&Version=2015-12-01&Name=a%20b&Tags.member.2.Key=second"
                + "&Tags.member.1.Key=first&Tags.member.1.Value=1&Subnets=&Matcher.HttpCode=200");

        assertThat(parameters.action("2015-12-01")).isEqualTo("Create");
        assertThat(parameters.tree()).isEqualTo(Json.parse("""
                {"Name": "a b", "Tags": [{"Key": "first", "Value": "1"}, {"Key": "second"}], "Subnets": "",
                 "Matcher": {"HttpCode": "200"}}"""));
        assertThat(parameters.texts("Subnets"))
                .as("an empty list is sent as an empty value")
                .isEmpty();
        assertThat(parameters.structures("Tags")).hasSize(2);
    }

    /** As aws-cli#37 recorded it. */
    @Test
    void anOperationOfAnotherVersionIsNotFound() {
        assertThatThrownBy(() -> of("Action=List&Version=2012-12-01").action("2010-12-01"))
                .hasMessage("Could not find operation List for version 2012-12-01");
        assertThatThrownBy(() -> of("Action=List").action("2010-12-01"))
                .hasMessage("Could not find operation List for version NO_VERSION_SPECIFIED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=1&A.B=2",
                "A.B=2&A=1",
                "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=1",
                "=1",
                ".=1",
                "A..B=1",
                "A.=1",
                ".A=1"
            })
    void namesThatContradictEachOtherOrAreEmptyInAPartAreRefused(String body) {
        assertThatThrownBy(() -> of(body)).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo("MalformedQueryString"));
    }

    @Test
    void tooManyParametersAreRefused() {
        assertThatThrownBy(() -> of("&".repeat(10_000))).hasMessage("A request has at most 10000 parameters");
        assertThat(of("a=1&".repeat(9_999)).text("a")).contains("1");
    }

    @Test
    void aVeryDeepNameIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> of("a.".repeat(500_000) + "=1"))
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
    }

    @Test
    void wrongTypesAreNamed() {
        QueryParameters parameters = of("Port=eighty&Flag=maybe&Names.member.1.Key=x&One.member.1=a");

        assertThatThrownBy(() -> parameters.integer("Port"))
                .hasMessage("Value 'eighty' for parameter Port is not an integer");
        assertThatThrownBy(() -> parameters.bool("Flag"))
                .hasMessage("Value 'maybe' for parameter Flag must be true or false");
        assertThatThrownBy(() -> parameters.texts("Names")).hasMessage("Parameter Names must be a list of values");
        assertThatThrownBy(() -> parameters.text("One")).hasMessage("Parameter One must be a single value");
        assertThatThrownBy(() -> parameters.action("2015-12-01")).hasMessage("Missing Action");
    }

    private static QueryParameters of(String body) {
        return QueryParameters.of(new Request("POST", "/", "", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
