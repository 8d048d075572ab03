package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.RoutingMode;

/** One address for all services: paths of a custom domain lead to the stages of published load balancers. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class OneAddressTest {

    private static Life begin(String... keysAndValues) {
        Life life = withoutDomain(keysAndValues);
        life.createDomain();
        return life;
    }

    private static Life withoutDomain(String... keysAndValues) {
        var parameters = new TreeMap<>(Map.of("DomainName", Life.DOMAIN));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            parameters.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Life.begin(Faults.NONE, parameters);
    }

    /** Where each path leads: path, API and stage. */
    private static Map<String, String> mappings(Life life) {
        var mappings = new TreeMap<String, String>();
        life.apiGateway(person -> person.getBasePathMappings(request -> request.domainName(Life.DOMAIN))
                .items()
                .forEach(one -> mappings.put(one.basePath(), one.restApiId() + " " + one.stage())));
        return mappings;
    }

    private static String api(Life life, String loadBalancerArn) {
        return life.simulation.item(loadBalancerArn).get("restApi");
    }

    private static JsonNode output(Execution execution) {
        return execution.output().orElseThrow(() -> new AssertionError(Life.shown(execution)));
    }

    private static void isRefused(Life life, String loadBalancerArn, String error, String cause) {
        Execution refused = life.executionsOf(loadBalancerArn).get(0);
        assertThat(refused.error()).as(Life.shown(refused)).contains(error);
        assertThat(refused.cause()).contains(cause);
        assertThat(Simulation.path(refused)).doesNotContain("Create VPC link");
        assertThat(life.outcome(loadBalancerArn)).isEqualTo("FAILED");
    }

    @Test
    void loadBalancersArePublishedBelowOneAddressAndTestedByIt() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            String billing = life.publish("billing-2", "gatelink:base-path", "billing");

            assertThat(mappings(life))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("orders", api(life, orders) + " live", "billing", api(life, billing) + " live"));
            assertThat(life.simulation.item(orders))
                    .containsEntry("invokeUrl", "http://" + Life.DOMAIN + port(life) + "/orders/")
                    .containsEntry("basePathMapping", Life.DOMAIN + "/orders");
            JsonNode output = output(life.executionsOf(billing).get(0));
            assertThat(output.path("smokeTest").path("url").asText())
                    .isEqualTo("http://" + Life.DOMAIN + port(life) + "/billing/");
            assertThat(output.path("aliasRecord").asText())
                    .matches("Make api\\.example\\.com an alias record of d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\."
                            + "amazonaws\\.com, hosted zone Z[A-Z0-9]+, unless it is one\\.");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    private static String port(Life life) {
        return life.simulation.aws.endpoint().replaceFirst("^.*?(:\\d+)?$", "$1");
    }

    @Test
    void whatIsWithdrawnLeavesItsPathAndTheOthersGoOn() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            String billing = life.publish("billing");
            life.optOut(orders);
            life.run();

            assertThat(mappings(life)).containsOnlyKeys("billing");
            assertThat(life.simulation.items()).containsOnlyKeys(billing);
            assertThat(life.outcome(billing)).isEqualTo("PUBLISHED");
        }
    }

    @Test
    void ofTwoThatClaimOnePathTheFirstKeepsItUntilItIsReplaced() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            Map<String, String> before = mappings(life);
            String other = life.publish("other", "gatelink:base-path", "orders");

            isRefused(
                    life,
                    other,
                    "UnsupportedLoadBalancerException",
                    "Path orders of domain api.example.com leads to REST API " + api(life, orders)
                            + " of load balancer " + orders
                            + ": choose another one with aws elbv2 add-tags --resource-arns " + other
                            + " --tags Key=gatelink:base-path,Value=<path>, or take it over with aws elbv2 add-tags "
                            + "--resource-arns " + other + " --tags Key=gatelink:replaces,Value=<its name>.");
            assertThat(mappings(life)).isEqualTo(before);

            life.tag(other, "gatelink:replaces", "orders");
            life.run();
            assertThat(life.outcome(other)).isEqualTo("PUBLISHED");
            assertThat(mappings(life)).isEqualTo(before);
            assertThat(life.simulation.item(other)).containsEntry("basePathMapping", Life.DOMAIN + "/orders");
            assertThat(life.simulation.items()).containsOnlyKeys(other);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aReplacementIsReachedWhereTheOldOneWas() {
        try (var life = begin()) {
            String orders = life.publish("orders", "gatelink:base-path", "shop");
            String url = life.simulation.item(orders).get("invokeUrl");
            String next = life.publish("next", "gatelink:replaces", "orders");
            isRefused(
                    life,
                    next,
                    "UnsupportedLoadBalancerException",
                    "Load balancer " + next + " takes over a REST API whose base-path is shop, and asks for orders, "
                            + "which would change the invoke URL: run aws elbv2 add-tags --resource-arns " + next
                            + " --tags Key=gatelink:base-path,Value=shop.");
            life.tag(next, "gatelink:base-path", "shop");
            life.run();

            assertThat(life.simulation.item(next))
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url);
            assertThat(mappings(life)).containsOnlyKeys("shop");
        }
    }

    @Test
    void anotherPathIsMadeBeforeTheOldOneGoesAndAFailedSmokeTestLeavesTheOldOne() {
        try (var life = begin("Authorization", "AWS_IAM")) {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:base-path", "shop", "gatelink:path", "/missing", "gatelink:expect", "404");
            life.run();
            assertThat(mappings(life)).containsOnlyKeys("orders");
            assertThat(life.simulation.item(orders)).containsEntry("basePathMapping", Life.DOMAIN + "/orders");

            life.untag(orders, "gatelink:path", "gatelink:expect");
            life.run();
            assertThat(mappings(life)).containsOnlyKeys("shop");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aPathFollowsItsStage() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:stage", "v2");
            life.run();

            assertThat(mappings(life)).containsEntry("orders", api(life, orders) + " v2");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
        }
    }

    /** Callers of the domain are affected before the smoke test, and requests to the old stage may be under way. */
    @Test
    void anotherStageUnderTheSamePathIsASwitch() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            life.tagUnnoticed(orders, "gatelink:stage", "v2");
            Execution change = life.start("change", orders);
            life.runUntil(change, "Smoke test");
            life.backendAnswers(orders, 503);
            life.run();
            assertThat(change.error()).as(Life.shown(change)).contains("SwitchFailedException");
            assertThat(mappings(life)).containsEntry("orders", api(life, orders) + " live");

            life.backendAnswers(orders, 200);
            Execution again = life.run("again", orders);
            assertThat(Simulation.path(again)).containsSubsequence("Wait for the drain", "Smoke test", "Finish");
            assertThat(mappings(life)).containsEntry("orders", api(life, orders) + " v2");
        }
    }

    @Test
    void aPathThatGoesIsAWarning() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            life.tagUnnoticed(orders, "gatelink:base-path", "shop");
            Execution change = life.run("change", orders);

            assertThat(output(change).path("warnings").toString())
                    .contains(
                            "Path api.example.com/orders goes, and its callers get 403. To have it back, run aws elbv2 "
                                    + "add-tags --resource-arns " + orders
                                    + " --tags Key=gatelink:base-path,Value=orders.");
        }
    }

    @Test
    void aLoadBalancerWhoseNameIsNoPathNeedsTheTag() {
        try (var life = begin()) {
            String ping = life.publish("ping");
            isRefused(
                    life,
                    ping,
                    "UnsupportedLoadBalancerException",
                    "Path ping of domain api.example.com cannot be used: set the tag gatelink:base-path to one segment of "
                            + "a path: at most 128 letters, digits and any of . _ + -, with a letter or a digit at its "
                            + "start; not ping or sping, which API Gateway keeps for itself, with aws elbv2 add-tags "
                            + "--resource-arns " + ping + " --tags Key=gatelink:base-path,Value=<path>.");
        }
    }

    @Test
    void whatAPathOfAnotherDomainKeepsFromDeletionLeadsNowhere() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            String api = api(life, orders);
            life.createDomain(domain -> domain.domainName("old.example.com"));
            life.apiGateway(person -> person.createBasePathMapping(request -> request.domainName("old.example.com")
                    .basePath("orders")
                    .restApiId(api)
                    .stage("live")));
            life.optOut(orders);
            life.run();

            assertThat(life.simulation.item(orders).get("reason")).contains("base path mappings");
            life.apiGateway(person -> assertThat(
                            person.getStage(request -> request.restApiId(api).stageName("live"))
                                    .variables())
                    .isEmpty());
            assertThat(life.simulation.links()).isEmpty();
        }
    }

    @Test
    void whereOnlyTheDomainLeadsTheApisOwnAddressIsClosed() {
        try (var life = begin("DomainOnly", "true")) {
            String orders = life.publish("orders");

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.onlyApi().disableExecuteApiEndpoint()).isTrue();
            assertThat(life.get(api(life, orders) + "/live/").status()).isEqualTo(403);
        }
    }

    @Test
    void aPathThatLeadsToAnApiOfOthersIsRefusedAndStays() {
        try (var life = begin()) {
            var foreign = new ArrayList<String>();
            life.apiGateway(person -> {
                String api =
                        person.createRestApi(request -> request.name("theirs")).id();
                String root = person.getResources(request -> request.restApiId(api))
                        .items()
                        .get(0)
                        .id();
                person.putMethod(request -> request.restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .authorizationType("AWS_IAM"));
                person.putIntegration(request -> request.restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .type("HTTP_PROXY")
                        .integrationHttpMethod("GET")
                        .uri("https://example.com"));
                person.createDeployment(request -> request.restApiId(api).stageName("prod"));
                person.createBasePathMapping(request -> request.domainName(Life.DOMAIN)
                        .basePath("orders")
                        .restApiId(api)
                        .stage("prod"));
                foreign.add(api);
            });
            String orders = life.publish("orders");

            isRefused(
                    life,
                    orders,
                    "UnsupportedLoadBalancerException",
                    "Path orders of domain api.example.com leads to REST API " + foreign.get(0)
                            + ", which is not this stack's: choose another one with aws elbv2 add-tags "
                            + "--resource-arns " + orders + " --tags Key=gatelink:base-path,Value=<path>, or free it "
                            + "with aws apigateway delete-base-path-mapping --domain-name api.example.com "
                            + "--base-path orders.");
            assertThat(mappings(life)).containsEntry("orders", foreign.get(0) + " prod");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EDGE | it is [EDGE], and the APIs are Regional: deploy the stack with a Regional domain, or with none.",
                "ROUTING_RULE_ONLY | its routing mode is ROUTING_RULE_ONLY, in which routing rules come before base "
                        + "paths: deploy the stack with a domain whose routing mode is BASE_PATH_MAPPING_ONLY.",
                "PRIVATE | there is no such public domain in this account and Region: create a Regional one with aws "
                        + "apigateway create-domain-name, or deploy the stack with another DomainName.",
                "missing | there is no such public domain in this account and Region: create a Regional one with aws "
                        + "apigateway create-domain-name, or deploy the stack with another DomainName.",
            })
    void aDomainThatCannotBeUsedIsRefusedBeforehand(String what, String why) {
        try (var life = withoutDomain()) {
            switch (what) {
                case "missing" -> {}
                case "ROUTING_RULE_ONLY" ->
                    life.createDomain(domain -> domain.routingMode(RoutingMode.ROUTING_RULE_ONLY));
                default ->
                    life.createDomain(domain -> domain.regionalCertificateArn(null)
                            .certificateArn(Life.CERTIFICATE)
                            .endpointConfiguration(endpoint -> endpoint.types(EndpointType.valueOf(what))));
            }
            String orders = life.publish("orders");

            isRefused(
                    life,
                    orders,
                    "InvalidConfigurationException",
                    "Parameter DomainName of the stack is api.example.com, but " + why);
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void aPathWithoutADomainIsRefused() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders", "gatelink:base-path", "shop");
            isRefused(
                    life,
                    orders,
                    "UnsupportedLoadBalancerException",
                    "Load balancer " + orders + " has the tag gatelink:base-path, but this stack has no custom domain: "
                            + "deploy the stack with DomainName, or run aws elbv2 remove-tags --resource-arns "
                            + orders + " --tag-keys gatelink:base-path.");
        }
    }

    @Test
    void aPathThatAPersonTookAwayOrLedElsewhereInOurApiIsRepaired() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            Map<String, String> before = mappings(life);
            life.apiGateway(person -> person.deleteBasePathMapping(
                    request -> request.domainName(Life.DOMAIN).basePath("orders")));
            life.run("again", orders);

            assertThat(mappings(life)).isEqualTo(before);
        }
    }

    @Test
    void whenTheStackHasNoDomainAnyMoreItsPathsThatCannotBeDeletedAreNamed() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            life.deploy("DomainName", "");
            Execution again = life.run("again", orders);

            assertThat(output(again).path("invokeUrl").asText()).endsWith("/live/");
            assertThat(output(again).path("warnings").toString())
                    .contains("Left over: base path mapping api.example.com/orders: ");
        }
    }

    @Test
    void aPathThatAPersonMadeToAnApiOfOursGoesWithIt() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            life.apiGateway(person -> person.createBasePathMapping(request -> request.domainName(Life.DOMAIN)
                    .basePath("by-hand")
                    .restApiId(api(life, orders))
                    .stage("live")));
            life.optOut(orders);
            life.run();

            assertThat(mappings(life)).isEmpty();
            assertThat(life.isEmpty()).isTrue();
        }
    }

    private static void loseTable(Life life) {
        life.simulation
                .aws
                .loop()
                .exclusively(() -> life.simulation.aws.dynamoDb().loseItems(Simulation.PUBLICATIONS));
    }

    @Test
    void aPublicationThatFailsAfterTheTableWasLostLeavesThePath() {
        try (var life = begin("Authorization", "AWS_IAM")) {
            String orders = life.publish("orders");
            Map<String, String> before = mappings(life);
            loseTable(life);
            life.tag(orders, "gatelink:base-path", "shop", "gatelink:path", "/missing", "gatelink:expect", "404");
            life.run();

            assertThat(life.outcome(orders)).isEqualTo("FAILED");
            assertThat(mappings(life)).isEqualTo(before).containsOnlyKeys("orders");
            assertThat(life.simulation.item(orders)).containsEntry("basePathMapping", Life.DOMAIN + "/orders");
        }
    }

    @Test
    void aReplacementGetsThePathAlsoAfterTheTableWasLost() {
        try (var life = begin()) {
            life.publish("orders");
            Map<String, String> before = mappings(life);
            loseTable(life);
            String next = life.publish("next", "gatelink:replaces", "orders");
            assertThat(life.outcome(next)).isEqualTo("FAILED");
            for (String day : List.of("one", "two", "three")) {
                life.reconcile(day);
                life.pass(Duration.ofDays(1));
            }

            assertThat(life.outcome(next)).isEqualTo("PUBLISHED");
            assertThat(mappings(life)).isEqualTo(before).containsOnlyKeys("orders");
            assertThat(life.simulation.items()).containsOnlyKeys(next);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aPathIsFoundAgainWhenTheTableIsLost() {
        try (var life = begin()) {
            String orders = life.publish("orders");
            Map<String, String> before = mappings(life);
            loseTable(life);
            life.tagUnnoticed(orders, "gatelink:base-path", "shop");
            life.reconcile("one");
            life.pass(Duration.ofMinutes(31));
            life.reconcile("two");

            assertThat(before).containsOnlyKeys("orders");
            assertThat(mappings(life)).containsOnlyKeys("shop");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(List.of(life.simulation.items().size())).containsExactly(1);
        }
    }
}
