package io.gatelink.local.conformance;

import com.sun.net.httpserver.HttpServer;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * The whole local AWS as people have it: in real time (but without the long waits), over real HTTP, with AWS's own
 * clients; and HTTP backends that tell their names.
 */
final class LocalAwsOverHttp implements AutoCloseable {

    static final Path HOME = Path.of(System.getProperty("gatelink.home", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final int MOST_TRIES = 100_000;

    final LocalAws aws;
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SdkHttpClient sdkHttp = Apache5HttpClient.create();
    private final boolean flowing;
    private final List<HttpServer> backends = new ArrayList<>();

    LocalAwsOverHttp() {
        this(null);
    }

    /** @param httpsPort as in {@link Configuration#httpsPort} */
    LocalAwsOverHttp(Integer httpsPort) {
        this(Configuration.realTime(HOME), httpsPort, true);
        aws.loop().start();
    }

    /** One that does its work in {@link #settle} only, and there without any waits. */
    static LocalAwsOverHttp fastForward() {
        return new LocalAwsOverHttp(Configuration.fastForward(HOME), null, false);
    }

    private LocalAwsOverHttp(Configuration configuration, Integer httpsPort, boolean flowing) {
        this.flowing = flowing;
        try {
            aws = LocalAws.start(
                    configuration
                            .withLinkDelay(Duration.ZERO)
                            .withLinkDeletionDelay(Duration.ZERO)
                            .withProvisioningDelay(Duration.ZERO)
                            .withHttpsPort(httpsPort),
                    Observer.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets a fast-forwarded one do all that is to be done. */
    void settle() {
        aws.loop().runUntilIdle();
    }

    /** A client over HTTP that does not retry. */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(aws.endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(sdkHttp)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** Asks until the answer is as awaited. */
    static <T> T until(Supplier<T> question, Predicate<T> awaited) {
        T answer = null;
        for (int i = 0; i < MOST_TRIES; i++) {
            answer = question.get();
            if (awaited.test(answer)) {
                return answer;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("Awaited in vain; the last answer: " + answer);
    }

    /** The error that a call ends with, as {@code <status> <code>: <message>}. */
    static String error(Runnable call) {
        var e = Assertions.catchThrowableOfType(AwsServiceException.class, call::run);
        return e == null
                ? "no error"
                : e.statusCode() + " " + e.awsErrorDetails().errorCode() + ": "
                        + e.awsErrorDetails().errorMessage();
    }

    /** An active load balancer with a backend behind port 80. */
    LoadBalancer networkLoadBalancer(String name) {
        return networkLoadBalancer(name, backend(name));
    }

    /** An active load balancer whose port 80 leads to this port. */
    LoadBalancer networkLoadBalancer(String name, int port) {
        return loadBalancer(LoadBalancerTypeEnum.NETWORK, ProtocolEnum.TCP, name, port, "subnet-1");
    }

    /** The same of an application load balancer. */
    LoadBalancer applicationLoadBalancer(String name) {
        return loadBalancer(
                LoadBalancerTypeEnum.APPLICATION, ProtocolEnum.HTTP, name, backend(name), "subnet-1", "subnet-2");
    }

    private LoadBalancer loadBalancer(
            LoadBalancerTypeEnum type, ProtocolEnum protocol, String name, int port, String... subnets) {
        try (var elb = client(ElasticLoadBalancingV2Client.builder())) {
            String arn = elb.createLoadBalancer(r -> r.name(name).type(type).subnets(subnets))
                    .loadBalancers()
                    .get(0)
                    .loadBalancerArn();
            String group = elb.createTargetGroup(r -> r.name(name)
                            .protocol(protocol)
                            .port(port)
                            .targetType(TargetTypeEnum.IP)
                            .vpcId("vpc-1"))
                    .targetGroups()
                    .get(0)
                    .targetGroupArn();
            elb.registerTargets(r -> r.targetGroupArn(group).targets(target -> target.id("127.0.0.1")));
            elb.createListener(
                    r -> r.loadBalancerArn(arn).protocol(protocol).port(80).defaultActions(action -> action.type(
                                    ActionTypeEnum.FORWARD)
                            .targetGroupArn(group)));
            if (!flowing) {
                settle();
            }
            return until(
                    () -> elb.describeLoadBalancers(r -> r.loadBalancerArns(arn))
                            .loadBalancers()
                            .get(0),
                    found -> found.state().code() == LoadBalancerStateEnum.ACTIVE);
        }
    }

    /**
     * Answers {@code <name> <method> <path and query> <X-Test> <body>}; a path of {@code /status/<n>} with that status;
     * and with {@code X-Scheme}, the {@code X-Forwarded-Proto} that it was told.
     */
    int backend(String name) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    String path = exchange.getRequestURI().toString();
                    byte[] answer = String.join(
                                    " ",
                                    name,
                                    exchange.getRequestMethod(),
                                    path,
                                    String.valueOf(exchange.getRequestHeaders().get("X-Test")),
                                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                            .strip()
                            .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
                    exchange.getResponseHeaders().add("X-Backend", name);
                    String scheme = exchange.getRequestHeaders().getFirst("X-Forwarded-Proto");
                    exchange.getResponseHeaders().add("X-Scheme", String.valueOf(scheme));
                    exchange.getResponseHeaders().add("X-Many", "one");
                    exchange.getResponseHeaders().add("X-Many", "two");
                    exchange.sendResponseHeaders(
                            path.startsWith("/status/") ? Integer.parseInt(path.substring(8)) : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            server.start();
            backends.add(server);
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls an API as any client does. */
    HttpResponse<String> call(String restApiId, String path) {
        return send(HttpRequest.newBuilder(URI.create(aws.endpoint() + "/_aws/execute-api/" + restApiId + "/" + path))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        sdkHttp.close();
        aws.close();
        backends.forEach(backend -> backend.stop(0));
    }
}
