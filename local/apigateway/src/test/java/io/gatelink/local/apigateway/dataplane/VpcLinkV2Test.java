package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static io.gatelink.local.apigateway.dataplane.Gateway.route;
import static io.gatelink.local.apigateway.dataplane.Gateway.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VpcLinkV2Test {

    private Gateway gateway;
    private Gateway.Backend blue;
    private Gateway.Backend green;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        blue = gateway.backend(request -> Response.text(200, "text/plain", "blue " + request.path()));
        green = gateway.backend(request -> Response.text(200, "text/plain", "green " + request.path()));
        gateway.linkV2("linkV2", "AVAILABLE");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void oneLinkLeadsToEachIntegrationsOwnLoadBalancer() throws Exception {
        String nlb = gateway.loadBalancer("network", "blue", 80, route(blue.port(), true));
        String alb = gateway.loadBalancer("application", "green", 80, behind("HTTP", green));
        gateway.stage(
                resource("/blue", toTarget("http://blue.example.com/a", nlb)),
                resource("/green", toTarget("http://green.example.com/b", alb)));

        assertThat(gateway.get("/blue").body()).isEqualTo("blue /a");
        assertThat(gateway.get("/green").body()).isEqualTo("green /b");
        assertThat(green.request().header("Host")).contains("green.example.com");
        assertThat(gateway.carried).containsExactly("linkV2", "linkV2");
    }

    @Test
    void thePortOfTheUriPicksTheListener() throws Exception {
        String nlb = gateway.loadBalancer("network", "blue", 8080, route(blue.port(), true));
        gateway.stage(
                resource("/with", toTarget("http://blue.example.com:8080/", nlb)),
                resource("/without", toTarget("http://blue.example.com/", nlb)));

        assertThat(gateway.get("/with").body()).isEqualTo("blue /");
        assertInternalServerError("/without");
    }

    @Test
    void aStageVariableMayNameTheLink() throws Exception {
        String nlb = gateway.loadBalancer("network", "blue", 80, route(blue.port(), true));
        gateway.stage(
                List.of(resource("/", toTarget("${stageVariables.vpcLinkId}", "http://blue.example.com/", nlb))),
                Map.of("vpcLinkId", "linkV2"));

        assertThat(gateway.get("/").body()).isEqualTo("blue /");
    }

    @Test
    void theSettingForPrivateLinkTrafficPlaysNoPart() throws Exception {
        gateway.refusesPrivateLinkTraffic = true;
        String nlb = gateway.loadBalancer("network", "blue", 80, route(blue.port(), true));
        gateway.stage(resource("/", toTarget("http://blue.example.com/", nlb)));

        assertThat(gateway.get("/").body()).isEqualTo("blue /");
    }

    @ParameterizedTest
    @CsvSource({"active, vpc-2", "provisioning, vpc-1", "failed, vpc-1"})
    void aLoadBalancerOfAnotherVpcOrOneThatIsNotActiveIsNotReached(String state, String vpcId) throws Exception {
        String nlb = gateway.loadBalancer("network", "blue", 80, route(blue.port(), true));
        gateway.loadBalancers.computeIfPresent(
                nlb,
                (arn, entry) -> new LoadBalancerDirectory.Entry(
                        arn, entry.dnsName(), entry.type(), state, vpcId, List.of(), false));
        gateway.stage(resource("/", toTarget("http://blue.example.com/", nlb)));

        assertInternalServerError("/");
        assertThat(blue.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "FAILED", "DELETING", "INACTIVE"})
    void aLinkThatIsNotAvailableIsAnInternalServerErrorAndHearsOfTheTraffic(String status) throws Exception {
        String nlb = gateway.loadBalancer("network", "blue", 80, route(blue.port(), true));
        gateway.linkV2("linkV2", status);
        gateway.stage(resource("/", toTarget("http://blue.example.com/", nlb)));

        assertInternalServerError("/");
        assertThat(blue.seen()).isEmpty();
        assertThat(gateway.carried).containsExactly("linkV2");
    }

    @Test
    void aLinkV2WithoutTargetAndALinkV1WithOneLeadNowhere() throws Exception {
        String nlb = gateway.loadBalancer("network", "blue", 80, route(blue.port(), true));
        gateway.link("link1", blue.port());
        gateway.stage(
                resource("/v2", toTarget("http://blue.example.com/", null)),
                resource("/v1", toTarget("link1", "http://blue.example.com/", nlb)));

        assertThat(log("/v2")).contains("configuration error: IntegrationTarget is required for VpcLinkV2 linkV2");
        assertThat(log("/v1")).contains("configuration error: IntegrationTarget is not supported for VpcLink link1");
        assertInternalServerError("/v1");
        assertThat(blue.seen()).isEmpty();
    }

    @Test
    void anApplicationLoadBalancersListenersSpeakWhatTheyAreFor() throws Exception {
        String plain = gateway.loadBalancer("application", "plain", 443, behind("HTTP", blue));
        String tls = gateway.loadBalancer("application", "tls", 80, behind("HTTPS", blue));
        String ending = gateway.loadBalancer("application", "ending", 443, behind("HTTPS", blue, "blue.example.com"));
        gateway.stage(
                resource("/plain", toTarget("https://blue.example.com/", plain)),
                resource("/tls", toTarget("http://blue.example.com/", tls)),
                resource("/ending", toTarget("https://blue.example.com/", ending)),
                resource("/name", toTarget("https://green.example.com/", ending)));

        assertThat(log("/plain")).contains("configuration error: General SSLEngine problem");
        assertThat(gateway.get("/tls").statusCode()).isEqualTo(504);
        assertThat(gateway.get("/ending").body()).isEqualTo("blue /");
        assertThat(log("/name"))
                .contains("Host name 'green.example.com' does not match the certificate subject provided by the peer "
                        + "(CN=blue.example.com)");
    }

    @Test
    void aTestInvocationGoesThroughALinkV2() {
        String alb = gateway.loadBalancer("application", "green", 80, behind("HTTP", green));
        gateway.stage(resource("/", toTarget("http://green.example.com/b", alb)));

        assertThat(log("/")).contains("Endpoint request URI: http://green.example.com/b", "green /b");
    }

    /** Behind a listener of an application load balancer. */
    private static LoadBalancerDirectory.Route behind(
            String listenerProtocol, Gateway.Backend backend, String... certificateNames) {
        return route(listenerProtocol, "HTTP", Set.of(certificateNames), backend.port(), true);
    }

    /** What a test invocation tells. */
    private String log(String path) {
        InvocationLog log = InvocationLog.kept();
        gateway.executeApi()
                .test(
                        new LiveStage("api1", "", Map.of(), gateway.stage.resources()),
                        path,
                        new Request("GET", path, "", Map.of(), null),
                        log);
        return log.toString();
    }

    private void assertInternalServerError(String path) throws Exception {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
    }
}
