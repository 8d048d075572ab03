package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static io.gatelink.local.apigateway.dataplane.Gateway.route;
import static io.gatelink.local.apigateway.dataplane.Gateway.toTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.HttpListener;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What application load balancers do with requests, and answer themselves. */
class ApplicationLoadBalancerTest {

    private Gateway gateway;
    private Gateway.Backend blue;
    private Gateway.Backend green;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        blue = gateway.backend(request -> Response.text(200, "text/plain", "blue"));
        green = gateway.backend(request -> Response.text(200, "text/plain", "green"));
        gateway.linkV2("linkV2", "AVAILABLE");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void targetsLearnFromHeadersWhereARequestComesFrom() throws Exception {
        leadTo(gateway.loadBalancer("application", "blue", 8080, to(blue)), "http://blue.example.com:8080/");

        assertThat(gateway.get("/").body()).isEqualTo("blue");
        Request request = blue.request();
        assertThat(request.header("X-Forwarded-For")).contains("127.0.0.1, 10.0.0.10");
        assertThat(request.header("X-Forwarded-Proto")).contains("http");
        assertThat(request.header("X-Forwarded-Port")).contains("8080");
        assertThat(request.header("Host")).contains("blue.example.com:8080");
        assertThat(request.header("X-Amzn-Trace-Id").orElseThrow())
                .matches("Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-[0-9a-f]{8}-[0-9a-f]{24}.*");
    }

    @Test
    void weightsShareRequestsOutAmongTargetGroups() throws Exception {
        leadTo(new HttpListener.Forward(List.of(
                new HttpListener.TargetGroup(3, List.of(to(blue))),
                new HttpListener.TargetGroup(1, List.of(to(green))))));

        var answers = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            answers.add(gateway.get("/").body());
        }
        assertThat(answers).containsExactly("blue", "blue", "blue", "green", "blue", "blue", "blue", "green");
    }

    @Test
    void withoutAnyTargetTheAnswerIs503() throws Exception {
        leadTo(gateway.loadBalancer("application", "blue", 80), "http://blue.example.com/");

        HttpResponse<String> answer = gateway.get("/");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualToNormalizingNewlines("""
                        <html>
                        <head><title>503 Service Temporarily Unavailable</title></head>
                        <body>
                        <center><h1>503 Service Temporarily Unavailable</h1></center>
                        </body>
                        </html>
                        """);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).isEmpty();
    }

    @Test
    void withoutAListenerThereIsNothingToReach() throws Exception {
        leadTo(gateway.loadBalancer("application", "blue", 80, to(blue)), "http://blue.example.com:81/");

        assertThat(gateway.get("/").statusCode()).isEqualTo(500);
    }

    @Test
    void aTargetThatIsNotThereIsABadGateway() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        leadTo(new HttpListener.Forward(
                List.of(new HttpListener.TargetGroup(1, List.of(route("HTTP", "HTTP", Set.of(), free, false))))));

        HttpResponse<String> answer = gateway.get("/");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("502 Bad Gateway");
    }

    @Test
    void aTargetThatTakesLongerThanTheIdleTimeoutIsAGatewayTimeOut() throws Exception {
        try (var silent = new ServerSocket(0)) {
            String arn = gateway.applicationLoadBalancer(new HttpListener.Forward(List.of()));
            var group = new HttpListener.TargetGroup(
                    1, List.of(route("HTTP", "HTTP", Set.of(), silent.getLocalPort(), true)));
            gateway.httpListeners.put(
                    arn + ":80",
                    new HttpListener(
                            "HTTP", Set.of(), new HttpListener.Forward(List.of(group)), Duration.ofMillis(1), false));
            leadTo(arn, "http://blue.example.com/");

            HttpResponse<String> answer = gateway.get("/");
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("504 Gateway Time-out");
        }
    }

    @Test
    void aFixedResponseNeedsNoTarget() throws Exception {
        leadTo(new HttpListener.FixedResponse(404, Optional.of("application/json"), "{\"a\": 1}"));

        HttpResponse<String> answer = gateway.get("/");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"a\": 1}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(gateway.send(gateway.request("/").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aRedirectNamesEveryPartOfTheNewUrl() throws Exception {
        String arn = gateway.applicationLoadBalancer(
                new HttpListener.Redirect(301, "HTTPS", "#{host}", "443", "/new/#{path}", "#{query}&from=#{port}"));
        leadTo(arn, "http://blue.example.com/orders");

        HttpResponse<String> answer = gateway.get("/?a=b");
        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("Location"))
                .contains("https://blue.example.com:443/new/orders?a=b&from=80");
        assertThat(answer.body()).contains("301 Moved Permanently");
    }

    @Test
    void whatSecurityGroupsDropTimesOut() throws Exception {
        gateway.linkAddress = null;
        String alb = gateway.loadBalancer("application", "blue", 80, to(blue));
        String nlb = gateway.loadBalancer("network", "green", 80, route(green.port(), true));
        gateway.stage(
                resource("/alb", withTimeout(toTarget("http://blue.example.com/", alb))),
                resource("/nlb", withTimeout(toTarget("http://green.example.com/", nlb))));

        for (String path : List.of("/alb", "/nlb")) {
            HttpResponse<String> answer = gateway.get(path);
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
        }
        assertThat(blue.seen()).isEmpty();
        assertThat(green.seen()).isEmpty();
    }

    private static Integration withTimeout(Integration i) {
        return new Integration(
                i.type(),
                i.httpMethod(),
                i.uri(),
                i.connectionType(),
                i.connectionId(),
                i.integrationTarget(),
                null,
                i.requestParameters(),
                i.requestTemplates(),
                i.passthroughBehavior(),
                null,
                50,
                i.cacheNamespace(),
                i.cacheKeyParameters(),
                i.integrationResponses(),
                null,
                i.responseTransferMode(),
                Set.of());
    }

    private void leadTo(HttpListener.Action action) {
        leadTo(gateway.applicationLoadBalancer(action), "http://blue.example.com/");
    }

    private void leadTo(String loadBalancerArn, String uri) {
        gateway.stage(resource("/", toTarget(uri, loadBalancerArn)));
    }

    private static LoadBalancerDirectory.Route to(Gateway.Backend backend) {
        return route("HTTP", "HTTP", Set.of(), backend.port(), true);
    }
}
