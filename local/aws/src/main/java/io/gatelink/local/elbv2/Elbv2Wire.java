package io.gatelink.local.elbv2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.CloudTrail;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.QueryAnswer;
import io.gatelink.local.http.QueryParameters;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@link LoadBalancers} on the wire: the Query protocol. Every call that changes something is told to CloudTrail. */
public final class Elbv2Wire implements WireService {

    private static final String VERSION = "2015-12-01";
    private static final String NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/" + VERSION + "/";

    /** The API of Classic Load Balancers, at the same address. */
    private static final String CLASSIC = "2012-06-01";

    private final Account account;
    private final LoadBalancers loadBalancers;
    private final Elbv2Trail trail;
    private final Map<String, Function<QueryParameters, ObjectNode>> reading = new LinkedHashMap<>();
    private final Map<String, Function<QueryParameters, ObjectNode>> changing = new LinkedHashMap<>();

    public Elbv2Wire(Account account, LoadBalancers loadBalancers, CloudTrail cloudTrail) {
        this.account = Objects.requireNonNull(account, "account");
        this.loadBalancers = Objects.requireNonNull(loadBalancers, "loadBalancers");
        this.trail = new Elbv2Trail(Objects.requireNonNull(cloudTrail, "cloudTrail"));
        ofLoadBalancers();
        ofListeners();
        ofTargetGroups();
        ofTags();
    }

    @Override
    public String signingName() {
        return "elasticloadbalancing";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public List<String> operations() {
        return Stream.of(reading, changing)
                .flatMap(table -> table.keySet().stream())
                .toList();
    }

    @Override
    public Operation route(Request request) {
        QueryParameters parameters = QueryParameters.of(request);
        if (parameters.version().filter(CLASSIC::equals).isPresent()) {
            throw Protocol.notImplemented("Classic Load Balancers:", parameters.action(CLASSIC));
        }
        String name = parameters.action(VERSION);
        if (reading.containsKey(name)) {
            return Operation.of(name, () -> {
                AcceptedParameters.check(name, parameters);
                return answer(
                        name,
                        reading.get(name).apply(parameters),
                        account.newUuid().toString());
            });
        }
        if (changing.containsKey(name)) {
            return Operation.of(name, () -> change(name, request, parameters));
        }
        throw Protocol.notImplemented("Elastic Load Balancing", name);
    }

    private Response change(String name, Request request, QueryParameters parameters) {
        String requestId = account.newUuid().toString();
        try {
            AcceptedParameters.check(name, parameters);
            ObjectNode result = changing.get(name).apply(parameters);
            trail.succeeded(request, requestId, name, parameters.tree(), result);
            return answer(name, result, requestId);
        } catch (AwsException e) {
            trail.failed(request, requestId, name, parameters.tree(), e);
            throw e;
        }
    }

    private static Response answer(String name, ObjectNode result, String requestId) {
        return QueryAnswer.of(NAMESPACE, name, result, requestId);
    }

    private void ofLoadBalancers() {
        changing.put(
                "CreateLoadBalancer",
                request -> Elbv2Answers.list(
                        "LoadBalancers",
                        List.of(loadBalancers.createLoadBalancer(Elbv2Requests.createLoadBalancer(request))),
                        Elbv2Answers::loadBalancer));
        reading.put(
                "DescribeLoadBalancers",
                request -> Elbv2Answers.page(
                        "LoadBalancers",
                        loadBalancers.describeLoadBalancers(
                                request.texts("LoadBalancerArns"), request.texts("Names"), Elbv2Requests.page(request)),
                        Elbv2Answers::loadBalancer));
        changing.put(
                "DeleteLoadBalancer",
                request -> nothing(() -> loadBalancers.deleteLoadBalancer(request.required("LoadBalancerArn"))));
        reading.put(
                "DescribeLoadBalancerAttributes",
                request -> Elbv2Answers.pairs(
                        "Attributes",
                        loadBalancers.describeLoadBalancerAttributes(request.required("LoadBalancerArn"))));
        changing.put(
                "ModifyLoadBalancerAttributes",
                request -> Elbv2Answers.pairs(
                        "Attributes",
                        loadBalancers.modifyLoadBalancerAttributes(
                                request.required("LoadBalancerArn"), Elbv2Requests.attributes(request, 20))));
        reading.put("DescribeCapacityReservation", request -> {
            ObjectNode answer = Json.object();
            ArrayNode zones = answer.putArray("CapacityReservationState");
            loadBalancers
                    .describeCapacityReservation(request.required("LoadBalancerArn"))
                    .forEach(zones::add);
            return answer;
        });
        changing.put(
                "SetSecurityGroups",
                request -> Elbv2Answers.securityGroups(loadBalancers.setSecurityGroups(
                        request.required("LoadBalancerArn"),
                        request.requiredTexts("SecurityGroups"),
                        Elbv2Requests.enforcement(request))));
        changing.put(
                "SetSubnets",
                request -> Elbv2Answers.subnets(loadBalancers.setSubnets(
                        request.required("LoadBalancerArn"),
                        Elbv2Requests.subnets(request),
                        request.text("IpAddressType"))));
        changing.put("SetIpAddressType", request -> Json.object()
                .put(
                        "IpAddressType",
                        loadBalancers
                                .setIpAddressType(
                                        request.required("LoadBalancerArn"), request.required("IpAddressType"))
                                .ipAddressType()));
    }

    private void ofListeners() {
        Listeners listeners = loadBalancers.listeners();
        changing.put(
                "CreateListener",
                request -> Elbv2Answers.list(
                        "Listeners",
                        List.of(listeners.createListener(
                                request.required("LoadBalancerArn"),
                                Elbv2Requests.listener(request),
                                Elbv2Requests.tags(request))),
                        Elbv2Answers::listener));
        reading.put(
                "DescribeListeners",
                request -> Elbv2Answers.page(
                        "Listeners",
                        listeners.describeListeners(
                                request.text("LoadBalancerArn"),
                                request.texts("ListenerArns"),
                                Elbv2Requests.page(request)),
                        Elbv2Answers::listener));
        changing.put(
                "ModifyListener",
                request -> Elbv2Answers.list(
                        "Listeners",
                        List.of(listeners.modifyListener(
                                request.required("ListenerArn"), Elbv2Requests.listenerChange(request))),
                        Elbv2Answers::listener));
        changing.put(
                "DeleteListener", request -> nothing(() -> listeners.deleteListener(request.required("ListenerArn"))));
        reading.put(
                "DescribeListenerAttributes",
                request -> Elbv2Answers.pairs(
                        "Attributes", listeners.describeListenerAttributes(request.required("ListenerArn"))));
        changing.put(
                "ModifyListenerAttributes",
                request -> Elbv2Answers.pairs(
                        "Attributes",
                        listeners.modifyListenerAttributes(
                                request.required("ListenerArn"), Elbv2Requests.attributes(request))));
    }

    private void ofTargetGroups() {
        TargetGroups groups = loadBalancers.targetGroups();
        Function<TargetGroup, ObjectNode> render =
                group -> Elbv2Answers.targetGroup(group, groups.loadBalancersOf(group));
        changing.put(
                "CreateTargetGroup",
                request -> Elbv2Answers.list(
                        "TargetGroups",
                        List.of(groups.createTargetGroup(
                                request.required("Name"),
                                Elbv2Requests.targetGroup(request),
                                Elbv2Requests.healthCheck(request),
                                Elbv2Requests.tags(request))),
                        render));
        reading.put(
                "DescribeTargetGroups",
                request -> Elbv2Answers.page(
                        "TargetGroups",
                        groups.describeTargetGroups(
                                request.text("LoadBalancerArn"),
                                request.texts("TargetGroupArns"),
                                request.texts("Names"),
                                Elbv2Requests.page(request)),
                        render));
        changing.put(
                "ModifyTargetGroup",
                request -> Elbv2Answers.list(
                        "TargetGroups",
                        List.of(groups.modifyTargetGroup(
                                request.required("TargetGroupArn"), Elbv2Requests.healthCheck(request))),
                        render));
        changing.put(
                "DeleteTargetGroup",
                request -> nothing(() -> groups.deleteTargetGroup(request.required("TargetGroupArn"))));
        reading.put(
                "DescribeTargetGroupAttributes",
                request -> Elbv2Answers.pairs(
                        "Attributes", groups.describeTargetGroupAttributes(request.required("TargetGroupArn"))));
        changing.put(
                "ModifyTargetGroupAttributes",
                request -> Elbv2Answers.pairs(
                        "Attributes",
                        groups.modifyTargetGroupAttributes(
                                request.required("TargetGroupArn"), Elbv2Requests.attributes(request))));
        changing.put(
                "RegisterTargets",
                request -> nothing(() -> groups.registerTargets(
                        request.required("TargetGroupArn"), Elbv2Requests.requiredTargets(request))));
        changing.put(
                "DeregisterTargets",
                request -> nothing(() -> groups.deregisterTargets(
                        request.required("TargetGroupArn"), Elbv2Requests.requiredTargets(request))));
        reading.put(
                "DescribeTargetHealth",
                request -> Elbv2Answers.list(
                        "TargetHealthDescriptions",
                        groups.describeTargetHealth(request.required("TargetGroupArn"), Elbv2Requests.targets(request)),
                        Elbv2Answers::targetHealth));
    }

    private void ofTags() {
        Elbv2Tags tags = loadBalancers.tags();
        changing.put(
                "AddTags",
                request -> nothing(() ->
                        tags.addTags(request.requiredTexts("ResourceArns"), Elbv2Requests.requiredTags(request))));
        changing.put(
                "RemoveTags",
                request -> nothing(() ->
                        tags.removeTags(request.requiredTexts("ResourceArns"), request.requiredTexts("TagKeys"))));
        reading.put("DescribeTags", request -> {
            ObjectNode answer = Json.object();
            ArrayNode descriptions = answer.putArray("TagDescriptions");
            tags.describeTags(request.requiredTexts("ResourceArns")).forEach((arn, its) -> {
                ObjectNode description = descriptions.addObject().put("ResourceArn", arn);
                description.setAll(Elbv2Answers.pairs("Tags", its));
            });
            return answer;
        });
    }

    private static ObjectNode nothing(Runnable action) {
        action.run();
        return Json.object();
    }
}
