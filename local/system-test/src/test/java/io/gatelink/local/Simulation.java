package io.gatelink.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.elbv2.PageRequest;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.Response;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * The whole of Gatelink under the virtual clock: the repository's own template, state machine and functions, and an
 * HTTP backend behind the load balancer; over real sockets, unless it is {@link #inMemory}.
 */
final class Simulation implements AutoCloseable, Observer {

    static final Path HOME = Path.of(System.getProperty("gatelink.home", "../.."))
            .toAbsolutePath()
            .normalize();
    static final String PUBLICATIONS = "gatelink-publications";
    static final String COORDINATION = "gatelink-coordination";
    static final long SEED = Long.getLong("gatelink.seed", 20_261_122L);

    /** Those that no simulation uses now, by the template's parameters. */
    private static final Map<Map<String, String>, Queue<PreparedStack>> IMAGES = new ConcurrentHashMap<>();

    private final Runnable cleanUp;
    final InetSocketAddress backend;
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    final List<String> announcements = new ArrayList<>();
    /** The events that the workflows put, whole. */
    final List<String> announced = new ArrayList<>();

    final List<String> subjects = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<String> droppedEvents = new ArrayList<>();
    final List<String> requestsAtBackend = new ArrayList<>();
    /** Of the last request. */
    final Map<String, List<String>> headersAtBackend = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    final LocalAws aws;
    volatile int backendStatus = 200;

    /** Of backends without a network that are not to answer with {@link #backendStatus}. */
    final Map<Integer, Integer> statusByPort = new ConcurrentHashMap<>();

    Simulation(long seed, Faults faults) {
        this(seed, faults, configuration -> configuration);
    }

    Simulation(long seed, Faults faults, UnaryOperator<Configuration> changes) {
        this(changes.apply(Configuration.simulation(HOME, seed).withFaults(faults)), true);
    }

    private Simulation(Configuration configuration, boolean network) {
        try {
            if (network) {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/", exchange -> {
                    try (exchange) {
                        headersAtBackend.clear();
                        headersAtBackend.putAll(exchange.getRequestHeaders());
                        byte[] body = answer(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                        exchange.sendResponseHeaders(backendStatus, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
                server.start();
                backend = server.getAddress();
                cleanUp = () -> server.stop(0);
                aws = LocalAws.start(configuration, this);
            } else {
                Queue<PreparedStack> images =
                        IMAGES.computeIfAbsent(configuration.parameters(), absent -> new ConcurrentLinkedQueue<>());
                PreparedStack idle = images.poll();
                PreparedStack image =
                        idle != null ? idle : PreparedStack.of(HOME, configuration.parameters(), LeanClients::install);
                backend = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
                cleanUp = () -> images.add(image);
                aws = LocalAws.start(
                        configuration,
                        image,
                        (target, request) -> {
                            headersAtBackend.clear();
                            headersAtBackend.putAll(request.headers());
                            int status = statusByPort.getOrDefault(target.getPort(), backendStatus);
                            return Response.text(
                                    status,
                                    "text/plain",
                                    new String(
                                            answer(request.method() + " " + request.path()), StandardCharsets.UTF_8));
                        },
                        this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A simulation without a network and with {@link LeanClients}, much faster: neither the local AWS nor the backend
     * listens.
     */
    static Simulation inMemory(long seed, Faults faults, UnaryOperator<Configuration> changes) {
        return new Simulation(changes.apply(Configuration.simulation(HOME, seed).withFaults(faults)), false);
    }

    /** One without a network from this image, from which no other may run meanwhile. */
    static Simulation from(PreparedStack image, Faults faults) {
        return from(image, faults, configuration -> configuration);
    }

    static Simulation from(PreparedStack image, Faults faults, UnaryOperator<Configuration> changes) {
        return new Simulation(changes.apply(Configuration.simulation(HOME, SEED).withFaults(faults)), image);
    }

    private Simulation(Configuration configuration, PreparedStack image) {
        backend = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
        cleanUp = () -> {};
        aws = LocalAws.start(
                configuration,
                image,
                (target, request) -> Response.text(
                        statusByPort.getOrDefault(target.getPort(), backendStatus),
                        "text/plain",
                        new String(answer(request.method() + " " + request.path()), StandardCharsets.UTF_8)),
                this);
    }

    private byte[] answer(String request) {
        requestsAtBackend.add(request);
        return "from the backend".getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode event(String file) {
        try {
            return (ObjectNode)
                    Json.parse(Files.readString(HOME.resolve("events").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The load balancer of an event comes into being, with a listener and the backend behind it. */
    String createLoadBalancer(ObjectNode event) {
        return aws.loop().exclusively(() -> {
            String arn = aws.loadBalancers().restore(event).arn();
            aws.loadBalancers().attachBackend(arn, 80, backend);
            return arn;
        });
    }

    void deliver(ObjectNode event) {
        aws.loop().exclusively(() -> aws.eventBus().publish(event));
    }

    /** The load balancer is created, its event is delivered, and all that follows happens. */
    Simulation publish(String eventFile) {
        createLoadBalancer(event(eventFile));
        deliver(event(eventFile));
        return runUntilIdle();
    }

    Simulation runUntilIdle() {
        aws.loop().runUntilIdle();
        return this;
    }

    List<Execution> executions() {
        return List.copyOf(executions.values());
    }

    Execution onlyExecution() {
        if (executions.size() != 1) {
            throw new AssertionError("Expected one execution, but there are " + executions.keySet());
        }
        return executions.values().iterator().next();
    }

    List<VpcLink> links() {
        return aws.apiGateway().vpcLinks().getVpcLinks(null, 500).items();
    }

    /** VPC links of version 2. */
    List<VpcLinkV2> sharedLinks() {
        return aws.apiGateway().vpcLinksV2().getVpcLinks(null, 100).items();
    }

    String vpcOf(String loadBalancerArn) {
        return aws.loadBalancers()
                .describeLoadBalancers(List.of(loadBalancerArn), List.of(), PageRequest.FIRST)
                .items()
                .get(0)
                .vpcId();
    }

    List<RestApi> apis() {
        return aws.apiGateway().restApis().getRestApis(null, 500).items();
    }

    /** Every execution's whole history, as GetExecutionHistory tells it. */
    String histories() {
        ArrayNode all = Json.array();
        executions.values().forEach(execution -> {
            ObjectNode one = all.addObject()
                    .put("arn", execution.arn())
                    .put("status", execution.status().name());
            ArrayNode events = one.putArray("events");
            execution.events().forEach(event -> events.add(event.toJson(true)));
        });
        return Json.write(all);
    }

    /** The states that an execution entered, in order. */
    static List<String> path(Execution execution) {
        return execution.events().stream()
                .filter(event -> event.type().wireName().endsWith("StateEntered"))
                .map(event -> event.detail("name").orElseThrow())
                .toList();
    }

    /** The string attributes of the publications that the table has, as people read them, by load balancer. */
    Map<String, Map<String, String>> items() {
        return aws.loop().exclusively(() -> {
            var items = new TreeMap<String, Map<String, String>>();
            aws.dynamoDb().items(PUBLICATIONS).forEach(item -> {
                var strings = new TreeMap<String, String>();
                item.values().forEach((name, value) -> {
                    if (value instanceof AttributeValue.S string) {
                        strings.put(name, string.value());
                    }
                });
                items.put(strings.get("loadBalancerArn"), strings);
            });
            return items;
        });
    }

    /** Those of one load balancer; empty if there is no item. */
    Map<String, String> item(String loadBalancerArn) {
        return items().getOrDefault(loadBalancerArn, Map.of());
    }

    /** What the design promises of an account at rest; the words of the promise that is broken, or nothing. */
    List<String> brokenPromises() {
        return aws.loop().exclusively(() -> AtRest.brokenPromises(this));
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        executions.put(execution.arn(), execution);
    }

    @Override
    public void received(ObjectNode event, List<Stack.Rule> matched) {
        if (event.path("source").asText().equals("gatelink")) {
            announcements.add(event.path("detail-type").asText());
            announced.add(event.toString());
        }
    }

    @Override
    public void published(Stack.Topic topic, Topics.Message message) {
        subjects.add(message.subject().orElse(""));
        messages.add(message.text());
    }

    @Override
    public void dropped(String functionName, byte[] event, Invocation failure) {
        droppedEvents.add(new String(failure.payload(), StandardCharsets.UTF_8));
    }

    /** How much simulated time has passed since the simulation's start. */
    Duration elapsed() {
        return Duration.ofNanos(aws.loop().nanoTime());
    }

    @Override
    public void close() {
        aws.close();
        cleanUp.run();
    }
}
