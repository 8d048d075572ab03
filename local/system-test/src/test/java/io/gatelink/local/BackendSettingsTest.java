package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How API Gateway speaks to the backend, and how long it waits: as tags ask for it. */
class BackendSettingsTest {

    private final Life life = Life.begin();

    @AfterEach
    void close() {
        life.close();
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
    void aBackendThatEndsTlsItselfIsSpokenToInHttps() {
        life.publish("orders", "gatelink:protocol", "https", "gatelink:host", "orders.example.com");

        assertThat(integration().uri()).isEqualTo("https://orders.example.com:80/");
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
