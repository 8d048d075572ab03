package io.gatelink.local;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the account against the table of publications, and both against what the design promises, once all is quiet.
 */
final class AtRest {

    private static final List<String> PARTS = List.of("vpcLink", "restApi", "usagePlan", "apiKey");

    private final Simulation simulation;
    private final List<String> broken = new ArrayList<>();

    private AtRest(Simulation simulation) {
        this.simulation = simulation;
    }

    static List<String> brokenPromises(Simulation simulation) {
        var atRest = new AtRest(simulation);
        simulation.executions().forEach(atRest::check);
        var named = new TreeMap<String, Set<String>>();
        PARTS.forEach(part -> named.put(part, new TreeSet<>()));
        simulation.aws.dynamoDb().items(Simulation.PUBLICATIONS).forEach(item -> atRest.check(item, named));
        atRest.checkThatNothingElseIsOurs(named);
        return List.copyOf(atRest.broken);
    }

    private void check(Execution execution) {
        if (!execution.closed() || execution.status() == ExecutionStatus.TIMED_OUT) {
            broken.add("6: " + execution.name() + " is " + execution.status());
        }
        if (execution.status() == ExecutionStatus.FAILED
                && execution.cause().orElse("").isBlank()) {
            broken.add("3: " + execution.name() + " failed without a reason");
        }
    }

    private void check(AttributeValue.M item, Map<String, Set<String>> named) {
        Map<String, String> strings = strings(item);
        String arn = strings.get("loadBalancerArn");
        if (strings.containsKey("holder")) {
            broken.add("6: " + arn + " is still held by " + strings.get("holder"));
        }
        Map<String, String> published =
                item.values().get("published") instanceof AttributeValue.M map ? strings(map) : Map.of();
        for (String part : PARTS) {
            String id = strings.get(part);
            if (id != null) {
                named.get(part).add(id);
            }
            if (published.containsKey(part) ? !published.get(part).equals(id) : id != null) {
                broken.add("3: " + arn + " has " + part + " " + id + ", and published is " + published.get(part));
            }
        }
        if ("PUBLISHED".equals(strings.get("outcome")) == published.isEmpty()
                && !"FAILED".equals(strings.get("outcome"))) {
            broken.add("2: " + arn + " is " + strings.get("outcome") + ", and published is " + published);
        }
        if (!published.isEmpty()) {
            checkPublished(arn, published);
        }
    }

    private void checkPublished(String arn, Map<String, String> published) {
        String api = published.get("restApi");
        String own = published.get("vpcLink");
        String shared = published.get("sharedVpcLink");
        if ((own == null) == (shared == null)) {
            broken.add("1: " + arn + " is published through " + own + " and " + shared);
        }
        String link = own == null ? shared : own;
        LiveStage stage = simulation.aws.apiGateway().stage(api, published.get("stage"));
        if (stage == null || !Map.of("vpcLinkId", link).equals(stage.variables())) {
            broken.add("1: the stage of " + api + " does not lead to link " + link + " of " + arn + ": " + stage);
        } else {
            stage.resources().stream()
                    .flatMap(resource -> resource.methods().values().stream())
                    .filter(method -> !isPreflight(method))
                    .filter(method -> !authorization(method).equals(published.get("authorization")))
                    .forEach(method -> broken.add("5: " + method.httpMethod() + " of " + api + " asks for "
                            + authorization(method) + ", and not for " + published.get("authorization")));
            stage.resources().stream()
                    .flatMap(resource -> resource.methods().values().stream())
                    .filter(method -> !isPreflight(method))
                    .map(Method::methodIntegration)
                    .filter(integration -> !Objects.equals(integration.integrationTarget(), shared == null ? null : arn)
                            || shared != null && !shared.equals(integration.connectionId()))
                    .forEach(integration -> broken.add("1: " + api + " leads to " + integration.integrationTarget()
                            + " through " + integration.connectionId() + ", and not to " + arn + " through " + link));
        }
        if (shared != null) {
            checkShared(arn, shared);
        } else if (simulation.links().stream()
                .noneMatch(one -> one.id().equals(link)
                        && one.targetArns().equals(List.of(arn))
                        && one.status() == VpcLink.Status.AVAILABLE
                        && arn.equals(one.tags().get("gatelink:load-balancer")))) {
            broken.add("1: " + arn + " has no link " + link + ": " + simulation.links());
        }
        if (simulation.apis().stream()
                .noneMatch(one -> one.id().equals(api) && arn.equals(one.tags().get("gatelink:load-balancer")))) {
            broken.add("1: " + arn + " has no API " + api + ": " + simulation.apis());
        }
        if (simulation.requestsAtBackend.isEmpty()) {
            broken.add("2: published, but no request reached the backend");
        }
    }

    private void checkShared(String arn, String link) {
        List<VpcLinkV2> links = simulation.sharedLinks();
        if (links.stream()
                .noneMatch(one -> one.id().equals(link)
                        && one.status() == VpcLinkV2.Status.AVAILABLE
                        && one.vpcId().equals(simulation.vpcOf(arn))
                        && "gatelink".equals(one.tags().get("gatelink:owner")))) {
            broken.add("1: " + arn + " has no link " + link + ": " + links);
        }
    }

    /** What API Gateway answers itself; browsers send no credentials with it. */
    private static boolean isPreflight(Method method) {
        return method.httpMethod().equals("OPTIONS")
                && method.methodIntegration().type().equals("MOCK");
    }

    private static String authorization(Method method) {
        if (method.apiKeyRequired()) {
            return "API_KEY";
        }
        return method.authorizationType().equals("COGNITO_USER_POOLS") ? "COGNITO" : method.authorizationType();
    }

    private void checkThatNothingElseIsOurs(Map<String, Set<String>> named) {
        var gateway = simulation.aws.apiGateway();
        var ours = new TreeMap<String, Set<String>>();
        PARTS.forEach(part -> ours.put(part, new TreeSet<>()));
        for (VpcLink link : simulation.links()) {
            add(ours.get("vpcLink"), link.id(), link.tags());
        }
        for (RestApi api : simulation.apis()) {
            add(ours.get("restApi"), api.id(), api.tags());
        }
        gateway.apiKeys()
                .getApiKeys(null, null, null, 500)
                .items()
                .forEach(key -> add(ours.get("apiKey"), key.id(), key.tags()));
        gateway.usagePlans()
                .getUsagePlans(null, null, 500)
                .items()
                .forEach(plan -> add(ours.get("usagePlan"), plan.id(), plan.tags()));
        if (!ours.equals(named)) {
            broken.add("1, 3: ours are " + ours + ", and the table names " + named);
        }
    }

    private static void add(Set<String> ours, String id, Map<String, String> tags) {
        if ("gatelink".equals(tags.get("gatelink:owner"))) {
            ours.add(id);
        }
    }

    private static Map<String, String> strings(AttributeValue.M map) {
        var strings = new TreeMap<String, String>();
        map.values().forEach((name, value) -> {
            if (value instanceof AttributeValue.S string) {
                strings.put(name, string.value());
            }
        });
        return strings;
    }
}
