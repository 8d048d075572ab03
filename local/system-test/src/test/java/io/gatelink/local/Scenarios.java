package io.gatelink.local;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What happens to Gatelink in a year, as far as it takes rights of its own: together, the stories need all that it has.
 */
final class Scenarios {

    private Scenarios() {}

    /**
     * A story by name.
     *
     * @param parameters the template's
     */
    record Scenario(String name, Map<String, String> parameters, Faults faults, Consumer<Life> story) {

        Scenario(String name, Map<String, String> parameters, Consumer<Life> story) {
            this(name, parameters, Faults.NONE, story);
        }
    }

    private static final Faults NOTHING_IS_DELIVERED = new Faults() {
        @Override
        public Duration before(ApiCall call) {
            if (call.caller().equals("events.amazonaws.com") && call.operation().equals("Invoke")) {
                throw new AwsException("AccessDeniedException", 403, "Refused on purpose");
            }
            return Duration.ZERO;
        }
    };

    static List<Scenario> all() {
        var all = new ArrayList<Scenario>();
        for (String authorization : List.of("AWS_IAM", "API_KEY")) {
            all.add(new Scenario(
                    "a whole life, " + authorization, Map.of("Authorization", authorization), Scenarios::life));
        }
        all.add(of("by name, and the backend fails", life -> {
            life.simulation.backendStatus = 503;
            life.create("orders", "gatelink:publish", "true");
            life.startWith("p", "{\"loadBalancerName\": \"orders\"}");
        }));
        all.add(of("a link fails", life -> {
            life.simulation.createLoadBalancer(Simulation.event("nlb-created-link-fails.json"));
            life.simulation.deliver(Simulation.event("nlb-created-link-fails.json"));
        }));
        all.add(new Scenario(
                "another stage, a mapped integration, signatures in the place of keys",
                Map.of("Authorization", "API_KEY"),
                life -> {
                    String orders = life.publish("orders");
                    life.tag(
                            orders,
                            "gatelink:stage",
                            "v2",
                            "gatelink:integration",
                            "http",
                            "gatelink:authorization",
                            "AWS_IAM");
                }));
        for (String authorization : List.of("AWS_IAM", "API_KEY")) {
            all.add(new Scenario(
                    "a take-over that fails, " + authorization, Map.of("Authorization", authorization), life -> {
                        life.publish("orders");
                        String payments =
                                life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
                        Execution takeOver = life.start("p", payments);
                        life.runUntil(takeOver, "Smoke test");
                        life.backendAnswers(payments, 503);
                    }));
        }
        for (String then : List.of("true", "false")) {
            all.add(new Scenario(
                    "a take-over is stopped, then publish is " + then, Map.of("Authorization", "API_KEY"), life -> {
                        life.publish("orders");
                        String payments =
                                life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
                        Execution takeOver = life.start("p", payments);
                        life.runUntil(takeOver, "Smoke test");
                        life.stop(takeOver);
                        life.tag(payments, "gatelink:publish", then);
                    }));
        }
        all.add(new Scenario(
                "user pools decide who calls, then a function, then signatures",
                Map.of("CognitoUserPoolArns", TokensTest.POOL, "AuthorizerFunctionArn", TokensTest.FUNCTION),
                life -> {
                    String orders = life.publish("orders", "gatelink:authorization", "COGNITO");
                    life.apiGateway(person ->
                            TokensTest.changeAuthorizer(person, life.onlyApi().id()));
                    life.run("again", orders);
                    life.tag(orders, "gatelink:authorization", "CUSTOM");
                    life.run();
                    life.tag(orders, "gatelink:authorization", "AWS_IAM");
                }));
        all.add(new Scenario("a web ACL before the stage", Map.of("WebAclArn", WebAclTest.ARN), life -> {
            WebAclTest.create(life, "admin");
            life.publish("orders");
        }));
        all.add(of("scripts from another origin are let in, and no longer", life -> {
            String orders = life.publish("orders", "gatelink:cors-origin", "https://shop.example.com");
            life.untag(orders, "gatelink:cors-origin");
        }));
        all.add(new Scenario("a private API is updated", Map.of("AllowedVpcEndpointIds", "vpce-0a1b2c3d"), life -> {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:timeout-ms", "5000");
        }));
        all.add(new Scenario(
                "a person took the policy away", Map.of("AllowedOrganizationId", "o-gatelink000"), life -> {
                    String orders = life.publish("orders");
                    life.apiGateway(person -> person.updateRestApi(
                            request -> request.restApiId(life.onlyApi().id())
                                    .patchOperations(patch ->
                                            patch.op("replace").path("/policy").value(""))));
                    life.run("again", orders);
                }));
        for (String what : List.of("stage", "method", "another method", "another stage", "missing method")) {
            all.add(of("a person changes an API: " + what, life -> {
                life.publish("orders");
                life.apiGateway(person -> Changes.make(person, life.onlyApi().id(), what));
                life.pass(Duration.ofMinutes(40));
            }));
        }
        all.add(new Scenario(
                "a VPC's link is made, shared, and goes when nothing uses it",
                Map.of("LinkVersion", "V2", "LinkSubnetIds", "subnet-0b1b2c3da000", "ReconcileMinutes", "1440"),
                life -> {
                    List<String> arns = new ArrayList<>();
                    for (String name : List.of("orders", "billing")) {
                        arns.add(life.createIn("vpc-0b1b2c3d4e5f60719", name, "ab", "gatelink:publish", "true"));
                        life.run(name, arns.get(arns.size() - 1));
                    }
                    arns.forEach(life::optOut);
                    life.pass(Duration.ofDays(4));
                }));
        all.add(new Scenario("a VPC's link fails", Map.of("LinkVersion", "V2"), life -> {
            Execution execution = life.start("o", life.create("orders", "gatelink:publish", "true"));
            life.runUntil(execution, "Check VPC link");
            life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .apiGateway()
                    .vpcLinksV2()
                    .tagResource(
                            "arn:aws:apigateway:us-east-1::/vpclinks/"
                                    + life.simulation.sharedLinks().get(0).id(),
                            Map.of("local:failure", "No addresses left")));
        }));
        all.add(of("a published link fails", life -> {
            String orders = life.publish("orders");
            life.apiGateway(person -> {
                String api = life.onlyApi().id();
                person.deleteStage(request -> request.restApiId(api).stageName("live"));
                person.deleteVpcLink(
                        request -> request.vpcLinkId(life.onlyLink().id()));
            });
            life.run();
            life.run("again", orders);
        }));
        all.add(belowADomain("a whole life below a custom domain", life -> {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:base-path", "shop", "gatelink:stage", "v2");
            life.run();
            life.optOut(orders);
        }));
        all.add(belowADomain("another path below a custom domain", life -> {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:base-path", "shop");
        }));
        all.add(belowADomain("another path and stage, and the smoke test fails", life -> {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:base-path", "shop", "gatelink:stage", "v2");
            life.runUntil(life.last(), "Smoke test");
            life.backendAnswers(orders, 503);
        }));
        all.add(belowADomain("another stage below a custom domain, and the smoke test fails", life -> {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:stage", "v2");
            life.runUntil(life.last(), "Smoke test");
            life.backendAnswers(orders, 503);
        }));
        all.add(belowADomain("a path that leads to another load balancer's API", life -> {
            life.publish("orders");
            life.publish("payments", "gatelink:base-path", "orders");
        }));
        all.add(belowADomain("the tables are lost, and a path is to be another", life -> {
            String orders = life.publish("orders");
            life.simulation
                    .aws
                    .loop()
                    .exclusively(() -> life.simulation.aws.dynamoDb().loseItems(Simulation.PUBLICATIONS));
            life.tagUnnoticed(orders, "gatelink:base-path", "shop");
            life.pass(Duration.ofMinutes(100));
        }));
        all.add(new Scenario("the tables are lost", Map.of("Authorization", "API_KEY"), life -> {
            String orders = life.publish("orders");
            life.simulation.aws.loop().exclusively(() -> {
                life.simulation.aws.dynamoDb().loseItems(Simulation.PUBLICATIONS);
                life.simulation.aws.dynamoDb().loseItems(Simulation.COORDINATION);
            });
            life.vanish(orders);
            life.pass(Duration.ofMinutes(100));
        }));
        all.add(of("a publication is stopped, and the schedule finds it", life -> {
            Execution stopped = life.start("p", life.create("orders", "gatelink:publish", "true"));
            life.runUntil(stopped, "Deploy");
            life.stop(stopped);
            life.pass(Duration.ofMinutes(70));
        }));
        all.add(of("a resource names no load balancer of here", life -> {
            life.apiGateway(person -> person.createRestApi(request -> request.name("odd")
                    .tags(Map.of("gatelink:owner", "gatelink", "gatelink:load-balancer", "nonsense"))));
            life.reconcile("r");
        }));
        all.add(of("alarms go off", life -> life.simulation
                .aws
                .loop()
                .exclusively(() -> life.simulation.aws.stack().alarms().forEach(alarm -> {
                    try {
                        life.simulation.aws.alarms().setAlarmState(alarm.name(), "ALARM", "tested");
                    } catch (AwsException e) {
                        life.simulation.messages.add(e.getMessage());
                    }
                }))));
        all.add(new Scenario("nothing can be delivered", Map.of(), NOTHING_IS_DELIVERED, life -> {
            String orders = life.create("orders");
            life.optIn(orders);
        }));
        all.add(of(
                "an event is refused",
                life -> life.simulation.deliver(Simulation.event("nlb-created-foreign-account.json"))));
        return all;
    }

    private static Scenario belowADomain(String name, Consumer<Life> story) {
        return new Scenario(name, Map.of("DomainName", Life.DOMAIN), life -> {
            life.createDomain();
            story.accept(life);
        });
    }

    private static Scenario of(String name, Consumer<Life> story) {
        return new Scenario(name, Map.of(), story);
    }

    private static void life(Life life) {
        String orders = life.publish("orders");
        life.tag(orders, "gatelink:timeout-ms", "5000");
        life.run();
        String payments = life.publish("payments");
        life.tag(payments, "gatelink:replaces", "orders");
        life.run();
        life.untag(payments, "gatelink:replaces");
        life.run();
        life.optOut(payments);
        life.run();
        life.optOut(orders);
    }
}
