package io.gatelink.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.Route;
import io.gatelink.local.conformance.HostileRequests.Hostile;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.Response;
import io.gatelink.local.template.Stack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * The whole local AWS under hostile requests, over real sockets. Each gets one of AWS's
 * errors, or its connection closed; none leaves a trace in the output or the log; and the server goes on.
 */
@Isolated("takes what is printed")
class HostileRequestsTest {

    private static final long SEED = Long.getLong("gatelink.seed", 20_261_122L);
    private static final int REQUESTS = Integer.getInteger("gatelink.hostileRequests", 3_000);
    private static final int HANGS_AFTER_MILLIS = 10_000;
    private static final int HALF_SENT_AND_OPEN = 40;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ArrayDeque<Socket> halfSent = new ArrayDeque<>();
    private final Map<String, List<String>> ids = new HashMap<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            if (logRecord.getThrown() != null || logRecord.getLevel().intValue() >= Level.WARNING.intValue()) {
                logged.add(logRecord.getMessage() + " " + trace(logRecord.getThrown()));
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private PrintStream out;
    private PrintStream err;
    private HttpServer backend;
    private LocalAws aws;
    private ApiGatewayClient apiGateway;
    private ElasticLoadBalancingV2Client loadBalancers;
    private DocumentBuilder xml;
    private String apiPath;

    @BeforeEach
    void start() throws Exception {
        out = System.out;
        err = System.err;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        Logger.getLogger("").addHandler(handler);
        xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        xml.setErrorHandler(null);
        backend = HttpServer.create(
                        HttpServerConfiguration.onLoopback(0),
                        request -> Response.text(200, "text/plain", "from the backend"),
                        defect -> logged.add(defect.toString()))
                .start();
        aws = LocalAws.start(
                Configuration.realTime(LocalAwsOverHttp.HOME)
                        .withSeed(SEED)
                        .withProvisioningDelay(Duration.ZERO)
                        .withLinkDelay(Duration.ZERO)
                        .withLinkDeletionDelay(Duration.ZERO),
                Observer.NONE);
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        apiGateway = ApiGatewayClient.builder()
                .httpClient(aws.transport())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .endpointOverride(URI.create(aws.endpoint()))
                .build();
        loadBalancers = ElasticLoadBalancingV2Client.builder()
                .httpClient(aws.transport())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .endpointOverride(URI.create(aws.endpoint()))
                .build();
        apiPath = "/_aws/execute-api/" + publishedApi("good") + "/live";
        aws.loop().start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : halfSent) {
            socket.close();
        }
        aws.close();
        backend.close();
        Logger.getLogger("").removeHandler(handler);
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void whateverIsSentTheServerAnswersAsAwsAndGoesOn() throws Exception {
        var routes = new ArrayList<Route>();
        for (Route route : new ApiGatewayWire(aws.apiGateway(), List.of()).routes()) {
            for (int weight = route.isSupported() ? 4 : 1; weight > 0; weight--) {
                routes.add(route);
            }
        }
        var requests = new HostileRequests(
                SEED,
                routes,
                ids,
                apiPath,
                aws.stack().functions().stream().map(Stack.Function::name).toList());
        for (int i = 0; i < REQUESTS; i++) {
            if (i % 500 == 0) {
                prepareVictims(i);
                theServerStillWorks(i);
            }
            Hostile request = requests.next();
            check(i, request, send(i, request));
        }
        theServerStillWorks(REQUESTS);
    }

    private void theServerStillWorks(int number) throws IOException {
        for (String good : List.of(
                "GET " + apiPath + "/a?b=c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                "GET /restapis HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
                        + "test/20260101/us-east-1/apigateway/aws4_request, Signature=00\r\n\r\n",
                "GET /?Action=DescribeLoadBalancers&Version=2015-12-01 HTTP/1.1\r\nHost: h\r\n"
                        + "Connection: close\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/elasticloadbalancing/aws4_request, "
                        + "Signature=00\r\n\r\n")) {
            var request = new Hostile(good.getBytes(StandardCharsets.US_ASCII), true);
            String answer = send(number, request);
            assertThat(answer).as(() -> about(number, request)).startsWith("HTTP/1.1 200 ");
            check(number, request, answer);
        }
    }

    private void check(int number, Hostile request, String answer) {
        assertThat(logged).as(() -> about(number, request)).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .as(() -> about(number, request))
                .isEmpty();
        if (answer.isEmpty() && !request.wellFormed()) {
            return;
        }
        assertThat(answer)
                .as(() -> about(number, request))
                .matches("(?s)HTTP/1\\.1 [1-5][0-9][0-9] .*")
                .doesNotMatch("(?s)HTTP/1\\.1 50[0234] .*")
                .doesNotContain("\tat ");
        int body = answer.indexOf("\r\n\r\n") + 4;
        if (request.wellFormed() && !request.isHead() && !answer.startsWith("HTTP/1.1 204 ")) {
            assertThat(isReadable(answer.substring(0, body), answer.substring(body)))
                    .as(() -> about(number, request) + "\nis answered " + answer)
                    .isTrue();
        }
    }

    /** An error says what is wrong; whatever calls itself JSON or XML is. */
    private boolean isReadable(String head, String body) {
        try {
            if (head.contains("\nContent-Type: text/xml") || head.contains("\nContent-Type: application/xml")) {
                var document = xml.parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
                return head.startsWith("HTTP/1.1 2")
                        || document.getElementsByTagName("Message").getLength() == 1;
            }
            if (head.contains("\nContent-Type: application/") && !body.isEmpty()) {
                var json = Json.parse(body.getBytes(StandardCharsets.ISO_8859_1));
                return head.startsWith("HTTP/1.1 2") || json.path("message").isTextual();
            }
            return head.startsWith("HTTP/1.1 2");
        } catch (SAXException | IOException | Json.InvalidJsonException e) {
            return false;
        }
    }

    /** @return all that came back, in Latin-1 */
    private String send(int number, Hostile request) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), aws.port());
        boolean keep = false;
        var answer = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(HANGS_AFTER_MILLIS);
            socket.getOutputStream().write(request.bytes());
            keep = !request.wellFormed() && number % 2 == 0;
            if (!keep) {
                socket.shutdownOutput();
                socket.getInputStream().transferTo(answer);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError(about(number, request) + "\nhangs, after the answer " + answer, e);
        } catch (IOException e) {
            // Closed by the server before all was sent, or read. Whether it may do that, the answer tells.
        } finally {
            if (keep) {
                halfSent.add(socket);
            } else {
                socket.close();
            }
            if (halfSent.size() > HALF_SENT_AND_OPEN) {
                halfSent.remove().close();
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private static String trace(Throwable e) {
        return e == null
                ? ""
                : e + " "
                        + Stream.of(e.getStackTrace())
                                .filter(frame -> frame.getClassName().startsWith("io.gatelink"))
                                .limit(5)
                                .toList();
    }

    private static String about(int number, Hostile request) {
        return "with -Dgatelink.seed=" + SEED + ", request " + number + ":\n" + request + "\n";
    }

    /** Things that hostile requests may change and delete. */
    private void prepareVictims(int number) {
        String api = publishedApi("victim" + number);
        var resources = apiGateway.getResources(r -> r.restApiId(api)).items();
        ids.put("restapi_id", List.of(api));
        ids.put("resource_id", resources.stream().map(resource -> resource.id()).toList());
        ids.put("parent_id", ids.get("resource_id"));
        ids.put("http_method", List.of("ANY", "GET"));
        ids.put("status_code", List.of("200"));
        ids.put("stage_name", List.of("live"));
        ids.put(
                "deployment_id",
                List.of(apiGateway
                        .getDeployments(r -> r.restApiId(api))
                        .items()
                        .get(0)
                        .id()));
        ids.put("vpclink_id", List.of(apiGateway.getVpcLinks().items().get(0).id()));
        ids.put("resource_arn", List.of("arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2F" + api));
        String machine = aws.stack().stateMachines().get(0).arn();
        ids.put("stateMachineArn", List.of(machine));
        ids.put(
                "executionArn",
                List.of(aws.loop()
                        .exclusively(() -> aws.states()
                                .startExecution(machine, "hostile" + number, "{\"loadBalancerName\": \"none\"}"))
                        .arn()));
    }

    private String publishedApi(String name) {
        String arn = loadBalancers
                .createLoadBalancer(r -> r.name(name)
                        .type(LoadBalancerTypeEnum.NETWORK)
                        .scheme("internal")
                        .subnets("subnet-0a1b2c3d"))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        String group = loadBalancers
                .createTargetGroup(r -> r.name(name)
                        .protocol(ProtocolEnum.TCP)
                        .port(80)
                        .targetType(TargetTypeEnum.IP)
                        .vpcId("vpc-0a1b2c3d"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        var target =
                TargetDescription.builder().id("127.0.0.1").port(backend.port()).build();
        loadBalancers.registerTargets(r -> r.targetGroupArn(group).targets(target));
        loadBalancers.createListener(r -> r.loadBalancerArn(arn)
                .protocol(ProtocolEnum.TCP)
                .port(80)
                .defaultActions(
                        Action.builder().type("forward").targetGroupArn(group).build()));
        ids.put("loadBalancerArn", List.of(arn));
        ids.put("targetGroupArn", List.of(group));
        if (apiPath == null) {
            aws.loop()
                    .runUntil(() ->
                            aws.loadBalancers().find(arn).orElseThrow().state().equals("active"));
        }
        String link = apiPath != null
                ? "nolink"
                : apiGateway.createVpcLink(r -> r.name(name).targetArns(arn)).id();
        if (apiPath == null) {
            aws.loop().runUntil(() -> aws.apiGateway().link(link).status().equals(VpcLinkStatus.AVAILABLE.toString()));
        }
        var api = apiGateway.createRestApi(r -> r.name(name));
        String below = apiGateway
                .createResource(r ->
                        r.restApiId(api.id()).parentId(api.rootResourceId()).pathPart("{proxy+}"))
                .id();
        for (String resource : List.of(api.rootResourceId(), below)) {
            boolean root = resource.equals(api.rootResourceId());
            apiGateway.putMethod(r -> r.restApiId(api.id())
                    .resourceId(resource)
                    .httpMethod("ANY")
                    .authorizationType("NONE")
                    .requestParameters(root ? Map.of() : Map.of("method.request.path.proxy", true)));
            apiGateway.putIntegration(r -> r.restApiId(api.id())
                    .resourceId(resource)
                    .httpMethod("ANY")
                    .type("HTTP_PROXY")
                    .integrationHttpMethod("ANY")
                    .connectionType("VPC_LINK")
                    .connectionId("${stageVariables.vpcLinkId}")
                    .uri(root ? "http://good.example/" : "http://good.example/{proxy}")
                    .requestParameters(
                            root ? Map.of() : Map.of("integration.request.path.proxy", "method.request.path.proxy")));
        }
        apiGateway.createDeployment(r -> r.restApiId(api.id()).stageName("live").variables(Map.of("vpcLinkId", link)));
        return api.id();
    }
}
