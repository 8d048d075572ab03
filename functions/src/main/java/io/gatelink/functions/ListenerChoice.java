package io.gatelink.functions;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** Which of a load balancer's listeners is published: its only one, or the one that the tag names. */
final class ListenerChoice {

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int LAST_PORT = 65535;

    private ListenerChoice() {
    }

    /**
     * The port that the tag {@link Tags#PORT} asks for, or 0 if there is no such tag.
     *
     * @throws UnsupportedLoadBalancerException if it is not a port
     */
    static int port(Map<String, String> tags) {
        String port = tags.get(Tags.PORT);
        if (port == null) {
            return 0;
        }
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > LAST_PORT) {
            throw new UnsupportedLoadBalancerException("Tag " + Tags.PORT + " is " + Text.shown(port)
                    + ": set it to the port of a TCP or TLS listener, 1 to " + LAST_PORT + ".");
        }
        return Integer.parseInt(port);
    }

    /**
     * Where the chosen listener is.
     *
     * @param port what the load balancer's tags ask for, or 0
     * @return scheme, DNS name and port
     * @throws LoadBalancerNotReadyException    if there is no such listener so far
     * @throws UnsupportedLoadBalancerException if several could be meant
     */
    static String uri(String name, String dnsName, List<Listener> listeners, int port) {
        List<Listener> candidates = listeners.stream()
                .filter(listener -> listener.protocol() == ProtocolEnum.TCP || listener.protocol() == ProtocolEnum.TLS)
                .filter(listener -> port == 0 || listener.port() == port)
                .sorted(Comparator.comparing(Listener::port))
                .toList();
        if (candidates.isEmpty()) {
            throw new LoadBalancerNotReadyException("Load balancer " + name + " has no TCP or TLS listener "
                    + (port == 0 ? "" : "on port " + port + ", which its tag " + Tags.PORT + " names, ")
                    + "so far: create one with aws elbv2 create-listener"
                    + (port == 0 ? "." : ", or change the tag."));
        }
        if (candidates.size() > 1) {
            throw new UnsupportedLoadBalancerException("Load balancer " + name + " has several listeners, on ports "
                    + candidates.stream().map(listener -> listener.port().toString()).collect(Collectors.joining(", "))
                    + ": say which one to publish by the tag " + Tags.PORT + ".");
        }
        Listener chosen = candidates.get(0);
        return (chosen.protocol() == ProtocolEnum.TLS ? "https://" : "http://") + dnsName + ":" + chosen.port();
    }
}
