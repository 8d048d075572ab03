package io.gatelink.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.Route;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

class ApiGatewayWireTest {

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final ApiGatewayWire wire = new ApiGatewayWire(aws.service, List.of());

    @Test
    void everyOperationOfTheSdkIsSupportedOrKnownNotToBe() {
        Set<String> sdk = Arrays.stream(ApiGatewayClient.class.getMethods())
                .filter(method -> method.getReturnType().getSimpleName().endsWith("Response")
                        || method.getName().equals("getResources"))
                .map(method -> Character.toUpperCase(method.getName().charAt(0))
                        + method.getName().substring(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(sdk).hasSizeGreaterThan(100);
        assertThat(wire.routes().stream().map(Route::operation)).containsExactlyInAnyOrderElementsOf(sdk);
        assertThat(wire.routes().stream().filter(Route::isSupported)).hasSizeGreaterThan(75);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /restapis?mode=import,                                  ImportRestApi",
        "PUT,    /restapis/abc,                                          PutRestApi",
        "POST,   /restapis/abc/authorizers/def,                          TestInvokeAuthorizer",
        "POST,   /restapis/abc/resources/def/methods/GET,                TestInvokeMethod",
        "GET,    /usageplans/abc/usage,                                  GetUsage",
        "POST,   /apikeys?mode=import,                                   ImportApiKeys"
    })
    void anOperationThatIsNotSupportedIsNamed(String method, String path, String operation) {
        assertThat(aws.answer(method, path, "{}"))
                .isEqualTo("501 NotImplemented {\"message\":\"The local AWS does not " + "support apigateway "
                        + operation + ". docs/supported-operations.md lists what it does.\"}");
    }

    @Test
    void theDataPlaneCanAddAnOperation() {
        var route = new Route(
                "POST",
                "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}",
                "TestInvokeMethod",
                200,
                call -> Json.object().put("log", call.path("http_method")));
        var extended = new ApiGatewayWire(aws.service, List.of(route));

        var operation = extended.route(new Request("POST", "/restapis/a/resources/b/methods/GET", "", Map.of(), null));

        assertThat(operation.name()).isEqualTo("TestInvokeMethod");
        assertThat(operation.action().get().body()).asString().isEqualTo("{\"log\":\"GET\"}");
        assertThat(extended.routes()).hasSameSizeAs(wire.routes());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /nothing",
        "DELETE, /vpclinks",
        "GET, /restapis//resources",
        "GET, /restapis/",
        "PUT, /account",
        "GET, //",
        "HEAD, /restapis",
        "GET, restapis",
        "GET, /vpclinks/a/b/c/d/e/f/g/h/i/j/k"
    })
    void anUnknownPathIsNoOperation(String method, String path) {
        assertThat(aws.answer(method, path, null))
                .isEqualTo("403 AccessDeniedException "
                        + "{\"message\":\"Unable to determine service/operation name to be authorized\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":1}                  | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String
            {"name":true}               | class java.lang.Boolean can not be converted to an String
            {"name":{}}                 | Start of structure or map found where not expected.
            {"name":[]}                 | Start of list found where not expected.
            {"name":"n","targetArns":"a"} | Unrecognized collection type class java.lang.String
            {"name":"n","targetArns":{}}  | Start of structure or map found where not expected.
            {"name":"n","targetArns":[1]} | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String
            {"name":"n","tags":[]}      | Start of list found where not expected.
            {"name":"n","tags":{"a":1}} | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String
            []                          | The request body must be a JSON object
            null                        | The request body must be a JSON object
            """)
    void wrongTypesAreSerializationExceptions(String body, String message) {
        assertThat(aws.answer("POST", "/vpclinks", body))
                .isEqualTo("400 SerializationException {\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "name=x", "<a/>", "{\"name\":\"a\",\"name\":\"b\"}", "{} {}", "\u0000", "{'a':1}"})
    void whatIsNotJsonIsRefused(String body) {
        assertThat(aws.answer("POST", "/vpclinks", body))
                .startsWith("400 SerializationException {\"message\":\"The request body is not valid JSON: ");
    }

    @Test
    void numbersThatFitNoIntegerAreRefused() {
        assertThat(aws.answer("POST", "/restapis", "{\"name\":\"n\",\"minimumCompressionSize\":4294967306}"))
                .startsWith("400 SerializationException ");
        assertThat(aws.answer("POST", "/restapis", "{\"name\":\"n\",\"minimumCompressionSize\":\"10\"}"))
                .contains("class java.lang.String can not be converted to an Integer");
        assertThat(aws.answer("GET", "/restapis?limit=many", null)).startsWith("400 SerializationException ");
    }

    @Test
    void unknownMembersAreIgnoredAndNullIsAbsent() {
        assertThat(aws.answer("POST", "/restapis", "{\"name\":\"n\",\"description\":null,\"shoeSize\":{}}"))
                .startsWith("201 - {\"id\":")
                .doesNotContain("description")
                .doesNotContain("shoeSize");
    }

    @Test
    void anAbsentBodyHasNoMembers() {
        assertThat(aws.answer("POST", "/vpclinks", null))
                .isEqualTo("400 BadRequestException {\"message\":\"Name cannot be empty\"}");
    }

    @Test
    void idsInPathsAreDecodedAndComparedAsTheyAre() {
        assertThat(aws.answer("GET", "/vpclinks/%2e%2e%2fx%00%ff%zz", null))
                .isEqualTo("404 NotFoundException {\"message\":\"Invalid Vpc Link identifier specified\"}");
        assertThat(aws.answer("GET", "/restapis/a+b%20%22", null))
                .isEqualTo("404 NotFoundException "
                        + "{\"message\":\"Invalid API identifier specified 123456789012:a+b \\\"\"}");
    }

    @Test
    void aCallIsNamedBeforeItIsMade() {
        var request = new Request(
                "POST", "/restapis", "", Map.of(), Json.bytes(Json.object().put("name", "n")));

        var operation = wire.route(request);

        assertThat(operation.name()).isEqualTo("CreateRestApi");
        assertThat(aws.client.getRestApis().items()).isEmpty();
        assertThat(operation.action().get()).isNotNull();
        assertThat(aws.client.getRestApis().items()).hasSize(1);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        assertThat(history()).isEqualTo(history());
    }

    private static String history() {
        var aws = new ApiGatewayFixture();
        String link = aws.availableVpcLink("shop");
        String api = aws.integratedApi(link);
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live").variables(Map.of("b", "1", "a", "2")));
        return String.join(
                "\n",
                aws.answer("GET", "/vpclinks", null),
                aws.answer("GET", "/restapis", null),
                aws.answer("GET", "/restapis/" + api + "/resources?embed=methods", null),
                aws.answer("GET", "/restapis/" + api + "/stages", null),
                aws.answer("DELETE", "/vpclinks/" + link, null));
    }
}
