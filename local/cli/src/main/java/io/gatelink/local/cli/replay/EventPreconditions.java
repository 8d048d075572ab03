package io.gatelink.local.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.DomainNames.CreateDomainNameRequest;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.elbv2.PageRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an event takes for granted: the stack's custom domain, and the load balancers that it names, with a backend
 * behind them, and published before if it may end that. So an event can be replayed in an account that is empty.
 */
public final class EventPreconditions {

    private static final int LISTENER_PORT = 80;
    private static final String PUBLISH = "gatelink:publish";
    private static final String REPLACES = "gatelink:replaces";
    private static final String DELETED = "DeleteLoadBalancer";
    private static final String CREATED = "CreateLoadBalancer";

    private final LocalAws aws;
    private final ObjectNode event;
    private final InetSocketAddress backend;
    private final String eventName;
    private final JsonNode request;

    /** @param backend what is behind the event's load balancers, on the loopback */
    public EventPreconditions(LocalAws aws, ObjectNode event, InetSocketAddress backend) {
        this.aws = aws;
        this.event = event;
        this.backend = backend;
        this.eventName = event.path("detail").path("eventName").asText();
        this.request = event.path("detail").path("requestParameters");
    }

    /** Whether the event is about something published, so that there has to be a publication before. */
    public boolean isAboutAPublication() {
        return switch (eventName) {
            case "RemoveTags" -> contains(request.path("tagKeys"), PUBLISH);
            case "AddTags" -> isOptOut() || replaced().isPresent();
            case DELETED -> true;
            default -> false;
        };
    }

    private boolean isOptOut() {
        return !tags(request.path("tags")).getOrDefault(PUBLISH, "true").equals("true");
    }

    /** The ARN of the load balancer that one is to replace; only its name is known. */
    private Optional<String> replaced() {
        return Optional.ofNullable(tags(request.path("tags")).get(REPLACES)).map(name -> request.path("resourceArns")
                .path(0)
                .asText()
                .replaceFirst("/(net|app)/.*", "/$1/" + name + "/0a1b2c3d4e5f6071"));
    }

    /**
     * Makes the load balancers that are there before the event.
     *
     * @return the events of their creation, to be delivered if they are to be published first
     * @throws io.gatelink.local.events.InvalidEventException if the event does not say enough
     */
    public List<ObjectNode> set() {
        String domainName = aws.stack().parameters().getOrDefault("DomainName", "");
        if (!domainName.isEmpty()
                && aws.apiGateway().domainNames().serving(domainName).isEmpty()) {
            createDomainName(domainName);
        }
        if (eventName.equals(CREATED)) {
            make(event);
            return List.of();
        }
        var published = new ArrayList<ObjectNode>();
        for (String arn : arns()) {
            boolean first = isAboutAPublication() && replaced().isEmpty();
            ObjectNode creation = creation(arn, first);
            make(creation);
            if (first) {
                published.add(creation);
            }
        }
        replaced().ifPresent(arn -> {
            ObjectNode creation = creation(arn, true);
            make(creation);
            published.add(creation);
        });
        return List.copyOf(published);
    }

    /** The network and application load balancers that the event names and that are there. */
    public List<String> arns() {
        var arns = new ArrayList<String>();
        request.path("resourceArns").forEach(arn -> arns.add(arn.asText()));
        if (eventName.equals(DELETED)) {
            arns.add(request.path("loadBalancerArn").asText());
        }
        arns.removeIf(arn -> !arn.matches(".*:loadbalancer/(net|app)/.*"));
        return arns;
    }

    /**
     * Deletes published load balancers, if the event says that they are gone; drives the loop meanwhile. AWS refuses
     * that while a VPC link of version 1 needs them, so the stage and the VPC link are deleted first, by hand; the REST
     * API is left.
     */
    public void deleteByHand() {
        aws.loop().exclusively(this::beginDeletion);
        aws.loop().runUntil(this::isDeletable);
        aws.loop().exclusively(this::endDeletion);
    }

    /** The first part of {@link #deleteByHand}, for a loop that another thread drives. Used exclusively. */
    public void beginDeletion() {
        if (!saysDeleted()) {
            return;
        }
        List<String> links = links();
        if (links.isEmpty()) {
            return;
        }
        aws.apiGateway()
                .restApis()
                .getRestApis(null, 500)
                .items()
                .forEach(api -> aws.apiGateway().stages().getStages(api.id(), null).stream()
                        .filter(stage -> stage.variables().values().stream().anyMatch(links::contains))
                        .forEach(stage -> aws.apiGateway().stages().deleteStage(api.id(), stage.stageName())));
        links.forEach(aws.apiGateway().vpcLinks()::deleteVpcLink);
    }

    /** Whether what {@link #beginDeletion} has begun is over. Used exclusively. */
    public boolean isDeletable() {
        return !saysDeleted() || links().isEmpty();
    }

    /** The last part of {@link #deleteByHand}. Used exclusively. */
    public void endDeletion() {
        if (saysDeleted()) {
            arns().forEach(aws.loadBalancers()::deleteLoadBalancer);
        }
    }

    private boolean saysDeleted() {
        return eventName.equals(DELETED) && !event.path("detail").has("errorCode");
    }

    /** The VPC links of version 1 to the event's load balancers. */
    private List<String> links() {
        List<String> arns = arns();
        return aws.apiGateway().vpcLinks().getVpcLinks(null, 500).items().stream()
                .filter(link -> link.targetArns().stream().anyMatch(arns::contains))
                .map(VpcLink::id)
                .toList();
    }

    /** The event as of now: what it says is news, whenever the sample was written. */
    public ObjectNode happeningNow() {
        String now = aws.loop().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode news = event.deepCopy().put("time", now);
        if (news.path("detail").has("eventTime")) {
            ((ObjectNode) news.get("detail")).put("eventTime", now);
        }
        return news;
    }

    /** Does to the load balancers what the event says was done. */
    public void change() {
        if (eventName.equals("AddTags")) {
            aws.loadBalancers().tags().addTags(arns(), tags(request.path("tags")));
        } else if (eventName.equals("RemoveTags")) {
            var keys = new ArrayList<String>();
            request.path("tagKeys").forEach(key -> keys.add(key.asText()));
            aws.loadBalancers().tags().removeTags(arns(), keys);
        }
    }

    /** Of the stack's custom domain, which is there before: a Regional one, with a certificate of its owner's. */
    private void createDomainName(String name) {
        String certificate = "arn:aws:acm:" + Configuration.REGION + ":" + Configuration.ACCOUNT
                + ":certificate/2f7c1a60-8d4e-4b52-9a37-5e1d0c9b8a76";
        aws.apiGateway()
                .domainNames()
                .createDomainName(new CreateDomainNameRequest(
                        name,
                        null,
                        null,
                        null,
                        certificate,
                        List.of("REGIONAL"),
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        null));
    }

    private void make(ObjectNode creation) {
        String arn = aws.loadBalancers().restore(creation).arn();
        boolean has = !aws.loadBalancers()
                .listeners()
                .describeListeners(Optional.of(arn), List.of(), PageRequest.FIRST)
                .items()
                .isEmpty();
        if (!has) {
            aws.loadBalancers().attachBackend(arn, LISTENER_PORT, backend);
        }
    }

    /** The event of the creation of a load balancer of which only the ARN is known. */
    private ObjectNode creation(String arn, boolean published) {
        String[] parts = arn.split("/");
        String name = parts.length > 2 ? parts[2] : "";
        String id = parts.length > 3 ? parts[3] : "";
        String type = parts.length > 1 && parts[1].equals("app") ? "application" : "network";
        ObjectNode creation = event.deepCopy();
        ObjectNode detail = (ObjectNode) creation.get("detail");
        detail.remove(List.of("errorCode", "errorMessage"));
        detail.put("eventName", CREATED)
                .put(
                        "eventID",
                        UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8))
                                .toString());
        ObjectNode parameters = detail.putObject("requestParameters")
                .put("name", name)
                .put("type", type)
                .put("scheme", "internal");
        if (published) {
            parameters.putArray("tags").addObject().put("key", PUBLISH).put("value", "true");
        }
        ObjectNode created = detail.putObject("responseElements")
                .putArray("loadBalancers")
                .addObject()
                .put("loadBalancerArn", arn)
                .put("loadBalancerName", name)
                .put("dNSName", name + "-" + id + ".elb." + event.path("region").asText() + ".amazonaws.com")
                .put("type", type)
                .put("scheme", "internal")
                .put("vpcId", "vpc-0a1b2c3d");
        created.putArray("availabilityZones")
                .addObject()
                .put("zoneName", event.path("region").asText() + "a")
                .put("subnetId", "subnet-0a1b2c3d");
        return creation;
    }

    private static boolean contains(JsonNode list, String text) {
        for (JsonNode item : list) {
            if (item.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> tags(JsonNode list) {
        var tags = new LinkedHashMap<String, String>();
        list.forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText()));
        return tags;
    }
}
