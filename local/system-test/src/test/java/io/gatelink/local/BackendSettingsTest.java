package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;

/** How API Gateway speaks to the backend, and how long it waits: as tags ask for it. */
class BackendSettingsTest {

    private Life life = Life.begin();

    @AfterEach
    void close() {
        life.close();
    }

    private void begin(Map<String, String> parameters, int quotaMillis) {
        life.close();
        life = Life.begin(
                Faults.NONE,
                parameters,
                configuration -> configuration.withQuotas(Quotas.NONE.withIntegrationTimeout(quotaMillis)));
    }

    private Integration integration() {
        String api = life.simulation.apis().get(0).id();
        return life.simulation.aws.apiGateway().resources().getResources(api, null, 500).items().stream()
                .filter(resource -> resource.path().equals("/"))
                .findFirst()
                .orElseThrow()
                .methods()
                .get("ANY")
                .methodIntegration();
    }

    @Test
    void anAccountWhoseQuotaWasRaisedWaitsForFiveMinutes() {
        begin(Map.of("IntegrationTimeoutMillis", "300000"), 300_000);
        String orders = life.publish("orders");

        assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
        assertThat(integration().timeoutInMillis()).isEqualTo(300_000);
    }

    @Test
    void aStreamMayTakeFifteenMinutesWhateverTheQuota() {
        String orders = life.publish("orders", "gatelink:response", "stream", "gatelink:timeout-ms", "900000");

        assertThat(life.outcome(orders)).as(Life.shown(life.last())).isEqualTo("PUBLISHED");
        assertThat(integration().responseTransferMode()).isEqualTo("STREAM");
        assertThat(integration().timeoutInMillis()).isEqualTo(900_000);

        Execution again = life.run("again", orders);
        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        life.untag(orders, "gatelink:response", "gatelink:timeout-ms");
        life.run();
        assertThat(integration().responseTransferMode()).isNotEqualTo("STREAM");
        assertThat(integration().timeoutInMillis()).isEqualTo(29_000);
    }

    @Test
    void whatStreamsIsKeptForFifteenMinutesWhenItIsReplaced() {
        String orders = life.publish("orders", "gatelink:response", "stream");
        String payments = life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
        Execution takeOver = life.start("p", payments);
        life.runUntil(takeOver, "Wait for the drain");
        life.pass(Duration.ofSeconds(899));

        assertThat(Simulation.path(takeOver)).endsWith("Wait for the drain");
        assertThat(life.simulation.links()).hasSize(2);
        life.run();
        assertThat(life.onlyLink().targetArns()).containsExactly(payments);
        assertThat(life.outcome(orders)).isNotEqualTo("PUBLISHED");
    }

    @Test
    void aLongTimeOutIsDrainedForItsWholeLengthAlsoIfItIsShortNow() {
        begin(Map.of("SwitchDrainSeconds", "30"), 300_000);
        life.publish("orders", "gatelink:timeout-ms", "200000");
        String payments = life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
        Execution takeOver = life.start("p", payments);
        life.runUntil(takeOver, "Wait for the drain");
        life.pass(Duration.ofSeconds(199));

        assertThat(Simulation.path(takeOver)).endsWith("Wait for the drain");
        life.run();
        assertThat(life.outcome(payments)).isEqualTo("PUBLISHED");
    }

    @Test
    void aBackendThatEndsTlsItselfIsSpokenToInHttps() {
        life.publish("orders", "gatelink:protocol", "https", "gatelink:host", "orders.example.com");

        assertThat(integration().uri()).isEqualTo("https://orders.example.com:80/");
    }

    @Test
    void aCertificateThatIsNotCheckedAnyMoreIsCheckedAgain() {
        String orders = life.publish("orders", "gatelink:protocol", "https", "gatelink:host", "orders.example.com");
        String api = life.onlyApi().id();
        life.apiGateway(person -> {
            String root = person.getRestApi(asked -> asked.restApiId(api)).rootResourceId();
            person.putIntegration(asked -> asked.restApiId(api)
                    .resourceId(root)
                    .httpMethod("ANY")
                    .type(IntegrationType.HTTP_PROXY)
                    .integrationHttpMethod("ANY")
                    .uri(integration().uri())
                    .connectionType(ConnectionType.VPC_LINK)
                    .connectionId("${stageVariables.vpcLinkId}")
                    .timeoutInMillis(29_000)
                    .tlsConfig(tls -> tls.insecureSkipVerification(true)));
            assertThat(person.getIntegration(asked ->
                                    asked.restApiId(api).resourceId(root).httpMethod("ANY"))
                            .tlsConfig()
                            .insecureSkipVerification())
                    .isTrue();
        });
        life.run("again", orders);

        life.apiGateway(person -> assertThat(
                        person.getResources(asked -> asked.restApiId(api).embed("methods"))
                                .items())
                .filteredOn(resource -> resource.hasResourceMethods())
                .hasSize(2)
                .allSatisfy(resource -> assertThat(resource.resourceMethods()
                                .get("ANY")
                                .methodIntegration()
                                .tlsConfig())
                        .isNull()));
    }

    @Test
    void httpsWithoutTheNameInTheCertificateIsRefusedBeforeAnythingIsMade() {
        String orders = life.create("orders", "gatelink:publish", "true", "gatelink:protocol", "https");
        Execution execution = life.run("first", orders);

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.cause())
                .contains("Load balancer orders has no tag gatelink:host, but its tag gatelink:protocol is https, and "
                        + "API Gateway checks the name in the backend's certificate: name it with aws elbv2 add-tags "
                        + "--resource-arns " + orders
                        + " --tags Key=gatelink:host,Value=<the name in the certificate>.");
        assertThat(life.simulation.links()).isEmpty();
    }

    @Test
    void aTimeOutPastTheAccountsQuotaIsRefusedAndWhatWasPublishedStays() {
        String orders = life.publish("orders", "gatelink:timeout-ms", "5000");
        life.tagUnnoticed(orders, "gatelink:timeout-ms", "29001");
        Execution execution = life.run("longer", orders);

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.error()).contains("UnsupportedLoadBalancerException");
        assertThat(execution.cause())
                .contains("API Gateway refused to wait 29001 ms for load balancer orders (Timeout should be between 50 "
                        + "ms and 29000 ms): have the account's quota \"Maximum integration timeout in milliseconds\" "
                        + "raised with aws service-quotas request-service-quota-increase --service-code apigateway "
                        + "--quota-code L-E5AE38E3 --desired-value 29001, or run aws elbv2 add-tags --resource-arns "
                        + orders + " --tags Key=gatelink:timeout-ms,Value=29000.");
        assertThat(integration().timeoutInMillis()).isEqualTo(5000);
    }
}
