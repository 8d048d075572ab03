package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** VPC links of version 2: one for each VPC, which all load balancers in it share. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class SharedLinksTest {

    private static final Map<String, String> V2 = Map.of("LinkVersion", "V2", "AccessLogs", "OFF");
    private static final Map<String, String> OPEN =
            Map.of("AllowWeakerAuthorization", "true", "SwitchDrainSeconds", "30", "AccessLogs", "OFF");
    private static final String[] NONE = {"gatelink:publish", "true", "gatelink:authorization", "NONE"};
    private static final String OTHER_VPC = "vpc-0b1b2c3d4e5f60719";

    private static Map<String, String> with(Map<String, String> parameters, String... keysAndValues) {
        var all = new TreeMap<>(parameters);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return all;
    }

    private static String[] and(String[] tags, String... more) {
        var all = new ArrayList<>(List.of(tags));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static VpcLinkV2 onlyLink(Life life) {
        assertThat(life.simulation.sharedLinks()).hasSize(1);
        return life.simulation.sharedLinks().get(0);
    }

    private static String tagArn(VpcLinkV2 link) {
        return "arn:aws:apigateway:us-east-1::/vpclinks/" + link.id();
    }

    private static Faults countingInto(List<String> calls, String operation) {
        return new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (call.operation().equals(operation)) {
                    calls.add(call.service());
                }
                return Duration.ZERO;
            }
        };
    }

    private static JsonNode output(Execution execution) {
        return execution.output().orElseThrow(() -> new AssertionError(Life.shown(execution)));
    }

    private static void isFine(Life life) {
        assertThat(life.simulation.brokenPromises()).isEmpty();
    }

    @Test
    void loadBalancersOfBothTypesInOneVpcShareALink() {
        try (var life = Life.begin(Faults.NONE, V2)) {
            String orders = life.publish("orders");
            String billing = life.publish("billing");
            String shop = life.createApplication("shop", "gatelink:publish", "true");
            Execution published = life.run("s", shop);

            VpcLinkV2 link = onlyLink(life);
            assertThat(output(published).path("vpcLinkId").asText()).isEqualTo(link.id());
            assertThat(link.tags())
                    .containsEntry("gatelink:owner", "gatelink")
                    .containsEntry("gatelink:vpc", life.simulation.vpcOf(orders));
            assertThat(List.of(orders, billing, shop))
                    .allSatisfy(arn -> assertThat(life.outcome(arn)).isEqualTo("PUBLISHED"));
            assertThat(life.simulation.links()).isEmpty();
            isFine(life);
        }
    }

    @Test
    void eachVpcHasALinkOfItsOwn() {
        try (var life = Life.begin(Faults.NONE, V2)) {
            life.publish("orders");
            life.run("o", life.createIn(OTHER_VPC, "billing", "ab", "gatelink:publish", "true"));

            assertThat(life.simulation.sharedLinks())
                    .extracting(link -> link.tags().get("gatelink:vpc"))
                    .doesNotHaveDuplicates()
                    .hasSize(2);
            isFine(life);
        }
    }

    @Test
    void aLinkThatAStoppedUpdateMadeDoesNotWaitForAReplacementThatIsRefused() {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders", and(NONE, "gatelink:link", "v2"));
            Map<String, String> before = life.simulation.item(orders);
            life.untagUnnoticed(orders, "gatelink:link");
            Execution update = life.start("to-a-link-of-its-own", orders);
            life.runUntil(update, "Create REST API");
            life.stop(update);
            assertThat(life.simulation.links()).hasSize(1);
            life.pass(Duration.ofMinutes(2));
            life.publish("payments", and(NONE, "gatelink:replaces", "orders", "gatelink:stage", "v2"));
            life.reconcile("afterwards");

            assertThat(life.simulation.links()).isEmpty();
            assertThat(life.simulation.item(orders))
                    .containsEntry("invokeUrl", before.get("invokeUrl"))
                    .doesNotContainKeys("vpcLink", "strays", "holder");
            assertThat(life.get(life.onlyApi().id() + "/live/").status()).isEqualTo(200);
            isFine(life);
        }
    }

    @Test
    void theSecondPublicationInAVpcTakesSecondsAndAtMost15Calls() {
        List<String> calls = new ArrayList<>();
        var counter = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (call.service().startsWith("apigateway")) {
                    calls.add(call.operation());
                }
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(counter, V2)) {
            life.publish("orders");
            String billing = life.create("billing", "gatelink:publish", "true");
            // Long enough that it is active.
            life.pass(Duration.ofMinutes(10));
            calls.clear();
            Execution execution = life.run("b", billing);

            assertThat(life.outcome(billing)).isEqualTo("PUBLISHED");
            assertThat(calls).doesNotContain("CreateVpcLink").hasSizeLessThanOrEqualTo(15);
            assertThat(Duration.between(
                            execution.startDate(), execution.stopDate().orElseThrow()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(15));
        }
    }

    @Test
    void aLoadBalancerMovesToTheSharedLinkAndBackUnderLoad() {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String url = life.simulation.item(orders).get("invokeUrl");
            life.callEvery(Duration.ofSeconds(1), 1_500, life.onlyApi().id());
            life.tag(orders, "gatelink:link", "v2");
            life.run();

            assertThat(life.simulation.item(orders))
                    .containsEntry("sharedVpcLink", onlyLink(life).id());
            assertThat(life.simulation.links()).isEmpty();
            isFine(life);
            life.untag(orders, "gatelink:link");
            life.run();

            assertThat(life.answers).hasSize(1_500).containsOnly(200);
            assertThat(life.simulation.item(orders))
                    .containsEntry("invokeUrl", url)
                    .containsEntry("vpcLink", life.onlyLink().id())
                    .doesNotContainKey("sharedVpcLink");
            assertThat(life.simulation.sharedLinks()).hasSize(1);
            isFine(life);
        }
    }

    @Test
    void aMoveThatFailsLeavesTheLoadBalancerOnItsOwnLink() {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            Map<String, String> before = life.simulation.item(orders);
            life.tag(orders, "gatelink:link", "v2");
            life.backendAnswers(orders, 503);
            life.run();

            assertThat(life.outcome(orders)).isEqualTo("FAILED");
            assertThat(life.simulation.item(orders))
                    .containsEntry("vpcLink", before.get("vpcLink"))
                    .doesNotContainKey("sharedVpcLink");
            isFine(life);
            life.backendAnswers(orders, 200);
            life.run("again", orders);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            isFine(life);
        }
    }

    @Test
    void anApplicationLoadBalancerTakesOverFromANetworkOneUnderLoad() {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String url = life.simulation.item(orders).get("invokeUrl");
            String next =
                    life.createApplication("next", and(NONE, "gatelink:link", "v2", "gatelink:replaces", "orders"));
            life.callEvery(Duration.ofSeconds(1), 900, life.onlyApi().id());
            life.run("n", next);

            assertThat(life.answers).hasSize(900).containsOnly(200);
            assertThat(life.simulation.item(next)).containsEntry("invokeUrl", url);
            assertThat(life.simulation.items()).containsOnlyKeys(next);
            assertThat(life.simulation.links()).isEmpty();
            isFine(life);
        }
    }

    @Test
    void aTakeOverWithinAVpcThatFailsGivesTheApiBack() {
        try (var life = Life.begin(Faults.NONE, with(OPEN, "LinkVersion", "V2"))) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String next = life.createApplication("next", and(NONE, "gatelink:replaces", "orders"));
            Execution failing = life.start("n", next);
            life.runUntil(failing, "Smoke test");
            life.backendAnswers(next, 503);
            life.run();

            assertThat(failing.error()).as(Life.shown(failing)).contains("SwitchFailedException");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.outcome(next)).isEqualTo("FAILED");
            isFine(life);
        }
    }

    @Test
    void withdrawingLeavesTheLinkWhichGoesAfterADayWithoutUse() {
        try (var life = Life.begin(Faults.NONE, with(V2, "ReconcileMinutes", "60"))) {
            String orders = life.publish("orders");
            life.pass(Duration.ofHours(60));
            life.optOut(orders);
            life.run();

            assertThat(life.simulation.items()).isEmpty();
            onlyLink(life);
            life.pass(Duration.ofHours(23));
            onlyLink(life);
            life.pass(Duration.ofHours(3));
            assertThat(life.simulation.sharedLinks()).isEmpty();
            life.optIn(orders);
            life.run();
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            isFine(life);
        }
    }

    @Test
    void anExecutionTakesNoLinkThatIsAboutToBeDeleted() {
        List<String> toStart = new ArrayList<>();
        var begun = new AtomicReference<Life>();
        var slow = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (!call.operation().equals("DeleteVpcLink")) {
                    return Duration.ZERO;
                }
                toStart.forEach(arn -> {
                    begun.get().tagUnnoticed(arn, "gatelink:publish", "true");
                    begun.get().start("meanwhile", arn);
                });
                toStart.clear();
                return Duration.ofSeconds(40);
            }
        };
        try (var life = Life.begin(slow, with(V2, "ReconcileMinutes", "60"))) {
            begun.set(life);
            String orders = life.publish("orders");
            String link = onlyLink(life).id();
            String billing = life.create("billing");
            life.optOut(orders);
            life.run();
            life.simulation.aws.loop().exclusively(() -> toStart.add(billing));
            life.pass(Duration.ofHours(30));

            assertThat(toStart).isEmpty();
            assertThat(onlyLink(life).id()).isNotEqualTo(link);
            assertThat(life.outcome(billing)).isEqualTo("PUBLISHED");
            assertThat(Simulation.path(life.executionsOf(billing).get(0))).doesNotContain("Roll back");
            isFine(life);
        }
    }

    @Test
    void aLinkThatLostOurTagsIsLeftAlone() {
        try (var life = Life.begin(Faults.NONE, with(V2, "ReconcileMinutes", "60"))) {
            String orders = life.publish("orders");
            VpcLinkV2 link = onlyLink(life);
            life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .apiGateway()
                    .vpcLinksV2()
                    .untagResource(tagArn(link), List.of("gatelink:owner", "gatelink:vpc")));
            life.optOut(orders);
            life.pass(Duration.ofHours(30));

            assertThat(onlyLink(life).status()).isEqualTo(VpcLinkV2.Status.AVAILABLE);
            assertThat(life.simulation.executions()).allSatisfy(execution -> assertThat(execution.error())
                    .as(Life.shown(execution))
                    .isEmpty());
            isFine(life);
        }
    }

    @Test
    void aLinkThatIsUsedStaysAndDoesNotBecomeInactive() {
        try (var life = Life.begin(Faults.NONE, with(V2, "ReconcileMinutes", "1440"))) {
            life.publish("orders");
            String link = onlyLink(life).id();
            life.pass(Duration.ofDays(65));

            assertThat(onlyLink(life).id()).isEqualTo(link);
            assertThat(onlyLink(life).status()).isEqualTo(VpcLinkV2.Status.AVAILABLE);
            isFine(life);
        }
    }

    @Test
    void trafficWakesALinkThatIsInactive() {
        try (var life = Life.begin(Faults.NONE, with(V2, "SmokeTestWaitMinutes", "10"))) {
            life.publish("orders");
            life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .apiGateway()
                    .vpcLinksV2()
                    .tagResource(tagArn(onlyLink(life)), Map.of("local:inactive", "true")));
            assertThat(onlyLink(life).status()).isEqualTo(VpcLinkV2.Status.INACTIVE);
            String billing = life.publish("billing");

            assertThat(life.outcome(billing)).isEqualTo("PUBLISHED");
            assertThat(onlyLink(life).status()).isEqualTo(VpcLinkV2.Status.AVAILABLE);
            isFine(life);
        }
    }

    @Test
    void executionsAtOnceInANewVpcMakeOneLink() {
        List<String> calls = new ArrayList<>();
        try (var life = Life.begin(countingInto(calls, "CreateVpcLink"), V2)) {
            List<String> arns = new ArrayList<>();
            for (String name : List.of("orders", "billing", "shop")) {
                arns.add(life.create(name, "gatelink:publish", "true"));
            }
            life.pass(Duration.ofMinutes(10));
            arns.forEach(arn -> life.start("e" + arn.substring(arn.length() - 8), arn));
            life.run();

            assertThat(calls).hasSize(1);
            onlyLink(life);
            assertThat(arns).allSatisfy(arn -> assertThat(life.outcome(arn)).isEqualTo("PUBLISHED"));
            isFine(life);
        }
    }

    @Test
    void aLinkThatFailsGoesAndTheReasonIsApiGatewaysOwn() {
        try (var life = Life.begin(Faults.NONE, V2)) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution execution = life.start("o", orders);
            life.runUntil(execution, "Check VPC link");
            life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .apiGateway()
                    .vpcLinksV2()
                    .tagResource(tagArn(onlyLink(life)), Map.of("local:failure", "No network interfaces left")));
            life.run();

            assertThat(execution.error()).contains("VpcLinkFailedException");
            assertThat(execution.cause().orElseThrow()).contains("FAILED: No network interfaces left.");
            assertThat(life.simulation.sharedLinks()).isEmpty();
            isFine(life);
            life.run("again", orders);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
        }
    }

    @Test
    void allThatWaitForALinkThatFailsAreToldWhy() {
        List<String> calls = new ArrayList<>();
        try (var life = Life.begin(countingInto(calls, "CreateVpcLink"), V2)) {
            List<String> arns = new ArrayList<>();
            for (String name : List.of("orders", "billing", "shop")) {
                arns.add(life.create(name, "gatelink:publish", "true"));
            }
            life.pass(Duration.ofMinutes(10));
            List<Execution> executions = new ArrayList<>();
            arns.forEach(arn -> executions.add(life.start("e" + arn.substring(arn.length() - 8), arn)));
            executions.forEach(execution -> life.runUntil(execution, "Check VPC link"));
            life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .apiGateway()
                    .vpcLinksV2()
                    .tagResource(tagArn(onlyLink(life)), Map.of("local:failure", "No network interfaces left")));
            life.run();

            assertThat(executions).allSatisfy(execution -> assertThat(execution.cause())
                    .as(Life.shown(execution))
                    .hasValueSatisfying(cause -> assertThat(cause)
                            .contains("FAILED: No network interfaces left. See whether subnets subnet-")
                            .contains(" have free addresses, or deploy the stack with LinkSubnetIds = others, then "
                                    + "publish the load balancer again.")));
            assertThat(calls).hasSize(1);
            assertThat(life.simulation.sharedLinks()).isEmpty();
            isFine(life);
        }
    }

    @Test
    void anApplicationLoadBalancerIsRefusedWithLinksOfVersion1() {
        try (var life = Life.begin()) {
            String shop = life.createApplication("shop", "gatelink:publish", "true");
            Execution refused = life.run("s", shop);

            assertThat(refused.error()).contains("UnsupportedLoadBalancerException");
            assertThat(refused.cause())
                    .contains("Load balancer " + shop + " is an application load balancer, to which only VPC links of "
                            + "version 2 lead: run aws elbv2 add-tags --resource-arns " + shop
                            + " --tags Key=gatelink:link,Value=v2, or deploy the stack with LinkVersion=V2.");
            assertThat(life.simulation.links()).isEmpty();
            isFine(life);
        }
    }

    @Test
    void aLinkIsInNoSubnetWhoseZoneApiGatewayDoesNotServe() {
        try (var life = Life.begin(Faults.NONE, V2)) {
            String orders = life.createIn(OTHER_VPC, "orders", "ae", "gatelink:publish", "true");
            life.run("o", orders);

            assertThat(onlyLink(life).subnetIds()).containsExactly("subnet-0b1b2c3da000");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            String billing = life.createIn("vpc-0c1b2c3d4e5f60719", "billing", "e", "gatelink:publish", "true");
            Execution refused = life.run("b", billing);

            assertThat(refused.error()).as(Life.shown(refused)).contains("UnsupportedLoadBalancerException");
            assertThat(refused.cause())
                    .contains("API Gateway answered: Subnet 'subnet-0c1b2c3de000' is in Availability Zone 'use1-az3' "
                            + "where service is not available. No other subnet is left for the VPC link: deploy the "
                            + "stack with LinkSubnetIds = subnets of VPC vpc-0c1b2c3d4e5f60719 in other Availability "
                            + "Zones.");
            isFine(life);
        }
    }

    @Test
    void subnetsOfTheStackAreForLoadBalancersOfTheirVpcOnly() {
        try (var life = Life.begin(Faults.NONE, with(V2, "LinkSubnetIds", "subnet-0b1b2c3da000"))) {
            String orders = life.createIn(OTHER_VPC, "orders", "ab", "gatelink:publish", "true");
            life.run("o", orders);
            assertThat(onlyLink(life).subnetIds()).containsExactly("subnet-0b1b2c3da000");
            assertThat(onlyLink(life).tags().get("gatelink:vpc")).startsWith(OTHER_VPC + "/");

            String billing = life.createIn("vpc-0c1b2c3d4e5f60719", "billing", "ab", "gatelink:publish", "true");
            Execution refused = life.run("b", billing);
            assertThat(refused.cause())
                    .contains("Parameter LinkSubnetIds of the stack is subnet-0b1b2c3da000, of VPC " + OTHER_VPC
                            + ", but load balancer " + billing + " is in VPC vpc-0c1b2c3d4e5f60719: deploy the stack "
                            + "without LinkSubnetIds, so that each VPC's link is in its load balancers' own subnets, or "
                            + "another stack for this VPC.");
            isFine(life);

            life.deploy("LinkSubnetIds", "subnet-0b1b2c3da000,subnet-0c1b2c3da000");
            Execution mixed = life.run("o2", orders);
            assertThat(mixed.error()).as(Life.shown(mixed)).contains("InvalidConfigurationException");
            assertThat(mixed.cause())
                    .contains("Parameter LinkSubnetIds of the stack is subnet-0b1b2c3da000,subnet-0c1b2c3da000, which "
                            + "are subnets of VPCs " + OTHER_VPC + " and vpc-0c1b2c3d4e5f60719: a VPC link is in one "
                            + "VPC. Deploy the stack with subnets of one, or with none, so that each VPC's link is in "
                            + "its load balancers' own.");
            isFine(life);
        }
    }

    @Test
    void anAccountWithTenLinksIsToldWhatToDo() {
        try (var life = Life.begin(Faults.NONE, V2, account -> account.withQuotas(Quotas.NONE.withVpcLinksV2(10)))) {
            life.simulation.aws.loop().exclusively(() -> {
                for (int i = 0; i < 10; i++) {
                    life.simulation
                            .aws
                            .apiGateway()
                            .vpcLinksV2()
                            .createVpcLink("other-" + i, List.of("subnet-0a1b2c3d"), List.of(), Map.of());
                }
            });
            String orders = life.publish("orders");

            assertThat(life.outcome(orders)).isEqualTo("FAILED");
            assertThat(life.simulation.item(orders).get("reason"))
                    .startsWith("API Gateway answered: There are too many Vpc Links defined for this account. Limit is "
                            + "10. Delete those that nothing uses, see aws apigatewayv2 get-vpc-links, or ask for more "
                            + "in Service Quotas");
            assertThat(life.simulation.apis()).isEmpty();
        }
    }

    @Test
    void withoutTheTablesTheLinkIsFoundByItsTags() {
        try (var life = Life.begin(Faults.NONE, V2)) {
            String orders = life.publish("orders");
            String link = onlyLink(life).id();
            life.simulation.aws.loop().exclusively(() -> {
                life.simulation.aws.dynamoDb().loseItems(Simulation.PUBLICATIONS);
                life.simulation.aws.dynamoDb().loseItems(Simulation.COORDINATION);
            });
            life.pass(Duration.ofHours(30));

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(onlyLink(life).id()).isEqualTo(link);
            isFine(life);
        }
    }

    @Test
    void withoutTheTablesNoLinkIsDeletedThatAnUnseenApiMayLeadThrough() {
        List<String> calls = new ArrayList<>();
        try (var life = Life.begin(countingInto(calls, "DeleteVpcLink"), with(V2, "ReconcileMinutes", "60"))) {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:port", "none");
            life.run();
            life.simulation.aws.loop().exclusively(() -> {
                life.simulation.aws.dynamoDb().loseItems(Simulation.PUBLICATIONS);
                life.simulation.aws.dynamoDb().loseItems(Simulation.COORDINATION);
            });
            life.pass(Duration.ofHours(60));

            assertThat(life.outcome(orders)).isEqualTo("FAILED");
            assertThat(life.simulation.apis()).hasSize(1);
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void aLoadBalancerThatIsDeletedWhilePublishedIsWithdrawn() {
        try (var life = Life.begin(Faults.NONE, V2)) {
            String orders = life.publish("orders");
            life.delete(orders);
            life.run();

            assertThat(life.simulation.items()).isEmpty();
            assertThat(life.simulation.apis()).isEmpty();
            isFine(life);
        }
    }
}
