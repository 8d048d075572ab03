package io.gatelink.local;

import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.RestApis.CreateRestApiRequest;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happens to Gatelink in a year, as far as it takes rights of its own: together, the stories need all that it has. */
final class Scenarios {

    private static final String CREATED = "nlb-created.json";
    private static final String FAILING = "nlb-created-link-fails.json";

    private Scenarios() {
    }

    static List<Scenario> all() {
        var all = new ArrayList<Scenario>();
        publications(all);
        withdrawals(all);
        switches(all);
        all.add(Scenario.of("a publication that nobody told of is found by the schedule", stage -> {
            stage.orders();
            stage.pass(Duration.ofMinutes(50));
        }));
        all.add(Scenario.of("what is published is looked at by the schedule", stage -> {
            stage.published();
            stage.pass(Duration.ofMinutes(35));
        }));
        for (String stopped : List.of("switch", "withdraw")) {
            all.add(Scenario.of("a " + stopped + " that was stopped is found by the schedule", stage -> {
                String orders = stage.published();
                stage.payments();
                if (stopped.equals("withdraw")) {
                    stage.tag(orders, "gatelink:publish", "false");
                }
                Execution execution = Scenario.start(stage, stopped, "stopped");
                stage.runUntil(execution, stopped.equals("switch") ? "Let requests finish" : "Withdraw");
                stage.pass(Duration.ofSeconds(20));
                stage.stop(execution);
                stage.pass(Duration.ofMinutes(50));
            }));
        }
        all.add(Scenario.of("a load balancer that is gone is found by the schedule", stage -> {
            String orders = stage.published();
            stage.gone(orders);
            stage.pass(Duration.ofMinutes(50));
        }));
        reconciliations(all);
        tellings(all);
        return all;
    }

    private static void reconciliations(List<Scenario> all) {
        all.add(Scenario.of("of two APIs the one that is published is found by the schedule", stage -> {
            String orders = stage.published();
            stage.simulation().aws.loop().exclusively(() -> stage.simulation().aws.apiGateway().restApis().createRestApi(
                    new CreateRestApiRequest("second", null, null, null, List.of(), null, null, List.of("REGIONAL"), null, List.of(), null,
                            Map.of("gatelink:owner", "gatelink", "gatelink:load-balancer", orders, "gatelink:execution",
                                    "old@2025-01-01T00:00:00.000Z"), false, null, null)));
            stage.pass(Duration.ofMinutes(50));
        }));
        all.add(new Scenario("keys that are left over are found by the schedule", Map.of("Authorization", "API_KEY"), stage -> {
            String orders = stage.published();
            stage.doubleKeyAndPlan();
            stage.gone(orders);
            stage.simulation().aws.loop().exclusively(() -> {
                var gateway = stage.simulation().aws.apiGateway();
                stage.simulation().apis().forEach(api -> {
                    gateway.stages().deleteStage(api.id(), "live");
                    gateway.restApis().deleteRestApi(api.id());
                });
                stage.simulation().links().forEach(link -> gateway.vpcLinks().deleteVpcLink(link.id()));
            });
            stage.pass(Duration.ofMinutes(50));
        }));
        for (String what : List.of("live", "test")) {
            all.add(Scenario.of("somebody opens an API twice, on the stage " + what, stage -> {
                stage.published();
                stage.open(what);
                stage.pass(Duration.ofMinutes(50));
                stage.open(what);
                stage.pass(Duration.ofMinutes(30));
            }));
        }
        all.add(Scenario.of("somebody lets a stage lead elsewhere, twice on a day", stage -> {
            stage.published();
            for (int time = 0; time < 2; time++) {
                stage.simulation().aws.loop().exclusively(() -> stage.simulation().aws.apiGateway().stages().updateStage(
                        stage.simulation().apis().get(0).id(), "live",
                        List.of(replace("/variables/vpcLinkId", "another1"))));
                stage.pass(Duration.ofMinutes(50));
            }
        }));
        all.add(Scenario.of("an opt-out that nobody told, twice on a day", stage -> {
            String orders = stage.published();
            for (String publish : List.of("false", "true", "false")) {
                stage.tag(orders, "gatelink:publish", publish);
                stage.pass(Duration.ofMinutes(50));
            }
        }));
        all.add(Scenario.of("a reconciliation cannot read what there is", stage -> {
            stage.published();
            stage.refuse("GetRestApis");
            Scenario.start(stage, "reconcile", "r");
        }));
    }

    private static void publications(List<Scenario> all) {
        all.add(Scenario.of("a load balancer is created", stage -> {
            stage.orders();
            stage.deliver(CREATED);
        }));
        all.add(Scenario.of("two events of one load balancer at once", stage -> {
            stage.orders();
            Scenario.start(stage, "publish", "one");
            Scenario.start(stage, "publish", "two");
        }));
        all.add(Scenario.of("two at once, of which neither sees what the other has made", stage -> {
            stage.listingsLag(Duration.ofSeconds(20));
            stage.orders();
            Scenario.start(stage, "publish", "one");
            Scenario.start(stage, "publish", "two");
        }));
        all.add(new Scenario("key and plan are there twice", Map.of("Authorization", "API_KEY"), stage -> {
            stage.published();
            stage.doubleKeyAndPlan();
            Scenario.start(stage, "publish", "again");
        }));
        all.add(Scenario.of("an API was made whose answer was lost, and no listing shows it before another is made", stage -> {
            stage.loseAnswers("CreateRestApi");
            stage.listingsLag(Duration.ofSeconds(10));
            stage.holdUp("CreateRestApi", Duration.ofSeconds(15));
            publish(stage);
        }));
        all.add(new Scenario("a person took the policy away", Map.of("AllowedOrganizationId", "o-gatelink000"), stage -> {
            stage.published();
            stage.simulation().aws.loop().exclusively(() -> stage.simulation().aws.apiGateway().restApis().updateRestApi(
                    stage.simulation().apis().get(0).id(), List.of(replace("/policy", ""))));
            Scenario.start(stage, "publish", "again");
        }));
        for (String authorization : List.of("AWS_IAM", "API_KEY")) {
            all.add(new Scenario("a function is told to open an API, " + authorization,
                    Map.of("Authorization", authorization), stage -> openByHand(stage, authorization)));
        }
        all.add(Scenario.of("a link fails", stage -> {
            stage.simulation().createLoadBalancer(Simulation.event(FAILING));
            stage.deliver(FAILING);
        }));
        all.add(Scenario.of("a link that failed was left, and the reason is gone", stage -> {
            String arn = stage.simulation().createLoadBalancer(Simulation.event(FAILING));
            Execution first = stage.start("publish", "first", "loadBalancerArn", arn);
            stage.runUntil(first, "Check VPC link");
            stage.stop(first);
            stage.pass(Duration.ofMinutes(5));
            stage.simulation().aws.loop().exclusively(() -> {
                var loadBalancers = stage.simulation().aws.loadBalancers();
                loadBalancers.dissociate(arn, loadBalancers.association(arn).orElseThrow());
            });
            stage.start("publish", "second", "loadBalancerArn", arn);
        }));
        all.add(Scenario.of("a publication was stopped, and no other can be made since a tag is wrong", stage -> {
            String orders = stage.orders();
            Execution stopped = Scenario.start(stage, "publish", "stopped");
            stage.runUntil(stopped, "Check VPC link");
            stage.stop(stopped);
            stage.pass(Duration.ofMinutes(5));
            stage.tag(orders, "gatelink:authorization", "NONE");
            stage.start("publish", "again", "loadBalancerArn", orders);
        }));
        all.add(Scenario.of("a publication was stopped when it had an API, and another goes on with that", stage -> {
            String orders = stage.orders();
            Execution stopped = Scenario.start(stage, "publish", "stopped");
            stage.runUntil(stopped, "Integrate");
            stage.stop(stopped);
            stage.pass(Duration.ofMinutes(5));
            stage.start("publish", "again", "loadBalancerArn", orders);
        }));
        all.add(Scenario.of("a publication and then a withdrawal were stopped, and a tag is wrong", stage -> {
            String orders = stage.orders();
            Execution stopped = Scenario.start(stage, "publish", "stopped");
            stage.runUntil(stopped, "Check VPC link");
            stage.stop(stopped);
            stage.tag(orders, "gatelink:publish", "false");
            stage.pass(Duration.ofMinutes(4));
            Execution withdrawal = Scenario.start(stage, "withdraw", "w");
            stage.runUntil(withdrawal, "Withdraw");
            stage.pass(Duration.ofSeconds(20));
            stage.stop(withdrawal);
            stage.pass(Duration.ofMinutes(5));
            stage.tag(orders, "gatelink:publish", "true");
            stage.tag(orders, "gatelink:authorization", "NONE");
            stage.start("publish", "again", "loadBalancerArn", orders);
        }));
        all.add(Scenario.of("a backend answers with errors", stage -> {
            stage.simulation().backendStatus = 503;
            stage.orders();
            stage.deliver(CREATED);
        }));
        all.add(Scenario.of("the next publication of what is published fails", stage -> {
            String orders = stage.published();
            stage.simulation().backendStatus = 503;
            stage.tag(orders, "gatelink:timeout-ms", "5000");
            Scenario.start(stage, "publish", "again");
        }));
        all.add(Scenario.of("a person changed stage, methods and integration", stage -> {
            String orders = stage.published();
            stage.person();
            stage.tag(orders, "gatelink:timeout-ms", "5000");
            Scenario.start(stage, "publish", "again");
        }));
        all.add(Scenario.of("another stage, a mapped integration", stage -> {
            String orders = stage.published();
            stage.tag(orders, "gatelink:stage", "v2");
            stage.tag(orders, "gatelink:integration", "http");
            Scenario.start(stage, "publish", "again");
        }));
        all.add(new Scenario("an API with keys asks for signatures then", Map.of("Authorization", "API_KEY"), stage -> {
            String orders = stage.published();
            stage.tag(orders, "gatelink:authorization", "AWS_IAM");
            Scenario.start(stage, "publish", "again");
        }));
        all.add(new Scenario("an API with keys whose backend answers with errors", Map.of("Authorization", "API_KEY"), stage -> {
            stage.simulation().backendStatus = 503;
            stage.orders();
            stage.deliver(CREATED);
        }));
        for (String workflow : List.of("publish", "switch", "withdraw")) {
            all.add(Scenario.of("a link failed beside the one that works, which had the turn of a " + workflow, stage -> {
                String orders = stage.published();
                stage.simulation().aws.loop().exclusively(() -> stage.simulation().aws.apiGateway().vpcLinks().createVpcLink(
                        "gatelink-orders", null, List.of(orders), Map.of("gatelink:owner", "gatelink",
                                "gatelink:load-balancer", orders, "gatelink:execution", "old@2025-01-01T00:00:00.000Z",
                                "gatelink:turn", "arn:aws:states:us-east-1:123456789012:execution:gatelink-" + workflow + ":old")));
                stage.pass(Duration.ofMinutes(5));
                Scenario.start(stage, "publish", "again");
            }));
        }
        all.add(new Scenario("only through a VPC endpoint", Map.of("AllowedVpcEndpointIds", "vpce-0a1b2c3d"), stage -> {
            stage.payments();
            publish(stage);
            stage.run();
            Scenario.start(stage, "switch", "moved");
        }));
        all.add(new Scenario("only an organization may call", Map.of("AllowedOrganizationId", "o-gatelink000"), Scenarios::publish));
        all.add(new Scenario("open at first, closed then", Map.of("AllowOpenApis", "true"), stage -> {
            String orders = stage.orders();
            stage.tag(orders, "gatelink:authorization", "NONE");
            stage.deliver(CREATED);
            stage.run();
            stage.simulation().backendStatus = 503;
            stage.tag(orders, "gatelink:authorization", "AWS_IAM");
            Scenario.start(stage, "publish", "again");
        }));
    }

    /** Somebody invokes Integrate as the workflow did, but asks for methods that anybody may call. */
    private static void openByHand(Scenario.Stage stage, String authorization) {
        stage.published();
        var api = stage.simulation().apis().get(0);
        stage.simulation().aws.loop().exclusively(() -> stage.simulation().aws.apiGateway().methods()
                .deleteMethod(api.id(), api.rootResourceId(), "ANY"));
        String input = stage.simulation().onlyExecution().events().stream()
                .map(event -> event.detail("input").orElse(""))
                .filter(text -> text.contains("\"rootResourceId\"") && text.contains("\"timeoutMillis\""))
                .findFirst().orElseThrow();
        stage.invoke("IntegrateFunction", input.replace('"' + authorization + '"', "\"NONE\""));
    }

    private static void publish(Scenario.Stage stage) {
        stage.orders();
        stage.deliver(CREATED);
    }

    private static void withdrawals(List<Scenario> all) {
        for (String authorization : List.of("AWS_IAM", "API_KEY")) {
            all.add(new Scenario("opted out, " + authorization, Map.of("Authorization", authorization), stage -> {
                String orders = stage.published();
                stage.tag(orders, "gatelink:publish", "false");
                stage.deliver("nlb-tags-added-opt-out.json");
            }));
        }
        all.add(new Scenario("opted out, but stage and API stay", Map.of("Authorization", "API_KEY"), stage -> {
            String orders = stage.published();
            stage.tag(orders, "gatelink:publish", "false");
            stage.refuse("DeleteStage");
            stage.refuse("DeleteRestApi");
            Scenario.start(stage, "withdraw", "w");
        }));
        all.add(Scenario.of("opted in again while the withdrawal has the turn", stage -> {
            String orders = stage.published();
            stage.tag(orders, "gatelink:publish", "false");
            Execution withdrawal = Scenario.start(stage, "withdraw", "w");
            stage.runUntil(withdrawal, "Withdraw");
            stage.pass(Duration.ofSeconds(20));
            stage.stop(withdrawal);
            stage.tag(orders, "gatelink:publish", "true");
            Scenario.start(stage, "publish", "p");
        }));
        all.add(Scenario.of("a withdrawal goes on where another one was stopped", stage -> {
            String orders = stage.published();
            stage.tag(orders, "gatelink:publish", "false");
            Execution withdrawal = Scenario.start(stage, "withdraw", "w");
            stage.runUntil(withdrawal, "Withdraw");
            stage.pass(Duration.ofSeconds(20));
            stage.stop(withdrawal);
            Scenario.start(stage, "withdraw", "again");
        }));
        all.add(Scenario.of("a publication is redriven after a withdrawal took its turn", stage -> {
            String orders = stage.orders();
            Execution publication = Scenario.start(stage, "publish", "p");
            stage.runUntil(publication, "Check VPC link");
            stage.stop(publication);
            stage.tag(orders, "gatelink:publish", "false");
            stage.pass(Duration.ofMinutes(4));
            Execution withdrawal = Scenario.start(stage, "withdraw", "w");
            stage.runUntil(withdrawal, "Withdraw");
            stage.pass(Duration.ofSeconds(20));
            stage.stop(withdrawal);
            stage.tag(orders, "gatelink:publish", "true");
            stage.redrive(publication);
        }));
    }

    private static void switches(List<Scenario> all) {
        for (String authorization : List.of("AWS_IAM", "API_KEY")) {
            Map<String, String> parameters = Map.of("Authorization", authorization);
            all.add(new Scenario("switched, and what was left opted out, " + authorization, parameters, stage -> {
                String orders = stage.published();
                stage.payments();
                Scenario.start(stage, "switch", "s");
                stage.run();
                stage.tag(orders, "gatelink:publish", "false");
                Scenario.start(stage, "withdraw", "w");
            }));
            all.add(new Scenario("a switch whose smoke test fails, " + authorization, parameters, stage -> {
                stage.published();
                stage.payments();
                Execution moved = Scenario.start(stage, "switch", "s");
                stage.runUntil(moved, "Smoke test");
                stage.simulation().backendStatus = 503;
            }));
        }
        all.add(Scenario.of("a switch whose first request fails", stage -> {
            stage.published();
            stage.payments();
            stage.simulation().backendStatus = 503;
            Scenario.start(stage, "switch", "s");
        }));
        all.add(new Scenario("a switch that asks for a path of its own", Map.of("SmokeTestPath", "/health"), stage -> {
            stage.published();
            stage.payments();
            Scenario.start(stage, "switch", "s");
        }));
        all.add(Scenario.of("what a switch that was stopped made is rolled back with a publication", stage -> {
            stage.published();
            String payments = stage.payments();
            Execution moved = Scenario.start(stage, "switch", "s");
            stage.runUntil(moved, "Try VPC link");
            stage.stop(moved);
            Execution publication = stage.start("publish", "p", "loadBalancerArn", payments);
            stage.runUntil(publication, "Check VPC link");
            stage.refuse("TagResource");
        }));
        for (String state : List.of("Create VPC link", "Point stage")) {
            for (String then : List.of("publish", "switch", "withdraw")) {
                all.add(Scenario.of("a switch stopped at " + state + ", then " + then, stage -> {
                    String orders = stage.published();
                    stage.payments();
                    Execution moved = Scenario.start(stage, "switch", "s");
                    stage.runUntil(moved, state);
                    stage.stop(moved);
                    if (then.equals("withdraw")) {
                        stage.tag(orders, "gatelink:publish", "false");
                    }
                    Scenario.start(stage, then, "then");
                }));
            }
        }
        all.add(Scenario.of("a switch while a withdrawal has the turn", stage -> {
            String orders = stage.published();
            stage.payments();
            stage.tag(orders, "gatelink:publish", "false");
            Execution withdrawal = Scenario.start(stage, "withdraw", "w");
            stage.runUntil(withdrawal, "Withdraw");
            stage.pass(Duration.ofSeconds(20));
            stage.stop(withdrawal);
            stage.tag(orders, "gatelink:publish", "true");
            Scenario.start(stage, "switch", "s");
        }));
    }

    private static void tellings(List<Scenario> all) {
        all.add(Scenario.of("alarms go off", stage -> stage.simulation().aws.loop().exclusively(() ->
                stage.simulation().aws.stack().alarms().forEach(alarm -> {
                    try {
                        stage.simulation().aws.alarms().setAlarmState(alarm.name(), "ALARM", "tested");
                    } catch (AwsException e) {
                        stage.simulation().messages.add(e.getMessage());
                    }
                }))));
        all.add(Scenario.of("no execution can be started", stage -> {
            stage.refuse("StartExecution");
            stage.deliver(CREATED);
            stage.deliver("nlb-tags-added-opt-out.json");
        }));
        all.add(Scenario.of("nothing can be delivered", stage -> {
            stage.refuse("events.amazonaws.com Invoke");
            stage.refuse("events.amazonaws.com Publish");
            stage.deliver(CREATED);
            stage.deliver("nlb-tags-added-opt-in.json");
            stage.deliver("nlb-tags-added-opt-out.json");
            stage.deliver("nlb-tags-removed.json");
            stage.deliver("nlb-deleted.json");
            stage.start("withdraw", "w", "loadBalancerArn", "nonsense");
        }));
    }

    static PatchOperation replace(String path, String value) {
        return new PatchOperation("replace", path, value, null);
    }
}
