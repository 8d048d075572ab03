package io.gatelink.functions;

import io.gatelink.functions.DescribeSwitchHandler.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * What has to hold before an API is moved: the load balancer to move to can take it, stays published with it, and its next
 * publication, whoever starts that, changes neither the API's URL nor who may call it. If not, the switch is refused, with
 * the remedy.
 *
 * @param defaults what the stack gives load balancers that ask for nothing
 */
record SwitchConditions(LoadBalancers loadBalancers, ApiKeys apiKeys, Request request, Defaults defaults) {

    /** How many tags API Gateway lets a resource have, AWS's own left aside. */
    private static final int MOST_TAGS = 50;

    /**
     * How the API is to be tried, as a publication of the load balancer to move to would try it.
     *
     * @param stage    whose URL callers use
     * @param apiKeyId of the key that the API asks for; {@code null} if it asks for none
     * @param path     that smoke tests ask for
     * @param expect   that smoke tests are content with, with commas
     */
    record Trial(String stage, String authorization, String apiKeyId, String path, String expect) {
    }

    /**
     * Checks all of it.
     *
     * @param stages  that are to be moved
     * @param methods of the API
     * @throws LoadBalancerNotFoundException    if the load balancer to move to is gone
     * @throws LoadBalancerNotReadyException    if it is not active so far
     * @throws UnsupportedLoadBalancerException if anything else does not hold
     */
    Trial require(RestApi api, List<Stage> stages, SwitchMethods methods) {
        requireRoomForTags(api);
        methods.problem().ifPresent(problem -> {
            throw refused(problem, publish(api));
        });
        LoadBalancer to = loadBalancers.find(request.to()).orElseThrow(this::notFound);
        if (to.type() != LoadBalancerTypeEnum.NETWORK) {
            throw refused("the load balancer to move to is of type " + to.typeAsString(), "give one of type network");
        }
        Map<String, String> tags = loadBalancers.tags(request.to()).orElseThrow(this::notFound);
        requireStaysPublished(tags);
        DescribeLoadBalancerHandler.requireActive(to);
        DescribeLoadBalancerHandler.requireOpenToPrivateLink(to);
        PublicationTags wanted = asPublished(() -> PublicationTags.of(request.to(), tags));
        String asked = asPublished(() -> defaults.policy().authorization(request.to(), wanted, defaults.authorization()));
        requireAllowed(api, methods.authorization(), asked);
        List<Listener> listeners = loadBalancers.listeners(request.to());
        requireListener(methods, listeners);
        String stage = requireSame(stages, methods, wanted, asked, listeners);
        asPublished(() -> new ListenerChoice(to, wanted).uri(listeners));
        return new Trial(stage, asked, apiKeyId(api, asked),
                wanted.value(LoadBalancerTag.PATH).orElse(defaults.path()),
                ExpectedStatus.parse(wanted.value(LoadBalancerTag.EXPECT).orElse(defaults.expect())).orElseThrow().list());
    }

    /** One tag more than there may be would break the move off in the middle. */
    private void requireRoomForTags(RestApi api) {
        long more = SwitchTags.of(request.from(), request.to(), "").keySet().stream()
                .filter(key -> !api.tags().containsKey(key)).count();
        if (api.tags().size() + more > MOST_TAGS) {
            throw refused("REST API " + api.id() + " has " + api.tags().size() + " tags of the " + MOST_TAGS
                    + " that AWS lets it have, and would get " + more + " more", SwitchTags.predecessors(api.tags()).stream()
                    .filter(arn -> !arn.equals(request.to())).findFirst().map(arn -> "opt a load balancer out that it was moved away from before, such as with "
                            + PublicationTags.addTags(arn, LoadBalancerTag.PUBLISH, "false") + ", or, if that is deleted, "
                            + "start the withdraw state machine with {\"loadBalancerArn\": \"" + arn + "\"}")
                    .orElse("remove tags that you gave it"));
        }
    }

    /** Otherwise the next reconciliation, or the next event, would withdraw what was moved. */
    private void requireStaysPublished(Map<String, String> tags) {
        if (defaults.policy().mode() == PublishMode.NONE) {
            throw refused("this stack publishes no load balancers", "deploy it with PublishMode=" + PublishMode.OPT_IN);
        }
        String publish = tags.getOrDefault(Tags.PUBLISH, "true");
        if (!publish.equals("true") && !publish.equals(Wishes.STANDBY)) {
            throw refused("the load balancer to move to has the tag " + Tags.PUBLISH + " = " + Text.ascii(publish)
                    + ", so that it would be withdrawn, and the API with it",
                    "run " + PublicationTags.addTags(request.to(), LoadBalancerTag.PUBLISH, Wishes.STANDBY));
        }
    }

    /** What callers need is what they have, or the load balancer to move to could be published with it. */
    private void requireAllowed(RestApi api, String authorization, String asked) {
        if (Authorization.isWeaker(authorization, defaults.authorization()) && !defaults.policy().allowOpenApis()) {
            throw refused("the API's methods have the authorization " + authorization + ", which is weaker than this stack's "
                    + defaults.authorization() + ", and the load balancer to move to would be published with " + asked,
                    "publish the API with that first, by " + PublicationTags.addTags(
                            api.tags().get(Tags.LOAD_BALANCER), LoadBalancerTag.AUTHORIZATION, asked));
        }
    }

    private void requireListener(SwitchMethods methods, List<Listener> listeners) {
        ProtocolEnum protocol = methods.isEncrypted() ? ProtocolEnum.TLS : ProtocolEnum.TCP;
        if (listeners.stream().noneMatch(listener -> listener.port().toString().equals(methods.port())
                && listener.protocol() == protocol)) {
            throw refused("the API's requests go to port " + methods.port() + " by " + (methods.isEncrypted() ? "https" : "http")
                    + ", for which the load balancer to move to has no listener", "create one there with "
                    + "aws elbv2 create-listener --load-balancer-arn " + request.to() + " --port " + methods.port()
                    + " --protocol " + protocol);
        }
    }

    /**
     * Whether a publication would leave stage, authorization and listener as they are.
     *
     * @return the stage
     */
    private String requireSame(List<Stage> stages, SwitchMethods methods, PublicationTags wanted, String asked,
            List<Listener> listeners) {
        List<String> differences = new ArrayList<>();
        Map<LoadBalancerTag, String> remedy = new EnumMap<>(LoadBalancerTag.class);
        String stage = wanted.value(LoadBalancerTag.STAGE).orElse(defaults.stage());
        if (stages.stream().noneMatch(one -> stage.equals(one.stageName()))) {
            differences.add("its stage is " + stages.get(0).stageName() + ", not " + stage);
            remedy.put(LoadBalancerTag.STAGE, stages.get(0).stageName());
        }
        if (!asked.equals(methods.authorization())) {
            differences.add("its methods have the authorization " + methods.authorization() + ", not " + asked);
            remedy.put(LoadBalancerTag.AUTHORIZATION, methods.authorization());
        }
        String port = wanted.value(LoadBalancerTag.PORT).orElse(null);
        if (port == null && listeners.stream().filter(SwitchConditions::isPublishable).count() > 1
                || port != null && !port.equals(methods.port())) {
            differences.add("its requests go to port " + methods.port() + ", not to "
                    + (port == null ? "one of several that nobody has named" : port));
            remedy.put(LoadBalancerTag.PORT, methods.port());
        }
        if (methods.isEncrypted() && wanted.value(LoadBalancerTag.HOST).isEmpty()) {
            differences.add("its requests are for the name " + methods.host() + " in the listener's certificate, not for none");
            remedy.put(LoadBalancerTag.HOST, methods.host());
        }
        if (!differences.isEmpty()) {
            throw refused("the API is not what the next publication of the load balancer to move to would make of it: "
                    + String.join("; ", differences), "run aws elbv2 add-tags --resource-arns " + request.to() + " --tags "
                    + remedy.entrySet().stream().map(tag -> "Key=" + tag.getKey().key() + ",Value=" + tag.getValue())
                            .collect(Collectors.joining(" "))
                    + ", or change and publish load balancer " + request.from() + " first");
        }
        return stage;
    }

    private static boolean isPublishable(Listener listener) {
        return listener.protocol() == ProtocolEnum.TCP || listener.protocol() == ProtocolEnum.TLS;
    }

    /** A switch that was broken off may have moved the key, but not the API so far. */
    private String apiKeyId(RestApi api, String authorization) {
        if (!authorization.equals(Authorization.API_KEY)) {
            return null;
        }
        String holder = api.tags().get(Tags.LOAD_BALANCER);
        return apiKeys.keyOf(holder)
                .or(() -> apiKeys.keyOf(holder.equals(request.from()) ? request.to() : request.from()))
                .orElseThrow(() -> refused("REST API " + api.id() + " asks for API keys, and this stack has none for it to be "
                        + "tried with", publish(api) + ", which makes one"));
    }

    /** What a publication of the load balancer to move to would do, and refuse. */
    private <T> T asPublished(Supplier<T> step) {
        try {
            return step.get();
        } catch (UnsupportedLoadBalancerException e) {
            throw new UnsupportedLoadBalancerException(start() + "the load balancer to move to could not be published: "
                    + e.getMessage() + " Then start the switch again.");
        }
    }

    private LoadBalancerNotFoundException notFound() {
        return new LoadBalancerNotFoundException(
                "There is no load balancer " + request.to() + " in this account and Region: create it first.");
    }

    /** The remedy where a publication mends it. */
    static String publish(RestApi api) {
        return publish(api.tags().get(Tags.LOAD_BALANCER));
    }

    /** The same. */
    static String publish(String loadBalancerArn) {
        return "start the publish state machine with {\"loadBalancerArn\": \"" + loadBalancerArn + "\"}";
    }

    UnsupportedLoadBalancerException refused(String why, String remedy) {
        return new UnsupportedLoadBalancerException(start() + why + ": " + remedy + ", then start the switch again.");
    }

    private String start() {
        return "There is no switch from load balancer " + request.from() + " to " + request.to() + ", for ";
    }
}
