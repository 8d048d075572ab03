package io.gatelink.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A published load balancer and what becomes of it: a simulation in which people start workflows and change tags. */
final class Life implements AutoCloseable {

    static final String CREATED = "nlb-created.json";

    private static final String PAYMENTS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/payments/1c1f0d5e7a6b4924";

    private static final int PORT_OF_PAYMENTS = 8081;

    private final HttpClient client = HttpClient.newHttpClient();
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
        return new Life(Simulation.inMemory(Simulation.SEED, faults, with(parameters)));
    }

    /** One in which changes of an API's endpoint take no time. */
    static Life withQuickUpdates(Map<String, String> parameters) {
        return new Life(Simulation.inMemory(Simulation.SEED, Faults.NONE, configuration ->
                with(parameters).apply(configuration).withRestApiUpdateDelay(Duration.ZERO)));
    }

    /** One whose APIs can be called by {@link #callEvery}. */
    static Life overTheNetwork(Map<String, String> parameters) {
        return new Life(new Simulation(Simulation.SEED, Faults.NONE, with(parameters)));
    }

    private static UnaryOperator<Configuration> with(Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(Map.of("SmokeTestWaitMinutes", "1"));
        all.putAll(parameters);
        return configuration -> configuration.withParameters(all);
    }

    /** The load balancer {@code orders} is created and published. Its ARN. */
    String publishOrders() {
        String arn = simulation.createLoadBalancer(Simulation.event(CREATED));
        simulation.deliver(Simulation.event(CREATED));
        simulation.runUntilIdle();
        return arn;
    }

    /** The ARN of the load balancer {@code payments}, whether it is there or not. */
    String payments() {
        return PAYMENTS;
    }

    /** The load balancer {@code payments} is created; no event tells of it. Its ARN. */
    String createPayments() {
        return createPayments(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT_OF_PAYMENTS));
    }

    /** The same, with another backend. */
    String createPayments(InetSocketAddress backend) {
        simulation.aws.loop().exclusively(() -> {
            simulation.aws.loadBalancers().restore(paymentsCreated());
            simulation.aws.loadBalancers().attachBackend(PAYMENTS, 80, backend);
        });
        // It is provisioned.
        run();
        return PAYMENTS;
    }

    /** The load balancer {@code billing} is created, a third one; no event tells of it. Its ARN. */
    String createBilling() {
        String arn = PAYMENTS.replace("payments/1c", "billing/2d");
        ObjectNode event = paymentsCreated();
        ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0")).put("loadBalancerName", "billing")
                .put("loadBalancerArn", arn).put("dNSName", "billing-2d1f0d5e7a6b4924.elb.us-east-1.amazonaws.com");
        simulation.aws.loop().exclusively(() -> {
            simulation.aws.loadBalancers().restore(event);
            simulation.aws.loadBalancers().attachBackend(arn, 80,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT_OF_PAYMENTS + 1));
        });
        run();
        return arn;
    }

    /** What the backend of {@code payments} answers with from now on. */
    void paymentsAnswer(int status) {
        simulation.statusByPort.put(PORT_OF_PAYMENTS, status);
    }

    static ObjectNode paymentsCreated() {
        ObjectNode event = Simulation.event(CREATED);
        ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0"))
                .put("loadBalancerName", "payments")
                .put("loadBalancerArn", PAYMENTS)
                .put("dNSName", "payments-1c1f0d5e7a6b4924.elb.us-east-1.amazonaws.com");
        return event;
    }

    /** Another event about the load balancer {@code orders}. */
    void deliverAgain(int number) {
        ObjectNode event = Simulation.event(CREATED);
        event.withObject("/detail").put("eventID", "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f" + number);
        simulation.deliver(event);
    }

    /** Changes a tag of a load balancer. No event tells of it. */
    void tag(String loadBalancerArn, String key, String value) {
        simulation.aws.loop().exclusively(() ->
                simulation.aws.loadBalancers().tags().addTags(List.of(loadBalancerArn), Map.of(key, value)));
    }

    /** The key of the tag that an API has once it was moved away from a load balancer. */
    static String switchedFrom(String loadBalancerArn) {
        return "gatelink:switched-from:" + loadBalancerArn.substring(loadBalancerArn.lastIndexOf('/') + 1);
    }

    /** The key of the tag that an API has once it was moved to a load balancer. */
    static String switchedTo(String loadBalancerArn) {
        return "gatelink:switched-to:" + loadBalancerArn.substring(loadBalancerArn.lastIndexOf('/') + 1);
    }

    /** Removes a tag of a load balancer. No event tells of it. */
    void untag(String loadBalancerArn, String key) {
        simulation.aws.loop().exclusively(() ->
                simulation.aws.loadBalancers().tags().removeTags(List.of(loadBalancerArn), List.of(key)));
    }

    void optOut(String loadBalancerArn) {
        tag(loadBalancerArn, "gatelink:publish", "false");
    }

    void optIn(String loadBalancerArn) {
        tag(loadBalancerArn, "gatelink:publish", "true");
    }

    /** Starts a workflow; the execution has not ended yet. */
    Execution start(String workflow, String name, String input) {
        return simulation.aws.loop().exclusively(() -> simulation.aws.states().startExecution(
                "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-" + workflow, name, input));
    }

    /** A reconciliation, which looks twice. */
    Execution reconcile(String name) {
        Execution execution = start("reconcile", name, "{}");
        run();
        return execution;
    }

    Execution startWithdrawal(String loadBalancerArn) {
        return start("withdraw", "w", input("loadBalancerArn", loadBalancerArn));
    }

    Execution withdraw(String loadBalancerArn) {
        Execution execution = startWithdrawal(loadBalancerArn);
        run();
        return execution;
    }

    Execution startSwitch(String name, String from, String to) {
        return start("switch", name, input("from", from, "to", to));
    }

    Execution switchOver(String name, String from, String to) {
        Execution execution = startSwitch(name, from, to);
        run();
        return execution;
    }

    static String input(String... namesAndValues) {
        ObjectNode input = Json.object();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            input.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return input.toString();
    }

    /** Runs until an execution has entered a state. */
    void runUntil(Execution execution, String state) {
        simulation.aws.loop().runUntil(() -> Simulation.path(execution).contains(state));
    }

    void run() {
        simulation.runUntilIdle();
    }

    void stop(Execution execution) {
        simulation.aws.loop().exclusively(() -> simulation.aws.states().stopExecution(execution.arn(), "Mine", "enough"));
    }

    void redrive(Execution execution) {
        simulation.aws.loop().exclusively(() -> simulation.aws.states().redriveExecution(execution.arn(), null));
        run();
    }

    /** From now on, calls the API once in each such time, as often as said. Its methods have to ask for nothing. */
    void callEvery(Duration interval, int times) {
        String api = onlyApi().id();
        for (int i = 1; i <= times; i++) {
            simulation.aws.loop().schedule(interval.multipliedBy(i),
                    () -> simulation.aws.loop().execute(() -> answers.add(call(api))));
        }
    }

    /** The status of an unsigned request. */
    int call(String api) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulation.aws.port()
                    + "/_aws/execute-api/" + api + "/live/")).build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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

    /** The link that the API's stage leads through. */
    String linkOfStage() {
        return simulation.aws.apiGateway().stages().getStage(onlyApi().id(), "live").variables().get("vpcLinkId");
    }

    /** One link and one API of ours, both for the load balancer, and the API's stage leads through the link. */
    boolean isPublished(String loadBalancerArn) {
        return simulation.links().size() == 1 && simulation.apis().size() == 1
                && onlyLink().targetArns().equals(List.of(loadBalancerArn))
                && onlyLink().status() == VpcLink.Status.AVAILABLE
                && loadBalancerArn.equals(onlyApi().tags().get("gatelink:load-balancer"))
                && loadBalancerArn.equals(onlyLink().tags().get("gatelink:load-balancer"))
                && onlyLink().id().equals(linkOfStage());
    }

    boolean isEmpty() {
        return simulation.links().isEmpty() && simulation.apis().isEmpty();
    }

    /** How an execution ended, for assertions that fail. */
    static String shown(Execution execution) {
        return execution.status() + " " + execution.error().orElse("") + " " + execution.cause().orElse("") + " "
                + execution.output() + " by " + Simulation.path(execution);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
