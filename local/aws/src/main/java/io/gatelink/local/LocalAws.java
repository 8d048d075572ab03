package io.gatelink.local;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.DomainName;
import io.gatelink.local.cloudwatch.Alarms;
import io.gatelink.local.core.Account;
import io.gatelink.local.dynamodb.DynamoDb;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.elbv2.LoadBalancers;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.http.Backend;
import io.gatelink.local.http.FrontDoor;
import io.gatelink.local.http.HttpBindException;
import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.InMemoryHttpClient;
import io.gatelink.local.http.Pages;
import io.gatelink.local.iam.AccessControl;
import io.gatelink.local.lambda.SandboxNetwork;
import io.gatelink.local.logs.Logs;
import io.gatelink.local.s3.Buckets;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import io.gatelink.local.tls.CertificateAuthority;
import io.gatelink.local.tls.ServerCertificates;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An embedded AWS that runs Gatelink's template: its functions, its state machine, its rules, and the services that
 * they call. It has no wiring of its own.
 *
 * <p>The loop is not driven by itself: call {@link EventLoop#runUntil}, or {@link EventLoop#start} for a thread of its
 * own.
 */
public final class LocalAws implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalAws.class.getName());
    static final String STACK_NAME = "gatelink";
    /** An object that is uploaded at once; every service has its own limit below it. */
    private static final int MAX_BODY_BYTES = 32 << 20;

    /** Of its certificate for HTTPS, beside custom domain names. */
    private static final List<String> OWN_NAMES =
            List.of("localhost", "127.0.0.1", "*.execute-api." + Configuration.REGION + ".amazonaws.com");

    private final Configuration configuration;
    private final EventLoop loop;
    private final Services services;
    private final FrontDoor frontDoor;
    private final HttpServer server;
    private final CertificateAuthority authority;
    private final HttpServer secureServer;
    private final SdkHttpClient transport;

    /** @param backend {@code null} for the network */
    private LocalAws(
            Configuration configuration, PreparedStack image, Backend backend, EventLoop loop, Observer observer) {
        this.configuration = configuration;
        this.loop = loop;
        var account = new Account(Configuration.ACCOUNT, Configuration.REGION, loop, configuration.seed());
        services = new Services(
                configuration,
                image,
                backend,
                account,
                new SandboxNetwork(
                        this::endpoint,
                        function -> transport(),
                        backend != null && configuration.log() == Configuration.DISCARD
                                ? SandboxNetwork.FunctionLog.NONE
                                : this::logged),
                observer);
        frontDoor = new FrontDoor(
                account,
                services.wires(),
                services.dataPlane(),
                services.guards(configuration.quotas()),
                configuration.faults(),
                configuration.endpoint() == null
                        ? Set.of()
                        : Set.of(URI.create(configuration.endpoint()).getHost()));
        transport = new InMemoryHttpClient(frontDoor);
        server =
                backend != null ? null : HttpServer.create(listener(configuration.port()), frontDoor, LocalAws::failed);
        authority = backend != null || configuration.httpsPort() == null
                ? null
                : new CertificateAuthority(() -> loop.exclusively(loop::instant));
        secureServer = authority == null
                ? null
                : HttpServer.createSecure(
                        listener(configuration.httpsPort()),
                        new ServerCertificates(authority, OWN_NAMES, this::certificateName).context(),
                        frontDoor,
                        LocalAws::failed);
    }

    /** Called by workers, with a line that a function has logged. */
    private void logged(Stack.Function function, String stream, String line) {
        loop.exclusively(() -> services.logs().put(function.logGroup(), stream, line));
        configuration.log().accept(line);
    }

    private HttpServerConfiguration listener(int port) {
        return HttpServerConfiguration.onLoopback(port)
                .withAddress(configuration.address())
                .withMaxBodyBytes(MAX_BODY_BYTES);
    }

    private static void failed(Throwable defect) {
        LOG.log(Level.SEVERE, "The HTTP server failed to answer a request", defect);
    }

    private Optional<String> certificateName(String host) {
        return services.apiGateway().domainNames().serving(host).map(DomainName::name);
    }

    /**
     * Starts a local AWS: deploys the template, accepts requests.
     *
     * @throws io.gatelink.local.template.InvalidParameterException if the template does not allow the parameters
     * @throws io.gatelink.local.document.InvalidDocumentException  if the local AWS cannot run the template
     * @throws HttpBindException                                    if the port cannot be had
     * @throws IOException                                          if the template cannot be read
     */
    public static LocalAws start(Configuration configuration, Observer observer) throws IOException {
        PreparedStack image = configuration.empty()
                ? PreparedStack.empty()
                : PreparedStack.of(configuration.home(), configuration.parameters());
        var aws = create(configuration, image, null, observer);
        try {
            aws.server.start();
            if (aws.secureServer != null) {
                aws.secureServer.start();
            }
            return aws;
        } catch (IOException e) {
            aws.server.close();
            aws.loop.close();
            throw e;
        }
    }

    /**
     * Starts a local AWS that has no network, from an image, whose template and parameters it takes: it does not
     * listen, what is behind its load balancers is {@code backend}, and it keeps no logs of workflows, nor of functions
     * unless the configuration has a log. For tests that start many.
     *
     * @throws IllegalArgumentException if the configuration does not say where handlers are to find it
     */
    public static LocalAws start(Configuration configuration, PreparedStack image, Backend backend, Observer observer) {
        if (configuration.endpoint() == null) {
            throw new IllegalArgumentException("endpoint is null, but a local AWS without a network needs one");
        }
        return create(configuration, image, Objects.requireNonNull(backend, "backend"), observer);
    }

    private static LocalAws create(
            Configuration configuration, PreparedStack image, Backend backend, Observer observer) {
        EventLoop loop = configuration.loop().get();
        try {
            var aws = new LocalAws(configuration, image, backend, loop, observer);
            loop.exclusively(() -> aws.services.deploy(image));
            return aws;
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /** Deploys a stack in place of the one that runs, as an update by CloudFormation does. */
    void deploy(Stack stack) {
        loop.exclusively(() -> services.deploy(stack));
    }

    /** A transport for AWS SDK clients that need no network to reach this local AWS. */
    public SdkHttpClient transport() {
        return transport;
    }

    /** Where AWS clients find it, e.g. {@code http://127.0.0.1:4566}. */
    public String endpoint() {
        return configuration.endpoint() != null
                ? configuration.endpoint()
                : "http://" + configuration.address().getHostAddress() + ":" + port();
    }

    /**
     * The port on which its server listens.
     *
     * @throws IllegalStateException if it has no network
     */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("This local AWS has no network");
        }
        return server.port();
    }

    /** Where it answers over HTTPS, e.g. {@code https://127.0.0.1:4567}; nothing if it does not. */
    public Optional<String> secureEndpoint() {
        return Optional.ofNullable(secureServer)
                .map(it -> "https://" + configuration.address().getHostAddress() + ":" + it.port());
    }

    /** The authority of the certificates for HTTPS, which callers have to trust; nothing without HTTPS. */
    public Optional<CertificateAuthority> certificateAuthority() {
        return Optional.ofNullable(authority);
    }

    /** Serves pages for people, beside its services. */
    public void show(Pages pages) {
        frontDoor.show(pages);
    }

    /** The names of the operations that it supports, by the service's signing name. */
    public Map<String, List<String>> operations() {
        return frontDoor.operations();
    }

    public EventLoop loop() {
        return loop;
    }

    /** What is deployed now. */
    public Stack stack() {
        return services.deployed().get();
    }

    public EventBus eventBus() {
        return services.eventBus();
    }

    /** Networks. */
    public Ec2 ec2() {
        return services.ec2();
    }

    public LoadBalancers loadBalancers() {
        return services.loadBalancers();
    }

    public ApiGateway apiGateway() {
        return services.apiGateway();
    }

    public StatesService states() {
        return services.states();
    }

    public Topics topics() {
        return services.topics();
    }

    public Alarms alarms() {
        return services.alarms();
    }

    /** CloudWatch Logs. */
    public Logs logs() {
        return services.logs();
    }

    public DynamoDb dynamoDb() {
        return services.dynamoDb();
    }

    /** S3. */
    public Buckets buckets() {
        return services.buckets();
    }

    public AccessControl accessControl() {
        return services.accessControl();
    }

    /** Frees the port and forgets everything. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (secureServer != null) {
            secureServer.close();
        }
        services.close();
        loop.close();
    }
}
