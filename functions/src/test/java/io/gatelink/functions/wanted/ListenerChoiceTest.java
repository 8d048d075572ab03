package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.lambda.GatelinkException;
import io.gatelink.functions.lambda.LoadBalancerNotReadyException;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

class ListenerChoiceTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";
    private static final String DNS_NAME = "orders-50dc6c495c0c9188.elb.us-east-1.amazonaws.com";

    private final List<Listener> listeners = new ArrayList<>();

    private ListenerChoiceTest listener(String protocol, int port) {
        listeners.add(Listener.builder().protocol(protocol).port(port).build());
        return this;
    }

    private String uri(Map<String, String> tags) {
        return uri(LoadBalancerTypeEnum.NETWORK, tags);
    }

    private String uri(LoadBalancerTypeEnum type, Map<String, String> tags) {
        return new ListenerChoice(
                        LoadBalancer.builder()
                                .type(type)
                                .loadBalancerArn(ARN)
                                .loadBalancerName("orders")
                                .dnsName(DNS_NAME)
                                .build(),
                        PublicationTags.of(ARN, tags))
                .uri(listeners);
    }

    private void isRefused(Map<String, String> tags, Class<? extends GatelinkException> as, String message) {
        assertThatThrownBy(() -> uri(tags)).isInstanceOf(as).hasMessage(message);
    }

    @Test
    void theOnlyListenerIsPublishedUnderTheLoadBalancersName() {
        listener("UDP", 53).listener("TCP", 8080);

        assertThat(uri(Map.of())).isEqualTo("http://" + DNS_NAME + ":8080");
    }

    @Test
    void ofAnApplicationLoadBalancerTheHttpOrHttpsListenerIsPublished() {
        listener("HTTPS", 443).listener("HTTP", 80);
        var application = LoadBalancerTypeEnum.APPLICATION;

        assertThat(uri(application, Map.of("gatelink:port", "80"))).isEqualTo("http://" + DNS_NAME + ":80");
        assertThat(uri(application, Map.of("gatelink:port", "443", "gatelink:host", "orders.example.com")))
                .isEqualTo("https://orders.example.com:443");
        assertThatThrownBy(() -> uri(application, Map.of("gatelink:port", "443")))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer orders has no tag gatelink:host, but its listener on port 443 is an HTTPS "
                        + "one, and API Gateway checks the name in its certificate: name it with aws elbv2 add-tags "
                        + "--resource-arns " + ARN + " --tags Key=gatelink:host,Value=<the name in the certificate>.");
        assertThatThrownBy(() -> uri(application, Map.of("gatelink:port", "80", "gatelink:protocol", "https")))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:protocol of load balancer orders is https, but its listener on port 80 is an "
                        + "HTTP one, which takes http only: run aws elbv2 remove-tags --resource-arns " + ARN
                        + " --tag-keys gatelink:protocol.");
        assertThatThrownBy(() -> uri(application, Map.of("gatelink:port", "8080")))
                .isInstanceOf(LoadBalancerNotReadyException.class)
                .hasMessage("Load balancer orders has no HTTP or HTTPS listener on port 8080, which its tag "
                        + "gatelink:port names, so far: create one with aws elbv2 create-listener, or change the tag.");
    }

    @Test
    void aTcpListenerIsPublishedUnderTheHostThatIsNamed() {
        listener("TCP", 80);

        assertThat(uri(Map.of("gatelink:host", "orders.example.com"))).isEqualTo("http://orders.example.com:80");
    }

    @Test
    void aTlsListenerNeedsTheNameInItsCertificate() {
        listener("TLS", 443);

        assertThat(uri(Map.of("gatelink:host", "orders.example.com"))).isEqualTo("https://orders.example.com:443");
        isRefused(
                Map.of(),
                UnsupportedLoadBalancerException.class,
                "Load balancer orders has no tag gatelink:host, "
                        + "but its listener on port 443 is a TLS one, and API Gateway checks the name in its "
                        + "certificate: "
                        + "name it with aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:host,Value=<the name in the certificate>.");
    }

    @Test
    void aTcpListenerWhoseBackendEndsTlsIsSpokenToInHttps() {
        listener("TCP", 443);

        assertThat(uri(Map.of("gatelink:protocol", "https", "gatelink:host", "orders.example.com")))
                .isEqualTo("https://orders.example.com:443");
        assertThat(uri(Map.of("gatelink:protocol", "http"))).isEqualTo("http://" + DNS_NAME + ":443");
        isRefused(
                Map.of("gatelink:protocol", "https"),
                UnsupportedLoadBalancerException.class,
                "Load balancer orders has no tag gatelink:host, but its tag gatelink:protocol is https, and API "
                        + "Gateway checks the name in the backend's certificate: name it with aws elbv2 add-tags "
                        + "--resource-arns " + ARN + " --tags Key=gatelink:host,Value=<the name in the certificate>.");
    }

    @Test
    void aTlsListenerIsNotSpokenToInHttp() {
        listener("TLS", 443);
        var host = Map.of("gatelink:host", "orders.example.com", "gatelink:protocol", "https");

        assertThat(uri(host)).isEqualTo("https://orders.example.com:443");
        isRefused(
                Map.of("gatelink:host", "orders.example.com", "gatelink:protocol", "http"),
                UnsupportedLoadBalancerException.class,
                "Tag gatelink:protocol of load balancer orders is http, but its listener on port 443 is a TLS one, "
                        + "which takes https only: run aws elbv2 remove-tags --resource-arns " + ARN
                        + " --tag-keys gatelink:protocol.");
    }

    @Test
    void ofSeveralListenersTheTagChooses() {
        listener("TCP", 8080).listener("TCP", 80);

        assertThat(uri(Map.of("gatelink:port", "8080"))).isEqualTo("http://" + DNS_NAME + ":8080");
        isRefused(
                Map.of(),
                UnsupportedLoadBalancerException.class,
                "Load balancer orders has several listeners, on "
                        + "ports 80, 8080: say which one to publish by the tag gatelink:port, such as with aws elbv2 "
                        + "add-tags "
                        + "--resource-arns " + ARN + " --tags Key=gatelink:port,Value=80.");
    }

    @Test
    void ofManyListenersTenAreNamed() {
        IntStream.rangeClosed(1, 50).forEach(port -> listener("TCP", port));

        isRefused(
                Map.of(),
                UnsupportedLoadBalancerException.class,
                "Load balancer orders has several listeners, on "
                        + "ports 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 40 more: say which one to publish by the tag "
                        + "gatelink:port, "
                        + "such as with aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:port,Value=1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP_UDP"})
    void aLoadBalancerWithoutAListenerToPublishIsNotReady(String protocol) {
        listener(protocol, 80);

        isRefused(
                Map.of(),
                LoadBalancerNotReadyException.class,
                "Load balancer orders has no TCP or TLS listener so "
                        + "far: create one with aws elbv2 create-listener.");
        isRefused(
                Map.of("gatelink:port", "80"),
                LoadBalancerNotReadyException.class,
                "Load balancer orders has no "
                        + "TCP or TLS listener on port 80, which its tag gatelink:port names, so far: create one "
                        + "with aws "
                        + "elbv2 create-listener, or change the tag.");
    }
}
