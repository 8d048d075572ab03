package io.gatelink.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.apigateway.wire.ApiGatewayV2Wire;
import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.Route;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Request;
import io.gatelink.local.quotas.Quota;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationQuotasTest {

    private static final String REGIONAL = "{\"name\":\"n\",\"endpointConfiguration\":{\"types\":[\"REGIONAL\"]}}";

    private final EventLoop loop = EventLoop.virtual(ApiGatewayFixture.START);
    private OperationQuotas quotas = new OperationQuotas(loop, 1);

    @ParameterizedTest
    @CsvSource({
        "CreateApiKey,     5,   200",
        "CreateDeployment, 1,  5000",
        "CreateDomainName, 1, 30000",
        "CreateResource,   5,   200",
        "CreateRestApi,    1,  3000",
        "DeleteApiKey,     5,   200",
        "DeleteDomainName, 1, 30000",
        "DeleteResource,   5,   200",
        "DeleteRestApi,    1, 30000",
        "GetResources,     5,   400",
        "UpdateAccount,    1, 20000",
        "UpdateDomainName, 1, 30000",
        "UpdateUsagePlan,  1, 20000",
        "GetVpcLink,      40,   100"
    })
    void aBurstPassesAtOnceAndThenOneCallEachInterval(String operation, int burst, int intervalMillis) {
        assertThat(passing(operation)).isEqualTo(burst);

        pass(Duration.ofMillis(intervalMillis).minusNanos(1));
        assertThat(passing(operation)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(passing(operation)).isEqualTo(1);

        pass(Duration.ofMillis(3L * intervalMillis));
        assertThat(passing(operation)).isEqualTo(Math.min(burst, 3));
        pass(Duration.ofMinutes(10));
        assertThat(passing(operation)).isEqualTo(burst);
    }

    @Test
    void everythingTogetherHasAQuotaToo() {
        call("GetVpcLink", 15);
        call("GetRestApi", 20);
        call("CreateResource", 5);

        assertThat(passing("GetStage")).isZero();
        pass(Duration.ofMillis(250));
        assertThat(passing("GetStage")).isEqualTo(2);
    }

    @Test
    void aRefusedCallTakesNoTokenFromAnyBucket() {
        call("CreateDeployment", 1);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> call("CreateDeployment", 1)).isInstanceOf(AwsException.class);
        }
        assertThat(passing("GetStage")).isEqualTo(39);

        pass(Duration.ofSeconds(5));
        call("CreateDeployment", 1);
    }

    @Test
    void aCallThatTheTotalRefusesTakesNoTokenOfItsOwn() {
        call("GetStage", 40);
        assertThatThrownBy(() -> call("DeleteRestApi", 1)).isInstanceOf(AwsException.class);

        pass(Duration.ofMillis(100));
        call("DeleteRestApi", 1);
    }

    @ParameterizedTest
    @CsvSource({"CreateDeployment, 1, 6250", "CreateResource, 4, 250", "GetVpcLink, 32, 125"})
    void whatOthersUseIsNotThere(String operation, int burst, int intervalMillis) {
        quotas = new OperationQuotas(loop, 0.8);

        assertThat(passing(operation)).isEqualTo(burst);
        pass(Duration.ofMillis(intervalMillis).minusNanos(1));
        assertThat(passing(operation)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(passing(operation)).isEqualTo(1);
    }

    @Test
    void theErrorIsApiGateways() {
        call("DeleteRestApi", 1);

        assertThatThrownBy(() -> call("DeleteRestApi", 1)).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo("TooManyRequestsException");
            assertThat(e.status()).isEqualTo(429);
            assertThat(e).hasMessage("Too Many Requests");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"n\"}", "{\"name\":\"n\",\"endpointConfiguration\":{\"types\":[\"EDGE\"]}}"})
    void edgeOptimizedApisHaveAQuotaOfTheirOwn(String body) {
        create(body);
        create(REGIONAL);

        pass(Duration.ofSeconds(29));
        create(REGIONAL);
        assertThatThrownBy(() -> create(body)).isInstanceOf(AwsException.class);
        pass(Duration.ofSeconds(1));
        create(body);
    }

    @Test
    void aBodyThatIsNotJsonIsLeftToTheService() {
        create("{");
        assertThatThrownBy(() -> create(REGIONAL)).isInstanceOf(AwsException.class);
    }

    @Test
    void otherServicesAreNotThrottled() {
        for (int i = 0; i < 1000; i++) {
            quotas.check(new ApiCall("lambda", "Invoke", "test"), request("{}"));
        }
        assertThat(passing("GetStage")).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"CreateVpcLink, 15000", "DeleteVpcLink, 30000"})
    void linksV2HaveQuotasOfTheirOwn(String operation, int intervalMillis) {
        assertThat(passing("apigatewayv2", operation)).isEqualTo(1);

        pass(Duration.ofMillis(intervalMillis).minusNanos(1));
        assertThat(passing("apigatewayv2", operation)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(passing("apigatewayv2", operation)).isEqualTo(1);
        assertThat(passing("apigateway", operation)).isEqualTo(39);
    }

    @Test
    void bothVersionsShareTheTotal() {
        assertThat(passing("apigatewayv2", "GetVpcLinks")).isEqualTo(40);
        assertThat(passing("apigateway", "GetVpcLinks")).isZero();
    }

    @Test
    void everyOperationWithAQuotaIsSupported() {
        ApiGateway service = new ApiGatewayFixture().service;
        List<String> supported = new ApiGatewayWire(service, List.of())
                .routes().stream()
                        .filter(Route::isSupported)
                        .map(Route::operation)
                        .toList();
        List<String> supportedV2 = new ApiGatewayV2Wire(service).operations();

        assertThat(OperationQuotas.BY_OPERATION).extracting(Quota::operation).allSatisfy(operation -> assertThat(
                        operation.endsWith(" (V2)") ? supportedV2 : supported)
                .contains(operation.replaceFirst(" \\(.*\\)", "")));
    }

    private int passing(String operation) {
        return passing("apigateway", operation);
    }

    private int passing(String service, String operation) {
        for (int i = 0; ; i++) {
            try {
                quotas.check(new ApiCall(service, operation, "test"), request(REGIONAL));
            } catch (AwsException e) {
                return i;
            }
        }
    }

    private void call(String operation, int times) {
        for (int i = 0; i < times; i++) {
            quotas.check(new ApiCall("apigateway", operation, "test"), request(REGIONAL));
        }
    }

    private void create(String body) {
        quotas.check(new ApiCall("apigateway", "CreateRestApi", "test"), request(body));
    }

    private static Request request(String body) {
        return new Request("POST", "/", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private void pass(Duration duration) {
        boolean[] over = {false};
        loop.schedule(duration, () -> over[0] = true);
        loop.runUntil(() -> over[0]);
    }
}
