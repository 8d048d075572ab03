package io.gatelink.local.elbv2;

import io.gatelink.local.apigateway.LoadBalancerDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                .ifPresent(listener -> {
                    for (Listener.Forward forward : listener.settings().forward()) {
                        if (forward.weight().orElse(1) > 0) {
                            TargetGroup group = state.targetGroup(forward.targetGroupArn());
                            for (TargetGroup.Target target : state.targets.get(group.arn())) {
                                routes.add(new LoadBalancerDirectory.Route(
                                        listener.settings().protocol(),
                                        group.settings().protocol(),
                                        certificateNames(listener),
                                        TargetHealth.address(target.id(), target.port()),
                                        health.mayBeHealthy(group, target)));
                            }
                        }
                    }
                });
        return routes;
    }

    private Set<String> certificateNames(Listener listener) {
        String names = tags.of(listener.arn()).getOrDefault(LoadBalancers.CERTIFICATE_TAG, "");
        return names.isBlank()
                ? Set.of()
                : new TreeSet<>(List.of(names.strip().toLowerCase(Locale.ROOT).split("\\s+")));
    }
}
