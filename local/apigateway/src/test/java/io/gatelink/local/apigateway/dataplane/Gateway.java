package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.apigateway.GatewayResponse;
import io.gatelink.local.apigateway.GatewayResponseType;
import io.gatelink.local.apigateway.HttpListener;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A data plane behind a real HTTP server, with real backends and a control plane that tests write by hand. */
final class Gateway implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    final EventLoop loop = EventLoop.virtual(NOW);
    final Account account = new Account("123456789012", "us-east-1", loop, 1);
    final Map<String, LiveStage.Link> links = new HashMap<>();
    final Map<String, List<LoadBalancerDirectory.Route>> routes = new HashMap<>();
    final Map<String, LoadBalancerDirectory.Entry> loadBalancers = new HashMap<>();
    final Map<String, HttpListener> httpListeners = new HashMap<>();
    String linkAddress = "10.0.0.10";
    final List<String> carried = new CopyOnWriteArrayList<>();
    final List<String> apiKeys = new ArrayList<>();
    final List<String> binaryMediaTypes = new ArrayList<>();
    final Map<GatewayResponseType, GatewayResponse> gatewayResponses = new EnumMap<>(GatewayResponseType.class);
    final List<Authorizer> authorizers = new ArrayList<>();
    AuthorizerServices authorizerServices = AuthorizerServices.NONE;
    Integer minimumCompressionSize;
    LiveStage.Admission admission = LiveStage.Admission.ALLOWED;
    final List<Throwable> defects = new CopyOnWriteArrayList<>();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    boolean refusesPrivateLinkTraffic;
    LiveStage stage;
    AwsException identityRefusal;
    Optional<List<String>> privateTo = Optional.empty();
    Duration streamIdleTimeout = Duration.ofMinutes(5);

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecuteApi executeApi = new ExecuteApi(account, new Directory(), new LoadBalancers(), new Everyone());
    private final int port;

    Gateway() throws IOException {
        HttpServer server = start(request -> {
            String[] parts = request.path().split("/", 6);
            return executeApi.invoke(parts[3], parts[4], parts.length < 6 ? "" : "/" + parts[5], request);
        });
        port = server.port();
        stage(proxyOnEverything("NONE"), Map.of("vpcLinkId", "link1"));
    }

    /** Something that answers, and remembers what it was asked. */
    record Backend(int port, List<Request> seen) {

        Request request() {
            return seen.get(seen.size() - 1);
        }
    }

    Backend backend(Function<Request, Response> answer) throws IOException {
        var seen = new CopyOnWriteArrayList<Request>();
        HttpServer server = start(request -> {
            seen.add(request);
            return answer.apply(request);
        });
        return new Backend(server.port(), seen);
    }

    /** A backend behind a link of its own; the first is {@code link1}. */
    Backend linkedBackend(Function<Request, Response> answer) throws IOException {
        Backend backend = backend(answer);
        link("link" + (links.size() + 1), backend.port());
        return backend;
    }

    void link(String id, int... ports) {
        String arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/" + id + "/0123456789abcdef";
        links.put(id, new LiveStage.Link(id, "AVAILABLE", arn));
        var targets = new ArrayList<LoadBalancerDirectory.Route>();
        for (int target : ports) {
            targets.add(route(target, true));
        }
        routes.put(arn + ":80", targets);
    }

    /** A link V2 in the VPC {@code vpc-1}. */
    void linkV2(String id, String status) {
        links.put(
                id,
                new LiveStage.Link(id, status, null, new LiveStage.Network("vpc-1", List.of("subnet-1"), List.of())));
    }

    /** A load balancer in the VPC {@code vpc-1}, which a link V2 may lead to. */
    String loadBalancer(String type, String name, int listenerPort, LoadBalancerDirectory.Route... targets) {
        String arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/"
                + (type.equals("network") ? "net" : "app") + "/" + name + "/0123456789abcdef";
        loadBalancers.put(
                arn,
                new LoadBalancerDirectory.Entry(
                        arn, "lb.example.com", type, "active", "vpc-1", List.of(), refusesPrivateLinkTraffic));
        if (type.equals("network")) {
            routes.put(arn + ":" + listenerPort, List.of(targets));
        } else {
            var group = new HttpListener.TargetGroup(1, List.of(targets));
            boolean known = targets.length > 0;
            httpListeners.put(
                    arn + ":" + listenerPort,
                    httpListener(
                            known ? targets[0].listenerProtocol() : "HTTP",
                            known ? targets[0].certificateNames() : Set.of(),
                            new HttpListener.Forward(List.of(group))));
        }
        return arn;
    }

    /** An application load balancer with this action on port 80. */
    String applicationLoadBalancer(HttpListener.Action action) {
        String arn = loadBalancer("application", "alb" + loadBalancers.size(), 80);
        httpListeners.put(arn + ":80", httpListener("HTTP", Set.of(), action));
        return arn;
    }

    static HttpListener httpListener(String protocol, Set<String> certificateNames, HttpListener.Action action) {
        return new HttpListener(protocol, certificateNames, action, Duration.ofMinutes(1), false);
    }

    List<LoadBalancerDirectory.Route> routesOf(String link, int listenerPort) {
        return routes.computeIfAbsent(links.get(link).targetArn() + ":" + listenerPort, key -> new ArrayList<>());
    }

    static LoadBalancerDirectory.Route route(int port, boolean healthy) {
        return route("TCP", "TCP", Set.of(), port, healthy);
    }

    /** Behind a TLS listener, whose certificate is for these names. */
    static LoadBalancerDirectory.Route tlsRoute(int port, String targetGroupProtocol, String... certificateNames) {
        return route("TLS", targetGroupProtocol, Set.of(certificateNames), port, true);
    }

    static LoadBalancerDirectory.Route route(
            String listenerProtocol,
            String targetGroupProtocol,
            Set<String> certificateNames,
            int port,
            boolean healthy) {
        return new LoadBalancerDirectory.Route(
                listenerProtocol,
                targetGroupProtocol,
                certificateNames,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                healthy);
    }

    void stage(List<Resource> resources, Map<String, String> variables) {
        loop.exclusively(() -> stage = new LiveStage(
                "api1",
                "test",
                variables,
                resources,
                null,
                binaryMediaTypes,
                minimumCompressionSize,
                gatewayResponses,
                authorizers,
                null));
    }

    void stage(Resource... resources) {
        stage(List.of(resources), Map.of("vpcLinkId", "link1"));
    }

    static List<Resource> proxyOnEverything(String authorizationType) {
        return List.of(
                resource(
                        "/",
                        Map.of(
                                "ANY",
                                method(authorizationType, http("HTTP_PROXY", "http://nlb.example.com", Map.of())))),
                resource(
                        "/{proxy+}",
                        Map.of(
                                "ANY",
                                method(
                                        authorizationType,
                                        http(
                                                "HTTP_PROXY",
                                                "http://nlb.example.com/{proxy}",
                                                Map.of(
                                                        "integration.request.path.proxy",
                                                        "method.request.path.proxy"))))));
    }

    static Resource resource(String path, Map<String, Method> methods) {
        return new Resource("id" + path.hashCode(), null, null, path, methods);
    }

    static Resource resource(String path, Integration integration) {
        return resource(path, Map.of("ANY", method("NONE", integration)));
    }

    static Method method(String authorizationType, Integration integration) {
        return new Method("ANY", authorizationType, null, false, null, null, Map.of(), Map.of(), Map.of(), integration);
    }

    static Integration http(String type, String uri, Map<String, String> requestParameters) {
        return http(type, uri, requestParameters, Map.of(), "WHEN_NO_MATCH", Map.of());
    }

    static Integration http(
            String type,
            String uri,
            Map<String, String> requestParameters,
            Map<String, String> requestTemplates,
            String passthroughBehavior,
            Map<String, IntegrationResponse> responses) {
        return new Integration(
                type,
                "ANY",
                uri,
                "VPC_LINK",
                "${stageVariables.vpcLinkId}",
                null,
                requestParameters,
                requestTemplates,
                passthroughBehavior,
                null,
                5000,
                "ns",
                List.of(),
                responses,
                null);
    }

    /** Through the link {@code linkV2}. */
    static Integration toTarget(String uri, String integrationTarget) {
        return toTarget("linkV2", uri, integrationTarget);
    }

    static Integration toTarget(String connectionId, String uri, String integrationTarget) {
        return new Integration(
                "HTTP_PROXY",
                "ANY",
                uri,
                "VPC_LINK",
                connectionId,
                integrationTarget,
                null,
                Map.of(),
                Map.of(),
                "WHEN_NO_MATCH",
                null,
                5000,
                "ns",
                List.of(),
                Map.of(),
                null,
                "BUFFERED",
                Set.of());
    }

    static Integration mock(Map<String, String> requestTemplates, IntegrationResponse... responses) {
        var byStatus = new HashMap<String, IntegrationResponse>();
        for (IntegrationResponse response : responses) {
            byStatus.put(response.statusCode(), response);
        }
        return new Integration(
                "MOCK",
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                requestTemplates,
                "WHEN_NO_MATCH",
                null,
                29_000,
                "ns",
                List.of(),
                byStatus,
                null);
    }

    static Integration with(
            Integration i,
            String connectionType,
            String connectionId,
            int timeoutInMillis,
            Boolean insecureSkipVerification) {
        return new Integration(
                i.type(),
                i.httpMethod(),
                i.uri(),
                connectionType,
                connectionId,
                null,
                i.requestParameters(),
                i.requestTemplates(),
                i.passthroughBehavior(),
                null,
                timeoutInMillis,
                "ns",
                List.of(),
                i.integrationResponses(),
                insecureSkipVerification);
    }

    ExecuteApi executeApi() {
        return executeApi;
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + "/_aws/execute-api/api1/test" + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpServer start(Function<Request, Response> handler) throws IOException {
        HttpServer server = HttpServer.create(HttpServerConfiguration.onLoopback(0), handler, defects::add);
        servers.add(server);
        return server.start();
    }

    @Override
    public void close() {
        executeApi.close();
        servers.forEach(HttpServer::close);
        loop.close();
    }

    /** One user, who may do everything. */
    private final class Everyone implements Callers {

        @Override
        public AuthorizerServices authorizers() {
            return new AuthorizerServices() {
                @Override
                public Answer invoke(String functionArn, String authorizerArn, byte[] event) {
                    return authorizerServices.invoke(functionArn, authorizerArn, event);
                }

                @Override
                public Optional<String> keys(String userPoolArn) {
                    return authorizerServices.keys(userPoolArn);
                }
            };
        }

        @Override
        public Caller of(String accessKeyId) {
            return new Caller(
                    "arn:aws:iam::123456789012:user/local",
                    Map.of(
                            "aws:PrincipalArn", List.of("arn:aws:iam::123456789012:user/local"),
                            "aws:PrincipalAccount", List.of("123456789012"),
                            "aws:PrincipalOrgID", List.of("o-gatelink000")));
        }

        @Override
        public Optional<AwsException> refusal(
                String accessKeyId, String restApiId, String stageName, String method, String path) {
            return Optional.ofNullable(identityRefusal);
        }
    }

    private final class Directory implements LiveStage.Directory {

        @Override
        public LiveStage stage(String restApiId, String stageName) {
            return restApiId.equals("api1") && stageName.equals("test") ? stage : null;
        }

        @Override
        public boolean hasApi(String restApiId) {
            return restApiId.equals("api1");
        }

        @Override
        public Optional<List<String>> privateTo(String restApiId) {
            return privateTo;
        }

        @Override
        public Duration streamIdleTimeout(String restApiId) {
            return streamIdleTimeout;
        }

        @Override
        public LiveStage.Link link(String vpcLinkId) {
            return links.get(vpcLinkId);
        }

        @Override
        public void carry(String vpcLinkId) {
            carried.add(vpcLinkId);
        }

        @Override
        public LiveStage.Admission admit(MethodOfStage method, Optional<String> apiKey) {
            return admission;
        }

        @Override
        public Collection<String> apiKeys(String restApiId, String stageName) {
            return apiKeys;
        }
    }

    private final class LoadBalancers implements LoadBalancerDirectory {

        @Override
        public Optional<Entry> find(String arn) {
            if (loadBalancers.containsKey(arn)) {
                return Optional.of(loadBalancers.get(arn));
            }
            return Optional.of(new Entry(
                    arn, "nlb.example.com", "network", "active", "vpc-1", List.of(), refusesPrivateLinkTraffic));
        }

        @Override
        public List<Route> routes(String arn, int listenerPort) {
            return routes.getOrDefault(arn + ":" + listenerPort, List.of());
        }

        @Override
        public Optional<String> admits(String arn, int port, List<String> subnetIds, List<String> securityGroupIds) {
            return Optional.ofNullable(linkAddress);
        }

        @Override
        public Optional<HttpListener> httpListener(String arn, int listenerPort) {
            return Optional.ofNullable(httpListeners.get(arn + ":" + listenerPort));
        }

        @Override
        public Optional<String> association(String arn) {
            return Optional.empty();
        }

        @Override
        public void associate(String arn, String endpointServiceId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void dissociate(String arn, String endpointServiceId) {
            throw new UnsupportedOperationException();
        }
    }
}
