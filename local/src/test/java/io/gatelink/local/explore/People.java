package io.gatelink.local.explore;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.Json;
import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.RestApis.CreateRestApiRequest;
import io.gatelink.local.elbv2.LoadBalancer;
import io.gatelink.local.elbv2.LoadBalancers;
import io.gatelink.local.explore.Action.Workflow;
import io.gatelink.local.states.Execution;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Those who create load balancers and tag them. What they do always works, or AWS refuses it; CloudTrail's events about it
 * are delivered when the schedule says. Used exclusively.
 */
final class People {

    private final World world;
    private final LocalAws aws;
    private int eventIds;
    private int starts;

    /** When the events about what is being done come. */
    private List<Duration> events = List.of();

    People(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
    }

    void act(Schedule.Step step) {
        events = step.events();
        step.action().doneBy(this);
    }

    void create(int number, Map<String, String> tags) {
        if (world.balancer(number) != null) {
            return;
        }
        String name = "nlb-" + number;
        LoadBalancer created = aws.loadBalancers().createLoadBalancer(new LoadBalancers.CreateLoadBalancer(
                name, "network", "internal", "ipv4", List.of("subnet-0a1b2c3d"), List.of(), tags));
        Balancer balancer = world.add(number, name, created.arn());
        aws.loadBalancers().attachBackend(created.arn(), 80,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), balancer.port));
        world.promises().tagsChanged(balancer);
        ObjectNode parameters = Json.object().put("name", name).put("type", "network").put("scheme", "internal");
        parameters.set("tags", tags(tags));
        ObjectNode answer = Json.object();
        answer.putArray("loadBalancers").addObject().put("loadBalancerArn", created.arn())
                .put("loadBalancerName", name).put("type", "network").put("scheme", "internal");
        tell("CreateLoadBalancer", parameters, answer);
    }

    void addTags(int number, Map<String, String> tags) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            world.promises().tagsChange(balancer);
            aws.loadBalancers().tags().addTags(List.of(balancer.arn), tags);
            world.promises().tagsChanged(balancer);
            ObjectNode parameters = Json.object();
            parameters.putArray("resourceArns").add(balancer.arn);
            parameters.set("tags", tags(tags));
            tell("AddTags", parameters, null);
        }
    }

    void removeTags(int number, List<String> keys) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            world.promises().tagsChange(balancer);
            aws.loadBalancers().tags().removeTags(List.of(balancer.arn), keys);
            if (keys.contains("gatelink:publish")) {
                // Also where it is not there: an API that was switched to it goes.
                balancer.unwantedAt = world.now();
            }
            world.promises().tagsChanged(balancer);
            ObjectNode parameters = Json.object();
            parameters.putArray("resourceArns").add(balancer.arn);
            keys.forEach(parameters.putArray("tagKeys")::add);
            tell("RemoveTags", parameters, null);
        }
    }

    /** @throws io.gatelink.local.AwsException ResourceInUse, while a link leads to it */
    void delete(int number) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            aws.loadBalancers().deleteLoadBalancer(balancer.arn);
            world.remove(number);
            tell("DeleteLoadBalancer", Json.object().put("loadBalancerArn", balancer.arn), null);
        }
    }

    void start(Workflow workflow, int number) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            if (workflow == Workflow.WITHDRAW) {
                balancer.unwantedAt = world.now();
            }
            start(workflow.toString(), Json.object().put("loadBalancerArn", balancer.arn));
        }
    }

    void startSwitch(int from, int to) {
        if (world.balancer(from) != null && world.balancer(to) != null) {
            start("switch", Json.object().put("from", world.balancer(from).arn).put("to", world.balancer(to).arn));
        }
    }

    void reconcile() {
        start("reconcile", Json.object());
    }

    /** Starts a workflow, if the template has it. */
    Optional<Execution> start(String workflow, ObjectNode input) {
        String end = "-" + workflow;
        return aws.stack().stateMachines().stream().filter(machine -> machine.name().endsWith(end)).findFirst()
                .map(machine -> aws.states().startExecution(
                        machine.arn(), workflow + "-by-hand-" + ++starts, Json.write(input)));
    }

    void answer(int number, int status) {
        if (world.balancer(number) != null) {
            world.balancer(number).status = status;
        }
    }

    void createApi(int number, boolean tagged) {
        if (world.balancer(number) != null) {
            var api = aws.apiGateway().restApis().createRestApi(new CreateRestApiRequest("gatelink-nlb-" + number, null, null,
                    null, List.of(), null, null, List.of("REGIONAL"), null, List.of(), null,
                    foreignTags(number, tagged), false, null, null));
            world.promises().foreignApi(api.id());
        }
    }

    void createLink(int number, boolean tagged, boolean competing) {
        if (world.balancer(number) != null) {
            String arn = world.balancer(number).arn;
            var link = aws.apiGateway().vpcLinks().createVpcLink("gatelink-nlb-" + number, null,
                    List.of(competing ? arn : arn.substring(0, arn.length() - 4) + "0000"), foreignTags(number, tagged));
            world.promises().foreignLink(link.id());
        }
    }

    private Map<String, String> foreignTags(int number, boolean tagged) {
        return tagged ? Map.of("gatelink:owner", "another-stack", "gatelink:load-balancer", world.balancer(number).arn)
                : Map.of();
    }

    void redrive(int number) {
        world.unsuccessful(number).ifPresent(execution -> aws.states().redriveExecution(execution.arn(), null));
    }

    /** As CloudTrail does, after the fact. */
    private void tell(String eventName, ObjectNode parameters, ObjectNode answer) {
        String id = String.format("00000000-0000-4000-8000-%012x", ++eventIds);
        String time = aws.loop().instant().toString();
        ObjectNode event = Json.object()
                .put("version", "0").put("id", id)
                .put("detail-type", "AWS API Call via CloudTrail").put("source", "aws.elasticloadbalancing")
                .put("account", Configuration.ACCOUNT).put("time", time).put("region", Configuration.REGION);
        event.putArray("resources");
        ObjectNode detail = event.putObject("detail")
                .put("eventVersion", "1.11").put("eventTime", time)
                .put("eventSource", "elasticloadbalancing.amazonaws.com").put("eventName", eventName)
                .put("awsRegion", Configuration.REGION).put("eventID", id).put("eventType", "AwsApiCall")
                .put("readOnly", false).put("recipientAccountId", Configuration.ACCOUNT);
        detail.set("requestParameters", parameters);
        detail.set("responseElements", answer);
        events.forEach(delay -> aws.loop().schedule(delay, () -> aws.eventBus().publish(event.deepCopy())));
    }

    private static ArrayNode tags(Map<String, String> tags) {
        ArrayNode list = Json.array();
        new TreeMap<>(tags).forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return list;
    }
}
