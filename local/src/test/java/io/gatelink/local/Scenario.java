package io.gatelink.local;

import io.gatelink.local.apigateway.ApiKeys.CreateApiKeyRequest;
import io.gatelink.local.apigateway.Deployments.CreateDeploymentRequest;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.UsagePlans.CreateUsagePlanRequest;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Something that happens to a whole stack, by name, told so that it can happen to stacks that differ in their policies. All
 * that comes of it, the words of failures included, is its {@link #outcome}.
 *
 * @param parameters the template's; smoke tests take a minute at most
 */
record Scenario(String name, Map<String, String> parameters, Story story) {

    private static final String PAYMENTS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/payments/1c1f0d5e7a6b4924";
    private static final String MACHINES = "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-";

    Scenario {
        var all = new TreeMap<>(Map.of("SmokeTestWaitMinutes", "1"));
        all.putAll(parameters);
        parameters = Map.copyOf(all);
    }

    /** What happens. */
    @FunctionalInterface
    interface Story {

        void happen(Stage stage);
    }

    static Scenario of(String name, Story story) {
        return new Scenario(name, Map.of(), story);
    }

    /** Lets it happen to a stack that is started from an image, to its end. */
    Told in(Image image) {
        var stage = new Stage();
        try (var simulation = Simulation.from(image, stage)) {
            stage.simulation = simulation;
            story.happen(stage);
            simulation.runUntilIdle();
            return new Told(outcome(simulation), simulation);
        }
    }

    /**
     * How a scenario ended.
     *
     * @param outcome    in words
     * @param simulation which is closed, but remembers
     */
    record Told(String outcome, Simulation simulation) {
    }

    private static String outcome(Simulation simulation) {
        var outcome = new ArrayList<String>();
        for (Execution execution : simulation.executions()) {
            outcome.add(execution.name() + " " + execution.status() + " " + execution.error().orElse("") + " "
                    + execution.cause().orElse("") + " " + execution.output().map(output -> output.path("outcome")).orElse(null));
        }
        outcome.add("links " + simulation.links() + ", APIs " + simulation.apis());
        simulation.apis().forEach(api -> outcome.add("resources "
                + simulation.aws.apiGateway().resources().getResources(api.id(), null, 500).items()
                + ", stages " + simulation.aws.apiGateway().stages().getStages(api.id(), null)));
        outcome.add("keys " + simulation.aws.apiGateway().apiKeys().getApiKeys(null, null, null, 500).items()
                + ", plans " + simulation.aws.apiGateway().usagePlans().getUsagePlans(null, null, 500).items());
        outcome.add("announced " + simulation.announcements + ", told " + simulation.messages);
        outcome.add("given up " + simulation.droppedEvents + ", dead letters " + simulation.aws.stack().queues().stream()
                .map(queue -> simulation.aws.eventBus().deadLetters().in(queue.arn()).size()).toList());
        return String.join("\n", outcome);
    }

    /** Where a story happens: the simulation, and what goes wrong in it. */
    static final class Stage implements Faults {

        private final Map<String, AwsException> refused = new TreeMap<>();
        private final Set<String> lost = new TreeSet<>();
        private final Map<String, Duration> heldUp = new TreeMap<>();
        private Duration listingLag = Duration.ZERO;
        private Simulation simulation;

        @Override
        public Duration before(ApiCall call) {
            AwsException error = refused.get(call.caller() + " " + call.operation());
            error = error != null ? error : refused.get(call.operation());
            if (error != null) {
                throw error;
            }
            return lost.contains(call.operation()) ? Duration.ZERO
                    : heldUp.getOrDefault(call.operation(), Duration.ZERO);
        }

        @Override
        public void after(ApiCall call) {
            if (lost.remove(call.operation())) {
                throw new LostAnswerException(call);
            }
        }

        @Override
        public Duration listingLag() {
            return listingLag;
        }

        Simulation simulation() {
            return simulation;
        }

        /** The next call of each of these operations has its effect, and its answer is lost. */
        void loseAnswers(String... operations) {
            lost.addAll(List.of(operations));
        }

        /** Calls of an operation take so long before they have an effect; not those whose answers are lost. */
        void holdUp(String operation, Duration delay) {
            heldUp.put(operation, delay);
        }

        /** From now on, listings miss for so long what was made. */
        void listingsLag(Duration lag) {
            listingLag = lag;
        }

        /** Somebody invokes a function, whatever workflow it belongs to. */
        void invoke(String function, String payload) {
            simulation.aws.loop().execute(() -> {
                try (var lambda = LambdaClient.builder().region(Region.US_EAST_1).httpClient(simulation.aws.transport())
                        .endpointOverride(URI.create(simulation.aws.endpoint()))
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("person", "test")))
                        .build()) {
                    lambda.invoke(request -> request.functionName("gatelink-" + function).qualifier("live")
                            .payload(SdkBytes.fromUtf8String(payload)));
                }
            });
        }

        /** From now on, an operation is refused, maybe only to one caller: {@code <caller> <operation>}. */
        void refuse(String operation) {
            refused.put(operation, new AwsException("AccessDeniedException", 403, "Refused on purpose"));
        }

        void refuseNoMore() {
            refused.clear();
        }

        /** The load balancer of an event is there; no event tells of it. */
        String orders() {
            return simulation.createLoadBalancer(Simulation.event("nlb-created.json"));
        }

        String payments() {
            return simulation.createLoadBalancer(Life.paymentsCreated());
        }

        /** The load balancer {@code orders}, published. */
        String published() {
            String orders = orders();
            deliver("nlb-created.json");
            run();
            return orders;
        }

        /** A load balancer is deleted, by somebody who can. */
        void gone(String loadBalancerArn) {
            simulation.aws.loop().exclusively(() -> {
                var loadBalancers = simulation.aws.loadBalancers();
                loadBalancers.association(loadBalancerArn)
                        .ifPresent(service -> loadBalancers.dissociate(loadBalancerArn, service));
                loadBalancers.deleteLoadBalancer(loadBalancerArn);
            });
        }

        /** There are another key and another plan, made as the first ones were. */
        void doubleKeyAndPlan() {
            simulation.aws.loop().exclusively(() -> {
                var gateway = simulation.aws.apiGateway();
                var key = gateway.apiKeys().getApiKeys(null, null, null, 500).items().get(0);
                var plan = gateway.usagePlans().getUsagePlans(null, null, 500).items().get(0);
                gateway.apiKeys().createApiKey(new CreateApiKeyRequest(
                        key.name(), key.description(), true, null, null, key.tags()));
                gateway.usagePlans().createUsagePlan(new CreateUsagePlanRequest(
                        plan.name(), plan.description(), List.of(), null, null, null, null, plan.tags()));
            });
        }

        /** Somebody changes a published API by hand: its stage leads elsewhere, its methods are open. */
        void person() {
            simulation.aws.loop().exclusively(() -> {
                var gateway = simulation.aws.apiGateway();
                String api = simulation.apis().get(0).id();
                gateway.stages().updateStage(api, "live", List.of(
                        new PatchOperation("replace", "/variables/vpcLinkId", "another1", null)));
                gateway.resources().getResources(api, null, 500).items().forEach(resource ->
                        gateway.methods().updateMethod(api, resource.id(), "ANY", List.of(
                                new PatchOperation("replace", "/authorizationType", "NONE", null))));
            });
        }

        /** Somebody opens the methods of a published API, and lets a stage serve them. */
        void open(String stageName) {
            simulation.aws.loop().exclusively(() -> {
                var gateway = simulation.aws.apiGateway();
                String api = simulation.apis().get(0).id();
                gateway.resources().getResources(api, null, 500).items().forEach(resource ->
                        gateway.methods().updateMethod(api, resource.id(), "ANY", List.of(
                                new PatchOperation("replace", "/authorizationType", "NONE", null))));
                gateway.deployments().createDeployment(api,
                        new CreateDeploymentRequest(stageName, null, "by hand", Map.of(), null));
            });
        }

        void tag(String loadBalancerArn, String key, String value) {
            simulation.aws.loop().exclusively(() ->
                    simulation.aws.loadBalancers().tags().addTags(List.of(loadBalancerArn), Map.of(key, value)));
        }

        void deliver(String eventFile) {
            simulation.deliver(Simulation.event(eventFile));
        }

        void run() {
            simulation.runUntilIdle();
        }

        void pass(Duration duration) {
            simulation.aws.loop().runFor(duration);
        }

        /** Starts a workflow and returns at once. */
        Execution start(String workflow, String name, String... input) {
            return simulation.aws.loop().exclusively(() ->
                    simulation.aws.states().startExecution(MACHINES + workflow, name, Life.input(input)));
        }

        void runUntil(Execution execution, String state) {
            simulation.aws.loop().runUntil(() -> Simulation.path(execution).contains(state));
        }

        void stop(Execution execution) {
            simulation.aws.loop().exclusively(() ->
                    simulation.aws.states().stopExecution(execution.arn(), "Mine", "enough"));
        }

        void redrive(Execution execution) {
            simulation.aws.loop().exclusively(() -> simulation.aws.states().redriveExecution(execution.arn(), null));
        }
    }

    /** One of three workflows about the load balancers {@code orders} and {@code payments}, which exist. */
    static Execution start(Stage stage, String workflow, String name) {
        String orders = Simulation.event("nlb-created.json")
                .at("/detail/responseElements/loadBalancers/0/loadBalancerArn").textValue();
        return workflow.equals("switch") ? stage.start(workflow, name, "from", orders, "to", PAYMENTS)
                : workflow.equals("reconcile") ? stage.start(workflow, name)
                : stage.start(workflow, name, "loadBalancerArn", orders);
    }
}
