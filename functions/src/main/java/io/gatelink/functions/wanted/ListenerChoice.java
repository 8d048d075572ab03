package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.LoadBalancerNotReadyException;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** Which of a load balancer's listeners is published, its only one or the one that the tag names; and by which name. */
public record ListenerChoice(LoadBalancer loadBalancer, PublicationTags tags) {

    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    /** So many ports a message names. */
    private static final int SHOWN = 10;

    /**
     * Where the chosen listener is.
     *
     * @return scheme, name and port. The name sends no request anywhere: it becomes the {@code Host} header and, where
     *         requests go by https, is checked against the certificate of the TLS listener, or of the backend behind a
     *         TCP one. That can never be one for the load balancer's own DNS name
     * @throws LoadBalancerNotReadyException    if there is no such listener so far
     * @throws UnsupportedLoadBalancerException if several could be meant, if https needs {@link LoadBalancerTag#HOST},
     *                                          or if a TLS one is to be spoken to in http
     */
    public String uri(List<Listener> listeners) {
        var port = tags.value(LoadBalancerTag.PORT).map(Integer::valueOf);
        List<Listener> candidates = listeners.stream()
                .filter(listener -> protocols().contains(listener.protocol()))
                .filter(listener -> port.map(listener.port()::equals).orElse(true))
                .sorted(Comparator.comparing(Listener::port))
                .toList();
        if (candidates.isEmpty()) {
            throw new LoadBalancerNotReadyException("Load balancer " + loadBalancer.loadBalancerName()
                    + " has no " + protocols().get(0) + " or " + protocols().get(1) + " listener "
                    + port.map(number -> "on port " + number + ", which its tag " + LoadBalancerTag.PORT + " names, ")
                            .orElse("")
                    + "so far: create one with aws elbv2 create-listener"
                    + (port.isEmpty() ? "." : ", or change the tag."));
        }
        if (candidates.size() > 1) {
            throw new UnsupportedLoadBalancerException("Load balancer " + loadBalancer.loadBalancerName()
                    + " has several listeners, on ports "
                    + candidates.stream()
                            .limit(SHOWN)
                            .map(listener -> listener.port().toString())
                            .collect(Collectors.joining(", "))
                    + (candidates.size() > SHOWN ? " and " + (candidates.size() - SHOWN) + " more" : "")
                    + ": say which one to publish by the tag " + LoadBalancerTag.PORT + ", such as with "
                    + addTags(LoadBalancerTag.PORT, candidates.get(0).port().toString()) + ".");
        }
        Listener chosen = candidates.get(0);
        boolean isTls = chosen.protocol() == protocols().get(1);
        String protocol = tags.value(LoadBalancerTag.PROTOCOL).orElse(isTls ? HTTPS : HTTP);
        String other = isTls ? HTTP : HTTPS;
        if (chosen.protocol() != ProtocolEnum.TCP && protocol.equals(other)) {
            throw new UnsupportedLoadBalancerException("Tag " + LoadBalancerTag.PROTOCOL + " of load balancer "
                    + loadBalancer.loadBalancerName() + " is " + other + ", but its listener on port " + chosen.port()
                    + " is " + kind(chosen) + " one, which takes " + (isTls ? HTTPS : HTTP) + " only: run "
                    + PublicationTags.removeTags(loadBalancer.loadBalancerArn(), LoadBalancerTag.PROTOCOL.key()) + ".");
        }
        String host = protocol.equals(HTTPS)
                ? certificateName(chosen)
                : tags.value(LoadBalancerTag.HOST).orElse(loadBalancer.dnsName());
        return protocol + "://" + host + ":" + chosen.port();
    }

    /** Of the listeners that take requests, the one that ends TLS last. */
    private List<ProtocolEnum> protocols() {
        return loadBalancer.type() == LoadBalancerTypeEnum.APPLICATION
                ? List.of(ProtocolEnum.HTTP, ProtocolEnum.HTTPS)
                : List.of(ProtocolEnum.TCP, ProtocolEnum.TLS);
    }

    /** The protocol of a listener, with its article. */
    private static String kind(Listener listener) {
        return (listener.protocolAsString().startsWith("H") ? "an " : "a ") + listener.protocol();
    }

    private String certificateName(Listener chosen) {
        return tags.value(LoadBalancerTag.HOST)
                .orElseThrow(() -> new UnsupportedLoadBalancerException("Load balancer "
                        + loadBalancer.loadBalancerName() + " has no tag " + LoadBalancerTag.HOST + ", but "
                        + (chosen.protocol() == protocols().get(1)
                                ? "its listener on port " + chosen.port() + " is " + kind(chosen)
                                        + " one, and API Gateway checks the name in its certificate"
                                : "its tag " + LoadBalancerTag.PROTOCOL
                                        + " is https, and API Gateway checks the name in the backend's certificate")
                        + ": name it with " + addTags(LoadBalancerTag.HOST, "<the name in the certificate>") + "."));
    }

    private String addTags(LoadBalancerTag tag, String value) {
        return PublicationTags.addTags(loadBalancer.loadBalancerArn(), tag, value);
    }
}
