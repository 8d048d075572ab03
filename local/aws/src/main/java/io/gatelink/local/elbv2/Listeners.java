package io.gatelink.local.elbv2;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listeners. Used exclusively. */
public final class Listeners {

    private static final String DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08";

    private final Account account;
    private final Elbv2State state;
    private final Tags tags;

    Listeners(Account account, Elbv2State state, Tags tags) {
        this.account = account;
        this.state = state;
        this.tags = tags;
    }

    /**
     * Creates a listener; the same call again gives the same one.
     *
     * @throws AwsException LoadBalancerNotFound, TargetGroupNotFound, DuplicateListener, IncompatibleProtocols,
     *                      TargetGroupAssociationLimit, TooManyTags, ValidationError
     */
    public Listener createListener(String loadBalancerArn, Listener.Settings asked, Map<String, String> listenerTags) {
        LoadBalancer loadBalancer = state.loadBalancer(loadBalancerArn);
        Listener.Settings settings = checked(loadBalancer, asked);
        Tags.checked(listenerTags);
        Optional<Listener> same = at(loadBalancerArn, settings.port());
        if (same.isPresent()) {
            if (same.get().settings().equals(settings) && tags.of(same.get().arn()).equals(listenerTags)) {
                return same.get();
            }
            throw duplicate(loadBalancerArn);
        }
        String path = loadBalancerArn.substring(loadBalancerArn.indexOf(":loadbalancer/") + ":loadbalancer/".length());
        String arn = account.arn("elasticloadbalancing", "listener/" + path + "/" + account.newHexId(16));
        var listener = new Listener(state.nextSequence(), arn, loadBalancerArn, settings,
                Attributes.ofListener(settings.protocol()));
        state.listeners.put(arn, listener);
        tags.put(arn, listenerTags);
        return listener;
    }

    /**
     * Describes the listeners of a load balancer, or those with the ARNs given.
     *
     * @throws AwsException LoadBalancerNotFound, ListenerNotFound, ValidationError if neither is given
     */
    public Page<Listener> describeListeners(Optional<String> loadBalancerArn, List<String> arns, Page.Request page) {
        if (loadBalancerArn.isEmpty() && arns.isEmpty()) {
            throw Elbv2Errors.validation("You must specify either listener ARNs or a load balancer ARN");
        }
        List<Listener> found = new ArrayList<>(state.listeners.values());
        loadBalancerArn.map(state::loadBalancer).ifPresent(loadBalancer ->
                found.removeIf(listener -> !listener.loadBalancerArn().equals(loadBalancer.arn())));
        if (!arns.isEmpty()) {
            arns.forEach(state::listener);
            found.removeIf(listener -> !arns.contains(listener.arn()));
        }
        return Page.of(found, Listener::sequence, page);
    }

    /**
     * What ModifyListener changes; empty optionals and lists leave it as it is.
     */
    public record Change(
            Optional<String> protocol,
            Optional<Integer> port,
            List<String> certificates,
            Optional<String> sslPolicy,
            List<String> alpnPolicy,
            List<Listener.Forward> forward) {
    }

    /** @throws AwsException ListenerNotFound, and those of {@link #createListener} */
    public Listener modifyListener(String arn, Change change) {
        Listener listener = state.listener(arn);
        Listener.Settings before = listener.settings();
        Listener.Settings settings = checked(state.loadBalancer(listener.loadBalancerArn()), new Listener.Settings(
                change.protocol().orElse(before.protocol()),
                change.port().orElse(before.port()),
                change.certificates().isEmpty() ? before.certificates() : change.certificates(),
                change.sslPolicy().or(before::sslPolicy),
                change.alpnPolicy().isEmpty() ? before.alpnPolicy() : change.alpnPolicy(),
                change.forward().isEmpty() ? before.forward() : change.forward()));
        if (at(listener.loadBalancerArn(), settings.port()).filter(other -> !other.arn().equals(arn)).isPresent()) {
            throw duplicate(listener.loadBalancerArn());
        }
        return put(listener.withSettings(settings));
    }

    /** @throws AwsException ListenerNotFound, ValidationError */
    public void deleteListener(String arn) {
        state.listener(arn);
        state.listeners.remove(arn);
        tags.remove(arn);
    }

    /** @throws AwsException ListenerNotFound */
    public Map<String, String> describeListenerAttributes(String arn) {
        return state.listener(arn).attributes();
    }

    /** @throws AwsException ListenerNotFound, ValidationError */
    public Map<String, String> modifyListenerAttributes(String arn, Map<String, String> changes) {
        Listener listener = state.listener(arn);
        return put(listener.withAttributes(Attributes.modified(listener.attributes(), changes, "Listener")))
                .attributes();
    }

    Optional<Listener> at(String loadBalancerArn, int port) {
        return state.listenersOf(loadBalancerArn).stream()
                .filter(listener -> listener.settings().port() == port).findFirst();
    }

    private Listener.Settings checked(LoadBalancer loadBalancer, Listener.Settings settings) {
        boolean network = loadBalancer.type().equals(LoadBalancer.NETWORK);
        Elbv2Errors.oneOf("protocol", settings.protocol(),
                network ? List.of("TCP", "TLS", "UDP", "TCP_UDP") : List.of("HTTP", "HTTPS"));
        Elbv2Errors.inRange("port", settings.port(), 1, 65535);
        boolean secure = settings.protocol().equals("TLS") || settings.protocol().equals("HTTPS");
        if (secure && settings.certificates().size() != 1) {
            throw Elbv2Errors.validation(
                    "A certificate must be specified for " + settings.protocol() + " listeners");
        }
        if (!secure && (!settings.certificates().isEmpty() || settings.sslPolicy().isPresent())) {
            throw Elbv2Errors.validation("A certificate or SSL policy cannot be specified for "
                    + settings.protocol() + " listeners");
        }
        if (settings.forward().isEmpty()) {
            throw Elbv2Errors.validation("A default action that forwards to a target group must be specified");
        }
        for (Listener.Forward forward : settings.forward()) {
            check(loadBalancer, settings.protocol(), state.targetGroup(forward.targetGroupArn()));
            forward.weight().ifPresent(weight -> Elbv2Errors.inRange("weight", weight, 0, 999));
        }
        return new Listener.Settings(settings.protocol(), settings.port(), settings.certificates(),
                secure ? Optional.of(settings.sslPolicy().orElse(DEFAULT_SSL_POLICY)) : Optional.empty(),
                settings.alpnPolicy(), settings.forward());
    }

    private void check(LoadBalancer loadBalancer, String protocol, TargetGroup group) {
        List<String> compatible = switch (protocol) {
            case "TCP" -> List.of("TCP", "TCP_UDP");
            case "TLS" -> List.of("TLS", "TCP");
            case "UDP" -> List.of("UDP", "TCP_UDP");
            case "TCP_UDP" -> List.of("TCP_UDP");
            default -> List.of("HTTP", "HTTPS");
        };
        if (!compatible.contains(group.settings().protocol())) {
            throw Elbv2Errors.error("IncompatibleProtocols", "Listener protocol '" + protocol
                    + "' and target group protocol '" + group.settings().protocol() + "' are not compatible");
        }
        boolean elsewhere = state.loadBalancersOf(group.arn()).stream()
                .anyMatch(arn -> !arn.equals(loadBalancer.arn()));
        if (elsewhere) {
            throw Elbv2Errors.error("TargetGroupAssociationLimit", "The following target groups cannot be associated "
                    + "with more than one load balancer: " + group.arn());
        }
    }

    private static AwsException duplicate(String loadBalancerArn) {
        return Elbv2Errors.error("DuplicateListener",
                "A listener already exists on this port for this load balancer '" + loadBalancerArn + "'");
    }

    private Listener put(Listener listener) {
        state.listeners.put(listener.arn(), listener);
        return listener;
    }
}
