package io.gatelink.local.explore;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.RestApis.CreateRestApiRequest;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.elbv2.Listener;
import io.gatelink.local.elbv2.LoadBalancer;
import io.gatelink.local.elbv2.LoadBalancers;
import io.gatelink.local.elbv2.PageRequest;
import io.gatelink.local.states.Execution;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Those who create load balancers and tag them. What they do always works, or AWS refuses it; CloudTrail's events about
 * it are delivered when the schedule says. Used exclusively.
 */
final class People {

    static final int FIRST_LISTENER = 80;

    private final World world;
    private final LocalAws aws;
    private final LinkPeople ofLinks;
    private int eventIds;
    private int starts;

    /** When the events about what is being done come. */
    private List<Duration> events = List.of();

    People(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
        this.ofLinks = new LinkPeople(world, aws);
    }

    LinkPeople ofLinks() {
        return ofLinks;
    }

    void act(Schedule.Step step) {
        events = step.events();
        world.promises().peopleAct();
        step.action().deed().accept(this);
        world.promises().peopleHaveActed();
    }

    void create(int number, boolean application, boolean elsewhere, Map<String, String> tags) {
        if (world.balancer(number) != null) {
            return;
        }
        String name = "nlb-" + number;
        String type = application ? "application" : "network";
        Vpc vpc = elsewhere ? Vpc.OTHER : Vpc.HOME;
        List<LoadBalancers.Subnet> subnets =
                vpc.subnets().stream().map(LoadBalancers.Subnet::of).toList();
        LoadBalancer created = aws.loadBalancers()
                .createLoadBalancer(new LoadBalancers.CreateLoadBalancer(
                        name,
                        type,
                        "internal",
                        "ipv4",
                        application ? subnets : subnets.subList(0, 1),
                        List.of(),
                        tags));
        Balancer balancer = world.add(number, name, created.arn(), created.createdTime(), vpc);
        listen(number, FIRST_LISTENER, true);
        world.promises().tagsChanged(balancer);
        ObjectNode parameters = Json.object().put("name", name).put("scheme", "internal");
        if (!application) {
            // As CloudTrail has it.
            parameters.put("type", type);
        }
        parameters.set("tags", tags(tags));
        ObjectNode answer = Json.object();
        answer.putArray("loadBalancers")
                .addObject()
                .put("loadBalancerArn", created.arn())
                .put("loadBalancerName", name)
                .put("type", type)
                .put("scheme", "internal");
        tell("CreateLoadBalancer", parameters, answer, Optional.empty());
    }

    void addTags(int number, Map<String, String> tags) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            aws.loadBalancers().tags().addTags(List.of(balancer.arn), tags);
            world.promises().tagsChanged(balancer);
            ObjectNode parameters = Json.object();
            parameters.putArray("resourceArns").add(balancer.arn);
            parameters.set("tags", tags(tags));
            tell("AddTags", parameters, null, Optional.empty());
        }
    }

    void removeTags(int number, List<String> keys) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            aws.loadBalancers().tags().removeTags(List.of(balancer.arn), keys);
            world.promises().tagsChanged(balancer);
            ObjectNode parameters = Json.object();
            parameters.putArray("resourceArns").add(balancer.arn);
            keys.forEach(parameters.putArray("tagKeys")::add);
            tell("RemoveTags", parameters, null, Optional.empty());
        }
    }

    void delete(int number) {
        Balancer balancer = world.balancer(number);
        if (balancer == null) {
            return;
        }
        ObjectNode parameters = Json.object().put("loadBalancerArn", balancer.arn);
        try {
            aws.loadBalancers().deleteLoadBalancer(balancer.arn);
        } catch (AwsException refused) {
            world.promises().deletionAsked(balancer);
            tell("DeleteLoadBalancer", parameters, null, Optional.of(refused));
            return;
        }
        world.remove(number);
        tell("DeleteLoadBalancer", parameters, null, Optional.empty());
    }

    void listen(int number, int port, boolean create) {
        Balancer balancer = world.balancer(number);
        if (balancer == null) {
            return;
        }
        Optional<Listener> there = listeners(balancer).stream()
                .filter(listener -> listener.settings().port() == port)
                .findFirst();
        if (create && there.isEmpty()) {
            aws.loadBalancers()
                    .attachBackend(
                            balancer.arn, port, new InetSocketAddress(InetAddress.getLoopbackAddress(), balancer.port));
        } else if (!create && there.isPresent()) {
            aws.loadBalancers().listeners().deleteListener(there.get().arn());
        }
    }

    List<Listener> listeners(Balancer balancer) {
        return aws.loadBalancers()
                .listeners()
                .describeListeners(Optional.of(balancer.arn), List.of(), PageRequest.FIRST)
                .items();
    }

    void startPublish(int number, boolean byName) {
        Balancer balancer = world.balancer(number);
        if (balancer != null) {
            start(
                    "publish",
                    byName
                            ? Json.object().put("loadBalancerName", balancer.name)
                            : Json.object().put("loadBalancerArn", balancer.arn));
        }
    }

    void reconcile() {
        start("reconcile", Json.object());
    }

    private void start(String workflow, ObjectNode input) {
        String end = "-" + workflow;
        aws.stack().stateMachines().stream()
                .filter(machine -> machine.name().endsWith(end))
                .forEach(machine -> aws.states()
                        .startExecution(machine.arn(), workflow + "-by-hand-" + ++starts, Json.write(input)));
    }

    void answer(int number, int status) {
        if (world.balancer(number) != null) {
            world.balancer(number).status = status;
        }
    }

    void drift(int number, Drifts.Kind kind) {
        // API Gateway does not show which link a deployment leads through: it is not noticed what people put in the
        // place
        // of ours between the steps that integrate and deploy.
        boolean unnoticed = kind.isOfSharedLink() && world.running(0).isPresent();
        if (world.balancer(number) != null && !unnoticed) {
            String foreign =
                    switch (kind) {
                        case PATH_LED_AWAY -> createApi(number, "");
                        case LED_THROUGH_ANOTHER -> ofLinks.createLink(number, "");
                        default -> null;
                    };
            world.promises().drift(world.balancer(number), kind, foreign);
        }
    }

    void createPath(String path, int number, String owner) {
        if (world.balancer(number) != null && world.paths().find(path).isEmpty()) {
            world.paths().make(path, createApi(number, owner), null);
            world.promises().foreign().lookAtPaths();
        }
    }

    void freePath(String path) {
        if (world.promises().foreign().has(path)) {
            world.paths().free(path);
            world.promises().foreign().lookAtPaths();
        }
    }

    void addPath(String path, int number) {
        if (world.balancer(number) != null) {
            world.promises().addPath(world.balancer(number), path);
        }
    }

    void loseTable(boolean publications) {
        world.items().lose(publications);
        world.promises().tableChanged(publications, false);
    }

    void restoreTable(boolean publications, Duration age) {
        if (world.now().compareTo(age) >= 0
                && world.items().restore(publications, world.now().minus(age))) {
            world.promises().tableChanged(publications, true);
        }
    }

    /** @return its id, or {@code null} if there is no such load balancer */
    String createApi(int number, String owner) {
        if (world.balancer(number) == null) {
            return null;
        }
        var api = world.asItIs(() -> aws.apiGateway()
                .restApis()
                .createRestApi(new CreateRestApiRequest(
                        "gatelink-nlb-" + number,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        List.of("REGIONAL"),
                        null,
                        List.of(),
                        null,
                        foreignTags(number, owner),
                        false,
                        null,
                        null)));
        world.promises().foreign().api(api.id());
        return api.id();
    }

    void createLink(int number, String owner, boolean competing) {
        if (world.balancer(number) != null) {
            String arn = world.balancer(number).arn;
            var link = world.asItIs(() -> aws.apiGateway()
                    .vpcLinks()
                    .createVpcLink(
                            "gatelink-nlb-" + number,
                            null,
                            List.of(competing ? arn : arn.substring(0, arn.length() - 4) + "0000"),
                            foreignTags(number, owner)));
            world.promises().foreign().link(link.id());
        }
    }

    private Map<String, String> foreignTags(int number, String owner) {
        return owner.isEmpty() ? Map.of() : Map.of(Ours.OWNER, owner, Ours.LOAD_BALANCER, world.balancer(number).arn);
    }

    void redrive(int number) {
        world.unsuccessful(number).ifPresent(execution -> aws.states().redriveExecution(execution.arn(), null));
    }

    void stop(int number) {
        world.running(number).ifPresent((Execution execution) -> aws.states()
                .stopExecution(execution.arn(), "Model.Stopped", "Stopped by hand"));
    }

    /** As CloudTrail does, after the fact. */
    private void tell(String eventName, ObjectNode parameters, ObjectNode answer, Optional<AwsException> error) {
        String id = String.format("00000000-0000-4000-8000-%012x", ++eventIds);
        String time = aws.loop()
                .instant()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("source", "aws.elasticloadbalancing")
                .put("account", Configuration.ACCOUNT)
                .put("time", time)
                .put("region", Configuration.REGION);
        event.putArray("resources");
        ObjectNode detail = event.putObject("detail")
                .put("eventVersion", "1.11")
                .put("eventTime", time)
                .put("eventSource", "elasticloadbalancing.amazonaws.com")
                .put("eventName", eventName)
                .put("awsRegion", Configuration.REGION)
                .put("eventID", id)
                .put("eventType", "AwsApiCall")
                .put("readOnly", false)
                .put("recipientAccountId", Configuration.ACCOUNT);
        error.ifPresent(refused ->
                detail.put("errorCode", refused.code() + "Exception").put("errorMessage", refused.getMessage()));
        detail.set("requestParameters", parameters);
        detail.set("responseElements", answer);
        events.forEach(delay -> aws.loop().schedule(delay, () -> aws.eventBus().publish(event.deepCopy())));
    }

    private static ArrayNode tags(Map<String, String> tags) {
        ArrayNode list = Json.array();
        new TreeMap<>(tags)
                .forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return list;
    }
}
