package io.gatelink.local.burst;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.PreparedStack;
import io.gatelink.local.Quotas;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.elbv2.LoadBalancers.CreateLoadBalancer;
import io.gatelink.local.elbv2.LoadBalancers.Subnet;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Backend;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
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
import java.util.Random;
import java.util.UUID;

/**
 * The account in which a burst happens: under AWS's quotas, and with functions and calls that take the time that they
 * take there.
 */
final class BurstAccount implements Faults, Observer, Backend, AutoCloseable {

    private static final Duration BURST = Duration.ofSeconds(1);
    private static final Map<String, String> WANTED = Map.of("gatelink:publish", "true");
    private static final int FIRST_PORT = 10_000;

    private final Path home;
    private final Burst burst;
    private final Random random;
    private final LocalAws aws;
    private final Calls calls = new Calls();
    private final List<String> loadBalancers = new ArrayList<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private Duration slowestLink = Duration.ZERO;

    BurstAccount(Path home, PreparedStack image, Burst burst) {
        this.home = home;
        this.burst = burst;
        this.random = new Random(burst.seed());
        this.aws = LocalAws.start(
                Configuration.simulation(home, burst.seed())
                        .withParameters(burst.parameters())
                        .withLinkDelay(burst.pending().least())
                        .withQuotas(Quotas.AWS
                                .withVpcLinks(burst.loadBalancers())
                                .withRestApis(burst.loadBalancers())
                                .withOthers(burst.othersPercent() / 100.0))
                        .withFaults(this),
                image,
                this,
                this);
    }

    /** They are created within a second, every other one is tagged only then, and all that follows happens. */
    void run() {
        ObjectNode created = sample("nlb-created.json");
        ObjectNode tagged = sample("nlb-tags-added-opt-in.json");
        for (int i = 0; i < burst.loadBalancers(); i++) {
            int index = i;
            boolean taggedLater = index % 2 == 1;
            aws.loop().schedule(BURST.multipliedBy(i).dividedBy(burst.loadBalancers()), () -> {
                create(index, created.deepCopy(), taggedLater ? Map.of() : WANTED);
                if (taggedLater) {
                    aws.loop().schedule(BURST.dividedBy(2), () -> tag(index, tagged.deepCopy()));
                }
            });
        }
        aws.loop().runUntilIdle();
    }

    private void create(int index, ObjectNode event, Map<String, String> tags) {
        String name = "burst-" + index;
        String arn = aws.loadBalancers()
                .createLoadBalancer(new CreateLoadBalancer(
                        name, "network", "internal", "ipv4", List.of(Subnet.of("subnet-0a1b2c3d")), List.of(), tags))
                .arn();
        aws.loadBalancers()
                .attachBackend(arn, 80, new InetSocketAddress(InetAddress.getLoopbackAddress(), FIRST_PORT + index));
        loadBalancers.add(arn);
        ((ObjectNode) event.at("/detail/requestParameters")).put("name", name);
        ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0"))
                .put("loadBalancerArn", arn)
                .put("loadBalancerName", name);
        publish(event, "created", index);
    }

    private void tag(int index, ObjectNode event) {
        String arn = loadBalancers.get(index);
        aws.loadBalancers().tags().addTags(List.of(arn), WANTED);
        ((ObjectNode) event.at("/detail/requestParameters"))
                .putArray("resourceArns")
                .add(arn);
        publish(event, "tagged", index);
    }

    private void publish(ObjectNode event, String what, int index) {
        String now = aws.loop().instant().toString();
        String id = UUID.nameUUIDFromBytes((what + index).getBytes(StandardCharsets.UTF_8))
                .toString();
        event.put("time", now).put("id", id);
        ((ObjectNode) event.get("detail")).put("eventTime", now).put("eventID", id);
        aws.eventBus().publish(event);
    }

    private ObjectNode sample(String file) {
        try {
            return (ObjectNode)
                    Json.parse(Files.readString(home.resolve("events").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What it takes.

    /** A function's start-up takes up to a second; a call 30 to 150 ms. */
    @Override
    public Duration before(ApiCall call) {
        return call.service().equals("lambda") ? millis(0, 1_000).plus(ownWork().dividedBy(2)) : millis(30, 150);
    }

    @Override
    public Duration answerDelay(ApiCall call) {
        return call.service().equals("lambda") ? ownWork().dividedBy(2) : Duration.ZERO;
    }

    /** What a function does besides calls; half of it comes before them, and half after them. */
    private Duration ownWork() {
        return millis(100, 600);
    }

    @Override
    public Duration pendingLag() {
        Burst.Range pending = burst.pending();
        Duration lag = millis(0, pending.most().minus(pending.least()).toMillis());
        slowestLink = pending.least().plus(lag).compareTo(slowestLink) > 0
                ? pending.least().plus(lag)
                : slowestLink;
        return lag;
    }

    private Duration millis(long least, long most) {
        return Duration.ofMillis(random.nextLong(least, most + 1));
    }

    @Override
    public Response answer(InetSocketAddress target, Request request) {
        boolean ill = burst.isIll(target.getPort() - FIRST_PORT);
        return Response.text(ill ? 503 : 200, "text/plain", ill ? "ill" : "well");
    }

    // What happens.

    @Override
    public void after(ApiCall call) {
        calls.answered(call, elapsed());
    }

    @Override
    public void refused(ApiCall call, AwsException error) {
        calls.refused(call, error, elapsed());
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        executions.putIfAbsent(execution.arn(), execution);
    }

    @Override
    public void dropped(String functionName, byte[] event, Invocation failure) {
        dropped.add(functionName + " dropped an event: " + new String(failure.payload(), StandardCharsets.UTF_8));
    }

    private Duration elapsed() {
        return Duration.ofNanos(aws.loop().nanoTime());
    }

    // What came of it.

    Burst burst() {
        return burst;
    }

    Calls calls() {
        return calls;
    }

    Duration slowestLink() {
        return slowestLink;
    }

    /** Their ARNs, in the order of their creation. */
    List<String> loadBalancers() {
        return loadBalancers;
    }

    /** Events of which nothing came. */
    List<String> dropped() {
        return dropped;
    }

    List<Execution> executions() {
        return List.copyOf(executions.values());
    }

    /** The load balancers that a link leads to; one that several links lead to is there several times. */
    List<String> linked() {
        var linked = new ArrayList<String>();
        String position = null;
        do {
            var page = aws.apiGateway().vpcLinks().getVpcLinks(position, 500);
            page.items().forEach(link -> linked.addAll(link.targetArns()));
            position = page.nextToken().orElse(null);
        } while (position != null);
        return linked;
    }

    /** How many VPC links of version 2 there are. */
    int sharedLinks() {
        return aws.apiGateway().vpcLinksV2().getVpcLinks(null, 100).items().size();
    }

    /** The load balancers that an API is for, likewise. */
    List<String> served() {
        var served = new ArrayList<String>();
        String position = null;
        do {
            var page = aws.apiGateway().restApis().getRestApis(position, 500);
            page.items().forEach(api -> served.add(api.tags().get("gatelink:load-balancer")));
            position = page.nextToken().orElse(null);
        } while (position != null);
        return served;
    }

    @Override
    public void close() {
        aws.close();
    }
}
