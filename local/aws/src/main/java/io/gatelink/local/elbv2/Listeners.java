package io.gatelink.local.elbv2;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listeners. Used exclusively. */
public final class Listeners {

    private final Account account;
    private final Elbv2State state;
    private final Elbv2Tags tags;
    private final ListenerChecks checks;

    Listeners(Account account, Elbv2State state, Placement placement, Elbv2Tags tags) {
        this.account = account;
        this.state = state;
        this.tags = tags;
        this.checks = new ListenerChecks(state, placement);
    }

    /**
     * Creates a listener; the same call again gives the same one.
     *
     * @throws AwsException LoadBalancerNotFound, TargetGroupNotFound, DuplicateListener, IncompatibleProtocols,
     *                      TargetGroupAssociationLimit, TooManyTags, ValidationError
     */
    public Listener createListener(String loadBalancerArn, Listener.Settings asked, Map<String, String> listenerTags) {
        LoadBalancer loadBalancer = state.loadBalancer(loadBalancerArn);
        Listener.Settings settings = checks.checked(loadBalancer, asked);
        Elbv2Tags.checked(listenerTags);
        Optional<Listener> same = at(loadBalancerArn, settings.port());
        if (same.isPresent()) {
            if (same.get().settings().equals(settings)
                    && tags.of(same.get().arn()).equals(listenerTags)) {
                return same.get();
            }
            throw duplicate(loadBalancerArn);
        }
        String path = loadBalancerArn.substring(loadBalancerArn.indexOf(":loadbalancer/") + ":loadbalancer/".length());
        String arn = account.arn("elasticloadbalancing", "listener/" + path + "/" + account.newHexId(16));
        var listener = new Listener(
                state.nextSequence(), arn, loadBalancerArn, settings, Attributes.ofListener(settings.protocol()));
        state.listeners.put(arn, listener);
        tags.put(arn, listenerTags);
        return listener;
    }

    /**
     * Describes the listeners of a load balancer, or those with the ARNs given.
     *
     * @throws AwsException LoadBalancerNotFound, ListenerNotFound, ValidationError if neither is given
     */
    public Page<Listener> describeListeners(Optional<String> loadBalancerArn, List<String> arns, PageRequest page) {
        if (loadBalancerArn.isEmpty() && arns.isEmpty()) {
            throw Elbv2Errors.validation("You must specify either listener ARNs or a load balancer ARN");
        }
        List<Listener> found = new ArrayList<>(state.listeners.values());
        loadBalancerArn
                .map(state::loadBalancer)
                .ifPresent(loadBalancer ->
                        found.removeIf(listener -> !listener.loadBalancerArn().equals(loadBalancer.arn())));
        if (!arns.isEmpty()) {
            arns.forEach(state::listener);
            found.removeIf(listener -> !arns.contains(listener.arn()));
        }
        return page.of(found, Listener::sequence);
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
            Optional<Action> action) {}

    /** @throws AwsException ListenerNotFound, and those of {@link #createListener} */
    public Listener modifyListener(String arn, Change change) {
        Listener listener = state.listener(arn);
        Listener.Settings before = listener.settings();
        String protocol = change.protocol().orElse(before.protocol());
        // AWS deletes certificate and policy when the protocol no longer has any.
        boolean secure = ListenerChecks.isSecure(protocol);
        Listener.Settings settings = checks.checked(
                state.loadBalancer(listener.loadBalancerArn()),
                new Listener.Settings(
                        protocol,
                        change.port().orElse(before.port()),
                        change.certificates().isEmpty() && secure ? before.certificates() : change.certificates(),
                        secure ? change.sslPolicy().or(before::sslPolicy) : change.sslPolicy(),
                        change.alpnPolicy().isEmpty() && secure ? before.alpnPolicy() : change.alpnPolicy(),
                        change.action().orElse(before.action())));
        if (at(listener.loadBalancerArn(), settings.port())
                .filter(other -> !other.arn().equals(arn))
                .isPresent()) {
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
                .filter(listener -> listener.settings().port() == port)
                .findFirst();
    }

    private static AwsException duplicate(String loadBalancerArn) {
        return Elbv2Errors.error(
                "DuplicateListener",
                "A listener already exists on this port for this load balancer '" + loadBalancerArn + "'");
    }

    private Listener put(Listener listener) {
        state.listeners.put(listener.arn(), listener);
        return listener;
    }
}
