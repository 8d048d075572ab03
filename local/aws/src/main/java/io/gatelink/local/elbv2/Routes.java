package io.gatelink.local.elbv2;

import io.gatelink.local.apigateway.HttpListener;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From listeners to targets. Used exclusively. */
final class Routes {

    private final Elbv2State state;
    private final Listeners listeners;
    private final Elbv2Tags tags;
    private final TargetHealth health;

    Routes(Elbv2State state, Listeners listeners, Elbv2Tags tags, TargetHealth health) {
        this.state = state;
        this.listeners = listeners;
        this.tags = tags;
        this.health = health;
    }

    /** See {@link LoadBalancerDirectory#routes}. */
    List<LoadBalancerDirectory.Route> at(String arn, int port) {
        var routes = new ArrayList<LoadBalancerDirectory.Route>();
        listeners
                .at(arn, port)
                .filter(listener -> !listener.settings().protocol().equals("UDP"))
                .ifPresent(listener -> groups(listener).forEach(group -> routes.addAll(to(group, listener))));
        return routes;
    }

    /** See {@link LoadBalancerDirectory#httpListener}. */
    Optional<HttpListener> httpListener(LoadBalancer loadBalancer, int port) {
        return loadBalancer.type().equals(LoadBalancer.APPLICATION)
                ? listeners.at(loadBalancer.arn(), port).map(listener -> httpListener(loadBalancer, listener))
                : Optional.empty();
    }

    private HttpListener httpListener(LoadBalancer loadBalancer, Listener listener) {
        return new HttpListener(
                listener.settings().protocol(),
                certificateNames(listener),
                action(listener),
                Duration.ofSeconds(Long.parseLong(loadBalancer.attributes().get(Attributes.IDLE_TIMEOUT))),
                loadBalancer.attributes().get(Attributes.PRESERVE_HOST).equals("true"));
    }

    private HttpListener.Action action(Listener listener) {
        Action action = listener.settings().action();
        if (action instanceof Action.FixedResponse fixed) {
            return new HttpListener.FixedResponse(
                    Integer.parseInt(fixed.statusCode()),
                    fixed.contentType(),
                    fixed.messageBody().orElse(""));
        }
        if (action instanceof Action.Redirect redirect) {
            return new HttpListener.Redirect(
                    Integer.parseInt(redirect.statusCode().replaceFirst("HTTP_", "")),
                    redirect.protocol(),
                    redirect.host(),
                    redirect.port(),
                    redirect.path(),
                    redirect.query());
        }
        return new HttpListener.Forward(groups(listener).stream()
                .map(group -> new HttpListener.TargetGroup(group.share(), to(group, listener)))
                .toList());
    }

    private static List<Action.Group> groups(Listener listener) {
        return listener.settings().action() instanceof Action.Forward forward ? forward.active() : List.of();
    }

    private List<LoadBalancerDirectory.Route> to(Action.Group chosen, Listener listener) {
        TargetGroup group = state.targetGroup(chosen.targetGroupArn());
        return state.targets.get(group.arn()).stream()
                .map(target -> new LoadBalancerDirectory.Route(
                        listener.settings().protocol(),
                        group.settings().protocol(),
                        certificateNames(listener),
                        TargetHealth.address(target.id(), target.port()),
                        health.mayBeHealthy(group, target)))
                .toList();
    }

    private Set<String> certificateNames(Listener listener) {
        String names = tags.of(listener.arn()).getOrDefault(LoadBalancers.CERTIFICATE_TAG, "");
        return names.isBlank()
                ? Set.of()
                : new TreeSet<>(List.of(names.strip().toLowerCase(Locale.ROOT).split("\\s+")));
    }
}
