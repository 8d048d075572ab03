package io.gatelink.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateDomainNameRequest;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * Load balancers and what becomes of them: a simulation in which people create, tag and delete load balancers with
 * AWS's own clients, so that events come of it, and start executions.
 */
final class Life implements AutoCloseable {

    static final String CREATED = "nlb-created.json";
    static final String DOMAIN = "api.example.com";
    static final String CERTIFICATE =
            "arn:aws:acm:us-east-1:123456789012:certificate/2f7c1a60-8d4e-4b52-9a37-5e1d0c9b8a76";
    private static final String PUBLISH = "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish";
    private static final int FIRST_PORT = 8081;

    private final Map<String, Integer> ports = new TreeMap<>();
    final Simulation simulation;

    /** What requests to the published API were answered with, see {@link #callEvery}. */
    final List<Integer> answers = new ArrayList<>();

    private Life(Simulation simulation) {
        this.simulation = simulation;
    }

    static Life begin() {
        return begin(Faults.NONE, Map.of());
    }

    /** One in which smoke tests take a minute at most. */
    static Life begin(Faults faults, Map<String, String> parameters) {
        return begin(faults, parameters, configuration -> configuration);
    }

    static Life begin(Faults faults, Map<String, String> parameters, UnaryOperator<Configuration> changes) {
        Map<String, String> all = new TreeMap<>(Map.of("SmokeTestWaitMinutes", "1"));
        all.putAll(parameters);
        return new Life(Simulation.inMemory(
                Simulation.SEED, faults, configuration -> changes.apply(configuration.withParameters(all))));
    }

    /** One from this image, from which no other may run meanwhile. */
    static Life from(PreparedStack image, Faults faults) {
        return from(image, faults, configuration -> configuration);
    }

    static Life from(PreparedStack image, Faults faults, UnaryOperator<Configuration> changes) {
        return new Life(Simulation.from(image, faults, changes));
    }

    /** A load balancer comes into being, with a listener and a backend of its own; no event tells of it. Its ARN. */
    String create(String name, String... keysAndValues) {
        return create(created(name, keysAndValues));
    }

    /** The same of an application load balancer. */
    String createApplication(String name, String... keysAndValues) {
        ObjectNode event = Simulation.event("alb-created.json");
        ObjectNode created = rename(event, "app", name, keysAndValues);
        created.put("dNSName", "internal-" + name + "-1704212589.us-east-1.elb.amazonaws.com");
        return create(event);
    }

    /** The same of a network load balancer in another VPC, in subnets of zones such as {@code ab}. */
    String createIn(String vpcId, String name, String zones, String... keysAndValues) {
        ObjectNode event = created(name, keysAndValues);
        ObjectNode created = ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0")).put("vpcId", vpcId);
        var availabilityZones = created.putArray("availabilityZones");
        zones.chars().forEach(zone -> availabilityZones
                .addObject()
                .put("zoneName", "us-east-1" + (char) zone)
                .put("subnetId", "subnet-" + vpcId.substring(4, 12) + (char) zone + "000"));
        return create(event);
    }

    private String create(ObjectNode event) {
        String arn = event.at("/detail/responseElements/loadBalancers/0/loadBalancerArn")
                .asText();
        int port = ports.computeIfAbsent(arn, absent -> FIRST_PORT + ports.size());
        simulation.aws.loop().exclusively(() -> {
            simulation.aws.loadBalancers().restore(event);
            simulation
                    .aws
                    .loadBalancers()
                    .attachBackend(arn, 80, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        });
        return arn;
    }

    /** The event of its creation. */
    static ObjectNode created(String name, String... keysAndValues) {
        ObjectNode event = Simulation.event(CREATED);
        rename(event, "net", name, keysAndValues);
        return event;
    }

    private static ObjectNode rename(ObjectNode event, String type, String name, String... keysAndValues) {
        String id = name.equals("orders")
                ? "8c1f0d5e7a6b4923"
                : String.format("%016x", 0x1000_0000_0000L + name.hashCode());
        event.withObject("/detail").put("eventID", "c6f1a7d2-3b58-4e0f-9c4d-" + id.substring(4));
        ObjectNode created = ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0"))
                .put("loadBalancerName", name)
                .put("loadBalancerArn", arn(type, name, id))
                .put("dNSName", name + "-" + id + ".elb.us-east-1.amazonaws.com");
        var tags =
                event.withObject("/detail/requestParameters").put("name", name).putArray("tags");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tags.addObject().put("key", keysAndValues[i]).put("value", keysAndValues[i + 1]);
        }
        return created;
    }

    private static String arn(String type, String name, String id) {
        return "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/" + type + "/" + name + "/" + id;
    }

    /** One that asks to be published is created and published. Its ARN. */
    String publish(String name, String... keysAndValues) {
        var tags = new ArrayList<>(List.of("gatelink:publish", "true"));
        tags.addAll(List.of(keysAndValues));
        String arn = create(name, tags.toArray(String[]::new));
        simulation.deliver(created(name));
        run();
        return arn;
    }

    /** What the backend of a load balancer answers with from now on. */
    void backendAnswers(String loadBalancerArn, int status) {
        simulation.statusByPort.put(ports.get(loadBalancerArn), status);
    }

    /** A person sets tags. */
    void tag(String loadBalancerArn, String... keysAndValues) {
        var tags = new ArrayList<Tag>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tags.add(Tag.builder()
                    .key(keysAndValues[i])
                    .value(keysAndValues[i + 1])
                    .build());
        }
        elasticLoadBalancing(person ->
                person.addTags(request -> request.resourceArns(loadBalancerArn).tags(tags)));
    }

    /** A person removes tags. */
    void untag(String loadBalancerArn, String... keys) {
        elasticLoadBalancing(person -> person.removeTags(
                request -> request.resourceArns(loadBalancerArn).tagKeys(keys)));
    }

    /** The same as {@link #tag}, but no event tells of it. */
    void tagUnnoticed(String loadBalancerArn, String key, String value) {
        simulation
                .aws
                .loop()
                .exclusively(() ->
                        simulation.aws.loadBalancers().tags().addTags(List.of(loadBalancerArn), Map.of(key, value)));
    }

    /** The same as {@link #untag}, but no event tells of it. */
    void untagUnnoticed(String loadBalancerArn, String... keys) {
        simulation
                .aws
                .loop()
                .exclusively(() ->
                        simulation.aws.loadBalancers().tags().removeTags(List.of(loadBalancerArn), List.of(keys)));
    }

    void optOut(String loadBalancerArn) {
        tag(loadBalancerArn, "gatelink:publish", "false");
    }

    void optIn(String loadBalancerArn) {
        tag(loadBalancerArn, "gatelink:publish", "true");
    }

    void delete(String loadBalancerArn) {
        elasticLoadBalancing(person -> person.deleteLoadBalancer(request -> request.loadBalancerArn(loadBalancerArn)));
    }

    /** A load balancer goes although links lead to it, and no event tells of it. */
    void vanish(String loadBalancerArn) {
        simulation.aws.loop().exclusively(() -> {
            var loadBalancers = simulation.aws.loadBalancers();
            loadBalancers
                    .association(loadBalancerArn)
                    .ifPresent(service -> loadBalancers.dissociate(loadBalancerArn, service));
            loadBalancers.deleteLoadBalancer(loadBalancerArn);
        });
    }

    /** A person does something with Elastic Load Balancing. */
    void elasticLoadBalancing(Consumer<ElasticLoadBalancingV2Client> deeds) {
        try (var person = ElasticLoadBalancingV2Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(simulation.aws.endpoint()))
                .httpClient(simulation.aws.transport())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("person", "test")))
                .build()) {
            deeds.accept(person);
        }
    }

    /** A person does something with API Gateway. */
    void apiGateway(Consumer<ApiGatewayClient> deeds) {
        try (var person = ApiGatewayClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(simulation.aws.endpoint()))
                .httpClient(simulation.aws.transport())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("person", "test")))
                .build()) {
            deeds.accept(person);
        }
    }

    /** A person makes the Regional custom domain {@link #DOMAIN}. */
    void createDomain() {
        createDomain(domain -> {});
    }

    /** The same in another way. */
    void createDomain(Consumer<CreateDomainNameRequest.Builder> how) {
        apiGateway(person -> person.createDomainName(request -> how.accept(request.domainName(DOMAIN)
                .regionalCertificateArn(CERTIFICATE)
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL)))));
    }

    /** The stack is deployed anew, with one parameter changed. */
    void deploy(String parameter, String value) {
        var parameters = new HashMap<>(simulation.aws.stack().parameters());
        parameters.put(parameter, value);
        try {
            simulation.aws.deploy(PreparedStack.of(Simulation.HOME, parameters).stack());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A person starts the publish workflow; the execution has not ended yet. */
    Execution start(String name, String loadBalancerArn) {
        return startWith(name, Json.write(Json.object().put("loadBalancerArn", loadBalancerArn)));
    }

    Execution startWith(String name, String input) {
        return simulation.aws.loop().exclusively(() -> simulation.aws.states().startExecution(PUBLISH, name, input));
    }

    /** The same, to its end, and whatever follows. */
    Execution run(String name, String loadBalancerArn) {
        Execution execution = start(name, loadBalancerArn);
        run();
        return execution;
    }

    Execution reconcile(String name) {
        Execution execution = simulation.aws.loop().exclusively(() -> simulation
                .aws
                .states()
                .startExecution(PUBLISH.replace("publish", "reconcile"), name, "{}"));
        run();
        return execution;
    }

    void run() {
        simulation.runUntilIdle();
    }

    /** Time passes; schedules start executions. */
    void pass(Duration duration) {
        simulation.aws.loop().runFor(duration);
    }

    /** Runs until an execution has entered a state. */
    void runUntil(Execution execution, String state) {
        simulation
                .aws
                .loop()
                .runUntil(() -> execution.closed() || Simulation.path(execution).contains(state));
        if (!Simulation.path(execution).contains(state)) {
            throw new AssertionError("Not at " + state + ": " + shown(execution));
        }
    }

    void stop(Execution execution) {
        simulation
                .aws
                .loop()
                .exclusively(() -> simulation.aws.states().stopExecution(execution.arn(), "Mine", "enough"));
    }

    void redrive(Execution execution) {
        simulation.aws.loop().exclusively(() -> simulation.aws.states().redriveExecution(execution.arn(), null));
        run();
    }

    Execution last() {
        List<Execution> all = simulation.executions();
        return all.get(all.size() - 1);
    }

    /** All executions that were started with the ARN of a load balancer. */
    List<Execution> executionsOf(String loadBalancerArn) {
        return simulation.executions().stream()
                .filter(execution ->
                        execution.input().path("loadBalancerArn").asText().equals(loadBalancerArn))
                .toList();
    }

    /**
     * From now on, calls an API's stage once in each such time, as often as said. Its methods have to ask for nothing.
     */
    void callEvery(Duration interval, int times, String api) {
        for (int i = 1; i <= times; i++) {
            simulation.aws.loop().schedule(interval.multipliedBy(i), () -> simulation
                    .aws
                    .loop()
                    .execute(() -> answers.add(get(api + "/live/").status())));
        }
    }

    /**
     * @param body    as text
     * @param headers the first value of each, by name in any case
     */
    record Answer(int status, String body, Map<String, String> headers) {}

    /** The answer to a GET request of this id, stage and path. */
    Answer get(String apiStageAndPath, String... headers) {
        return send("GET", apiStageAndPath, "", headers);
    }

    Answer send(String method, String apiStageAndPath, String body, String... headers) {
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(URI.create(simulation.aws.endpoint() + "/_aws/execute-api/" + apiStageAndPath));
        for (int i = 0; i < headers.length; i += 2) {
            request.putHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpExecuteResponse response = simulation
                    .aws
                    .transport()
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(request.build())
                            .contentStreamProvider(
                                    () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                            .build())
                    .call();
            var first = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            response.httpResponse().forEachHeader((name, values) -> first.put(name, values.get(0)));
            return new Answer(
                    response.httpResponse().statusCode(),
                    new String(response.responseBody().orElseThrow().readAllBytes(), StandardCharsets.UTF_8),
                    first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A person asks AWS WAF for an operation, in JSON; its answer. */
    JsonNode waf(String operation, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(simulation.aws.endpoint() + "/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "AWSWAF_20190729." + operation)
                .putHeader(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=person/20260101/us-east-1/wafv2/aws4_request, "
                                + "SignedHeaders=host, Signature=0")
                .build();
        try {
            HttpExecuteResponse response = simulation
                    .aws
                    .transport()
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(request)
                            .contentStreamProvider(() -> new ByteArrayInputStream(bytes))
                            .build())
                    .call();
            return Json.parse(new String(response.responseBody().orElseThrow().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RestApi onlyApi() {
        if (simulation.apis().size() != 1) {
            throw new AssertionError("Expected one API, but there are " + simulation.apis());
        }
        return simulation.apis().get(0);
    }

    VpcLink onlyLink() {
        if (simulation.links().size() != 1) {
            throw new AssertionError("Expected one link, but there are " + simulation.links());
        }
        return simulation.links().get(0);
    }

    /** {@code outcome} of a load balancer's item; {@code ""} if there is none. */
    String outcome(String loadBalancerArn) {
        return simulation.item(loadBalancerArn).getOrDefault("outcome", "");
    }

    /** No link and no API, and nothing of ours anywhere. */
    boolean isEmpty() {
        return simulation.links().isEmpty()
                && simulation.apis().isEmpty()
                && simulation.brokenPromises().isEmpty();
    }

    /** How an execution ended, for assertions that fail. */
    static String shown(Execution execution) {
        return execution.status() + " " + execution.error().orElse("") + " "
                + execution.cause().orElse("") + " " + execution.output() + " by " + Simulation.path(execution);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
