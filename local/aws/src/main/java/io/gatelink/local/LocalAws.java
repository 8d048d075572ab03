package io.gatelink.local;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.OperationQuotas;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.Settings;
import io.gatelink.local.apigateway.dataplane.ExecuteApi;
import io.gatelink.local.apigateway.dataplane.MappingTemplate;
import io.gatelink.local.apigateway.dataplane.TestInvocations;
import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.TestInvokeWire;
import io.gatelink.local.cloudwatch.Alarms;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.dynamodb.DynamoDb;
import io.gatelink.local.dynamodb.DynamoDbWire;
import io.gatelink.local.elbv2.DescribeQuota;
import io.gatelink.local.elbv2.Elbv2Wire;
import io.gatelink.local.elbv2.HealthProbe;
import io.gatelink.local.elbv2.LoadBalancers;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.events.EventBridgeTrail;
import io.gatelink.local.events.EventBridgeWire;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.http.Backend;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.FrontDoor;
import io.gatelink.local.http.HttpBindException;
import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.InMemoryHttpClient;
import io.gatelink.local.http.InMemoryWebClient;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.iam.AccessControl;
import io.gatelink.local.iam.DeploymentChecks;
import io.gatelink.local.iam.Iam;
import io.gatelink.local.iam.RequiredPermissions;
import io.gatelink.local.iam.ResourceAccess;
import io.gatelink.local.iam.StateMachineKeys;
import io.gatelink.local.iam.StateMachineRoles;
import io.gatelink.local.iam.TableKeys;
import io.gatelink.local.lambda.AsyncInvocations;
import io.gatelink.local.lambda.LambdaService;
import io.gatelink.local.lambda.LambdaWire;
import io.gatelink.local.lambda.SandboxNetwork;
import io.gatelink.local.s3.Buckets;
import io.gatelink.local.s3.S3Wire;
import io.gatelink.local.sns.SnsWire;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.StateMachineRequest;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.states.StatesWire;
import io.gatelink.local.sts.Identities;
import io.gatelink.local.sts.StsWire;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An embedded AWS that runs Gatelink's template: its functions, its state machine, its rules, and the services that they
 * call. It has no wiring of its own.
 *
 * <p>The loop is not driven by itself: call {@link EventLoop#runUntil}, or {@link EventLoop#start} for a thread of its
 * own.
 */
public final class LocalAws implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalAws.class.getName());
    static final String STACK_NAME = "gatelink";
    /** An object that is uploaded at once; every service has its own limit below it. */
    private static final int MAX_BODY_BYTES = 32 << 20;

    private final Configuration configuration;
    private final EventLoop loop;
    private final Account account;
    private final PreparedStack image;
    private final Stack stack;
    private final EventBus eventBus;
    private final LoadBalancers loadBalancers;
    private final ApiGateway apiGateway;
    private final AccessControl accessControl;
    private final ResourceAccess resourceAccess;
    private final StateMachineRoles stateMachineRoles;
    private final Topics topics;
    private final Alarms alarms;
    private final DynamoDb dynamoDb;
    private final Buckets buckets;
    private final ExecuteApi executeApi;
    private final ServiceCalls calls;
    private final LambdaService lambda;
    private final StatesService states;
    private final FrontDoor frontDoor;
    private final HttpServer server;
    private final SdkHttpClient transport;

    /** @param backend {@code null} for the network */
    private LocalAws(
            Configuration configuration,
            PreparedStack image,
            Backend backend,
            EventLoop loop,
            Account account,
            Observer observer) {
        this.configuration = configuration;
        this.image = image;
        this.stack = image.stack();
        this.loop = loop;
        this.account = account;

        calls = new ServiceCalls(loop, configuration.faults());
        lambda = new LambdaService(
                account,
                stack.functions(),
                new SandboxNetwork(
                        this::endpoint,
                        function -> transport(),
                        backend == null ? smokeTestClient() : new InMemoryWebClient(this::answer),
                        configuration.log() == Configuration.DISCARD
                                ? SandboxNetwork.FunctionLog.NONE
                                : (name, line) -> configuration.log().accept(line)),
                image.sandboxes());
        var iam = new Iam(account);
        resourceAccess = new ResourceAccess(account, stack, iam);
        var deadLetters =
                new DeadLetters(stack.queues().stream().map(Stack.Queue::arn).toList(), resourceAccess);
        var invocations = new AsyncInvocations(
                loop,
                lambda,
                observer,
                new OnFailureDestinations(
                        account.arn("events", "event-bus/" + EventBus.DEFAULT_BUS),
                        AsyncInvocations.Destinations.queues(deadLetters),
                        resourceAccess,
                        this::eventBus));
        topics = new Topics(account, stack.topics(), resourceAccess, deadLetters, observer);
        alarms = new Alarms(account, stack.alarms(), topics);
        dynamoDb = new DynamoDb(account, stack.tables());
        buckets = new Buckets(account);
        stateMachineRoles = new StateMachineRoles(account, stack, resourceAccess);
        states = new StatesService(
                account, resource -> taskResources().apply(resource), observer, stateMachine -> stateMachineRoles
                        .of(stateMachine)
                        .ifPresent(resourceAccess::checkExecution));
        eventBus = new EventBus(
                account,
                new RuleTargets(account, stack, resourceAccess, calls, invocations, states, topics, deadLetters),
                deadLetters);
        eventBus.follow(observer);

        var identities = new Identities(account, lambda::callerOf);
        var trail = new EventBridgeTrail(account, identities, Duration.ZERO, eventBus::publish);
        loadBalancers = new LoadBalancers(
                account,
                new LoadBalancers.Settings(
                        configuration.provisioningDelay(),
                        backend == null ? HealthProbe.network() : HealthProbe.of(backend)));
        apiGateway = new ApiGateway(
                account,
                Settings.aws()
                        .withVpcLinkLimit(configuration.quotas().vpcLinks())
                        .withRestApiLimit(configuration.quotas().restApis())
                        .withListingLag(configuration.faults()::listingLag)
                        .withCreationLag(configuration.faults()::creationLag)
                        .withPendingLag(configuration.faults()::pendingLag)
                        .withRestApiUpdateDelay(configuration.restApiUpdateDelay())
                        .withVpcLinkDelay(configuration.linkDelay())
                        .withVpcLinkDeletionDelay(configuration.linkDeletionDelay()),
                loadBalancers,
                MappingTemplate::parse);
        accessControl = new AccessControl(
                stack,
                iam,
                new RequiredPermissions(account, this::tagsOf, apiGateway.account()::hasServiceLinkedRole),
                stateMachineRoles,
                lambda::callerOf);
        var callers = new ApiCallers(account, identities, accessControl);
        executeApi = backend == null
                ? new ExecuteApi(account, apiGateway, loadBalancers, callers)
                : new ExecuteApi(account, apiGateway, loadBalancers, callers, backend);

        frontDoor = new FrontDoor(
                account,
                List.of(
                        new ApiGatewayWire(
                                apiGateway,
                                new TestInvokeWire(loop, new TestInvocations(loop, apiGateway, executeApi)).routes()),
                        new Elbv2Wire(account, loadBalancers, trail),
                        new EventBridgeWire(eventBus),
                        new StatesWire(states),
                        new LambdaWire(lambda, invocations),
                        new SnsWire(account, topics),
                        new DynamoDbWire(dynamoDb),
                        new S3Wire(account, buckets),
                        new StsWire(account, identities)),
                executeApi::invoke,
                guards(configuration.quotas()),
                configuration.faults(),
                configuration.endpoint() == null
                        ? Set.of()
                        : Set.of(URI.create(configuration.endpoint()).getHost()));
        transport = new InMemoryHttpClient(frontDoor);
        server = backend != null
                ? null
                : HttpServer.create(
                        HttpServerConfiguration.onLoopback(configuration.port())
                                .withAddress(configuration.address())
                                .withMaxBodyBytes(MAX_BODY_BYTES),
                        frontDoor,
                        defect -> LOG.log(Level.SEVERE, "The HTTP server failed to answer a request", defect));
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
        var aws = create(
                configuration, PreparedStack.of(configuration.home(), configuration.parameters()), null, observer);
        try {
            aws.server.start();
            return aws;
        } catch (IOException e) {
            aws.loop.close();
            throw e;
        }
    }

    /**
     * Starts a local AWS that has no network, from an image, whose template and parameters it takes: it does not listen,
     * and what is behind its load balancers is {@code backend}. For tests that start many.
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
            var aws = new LocalAws(
                    configuration,
                    image,
                    backend,
                    loop,
                    new Account(Configuration.ACCOUNT, Configuration.REGION, loop, configuration.seed()),
                    observer);
            loop.exclusively(aws::deploy);
            return aws;
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    private void deploy() {
        new DeploymentChecks(stack, accessControl, resourceAccess).requireNoProblems();
        requireValidDefinitions();
        stack.stateMachines().forEach(machine -> {
            var request = new StateMachineRequest(
                    machine.arn(),
                    machine.name(),
                    machine.type(),
                    machine.roleArn(),
                    machine.definition(),
                    machine.encryption());
            image.definition(machine.arn())
                    .ifPresentOrElse(
                            checked -> states.createStateMachine(request, checked),
                            () -> image.remember(
                                    machine.arn(),
                                    states.createStateMachine(request).definition()));
        });
        stack.apiGatewayLogRole().ifPresent(role -> apiGateway
                .account()
                .updateAccount(List.of(new PatchOperation("replace", "/cloudwatchRoleArn", role, null))));
        if (configuration.serviceLinkedRole()) {
            apiGateway.account().createServiceLinkedRole();
        }
        stack.rules().forEach(eventBus::putRule);
    }

    /** @throws InvalidDocumentException with everything that is wrong with the definitions of the state machines */
    private void requireValidDefinitions() {
        var problems = new ArrayList<String>();
        stack.stateMachines().stream()
                .filter(machine -> image.definition(machine.arn()).isEmpty())
                .forEach(machine -> states.validateStateMachineDefinition(machine.definition())
                        .forEach(problem -> problems.add("Resources." + machine.logicalId() + ", the definition"
                                + (problem.location().isEmpty() ? "" : " at " + problem.location()) + ": "
                                + problem.message())));
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(problems);
        }
    }

    private List<CallGuard> guards(Quotas quotas) {
        var guards = new ArrayList<CallGuard>(List.of(
                accessControl,
                new TableKeys(stack, resourceAccess, lambda::callerOf),
                new StateMachineKeys(stack, resourceAccess, lambda::callerOf),
                stateMachineRoles));
        if (quotas.enforced()) {
            guards.add(new OperationQuotas(loop, quotas.share()));
            guards.add(new DescribeQuota(loop, quotas.share()));
        }
        return guards;
    }

    private TaskResources taskResources() {
        return new TaskResources(
                account,
                stack,
                accessControl,
                stateMachineRoles,
                resourceAccess,
                calls,
                lambda,
                states,
                eventBus,
                topics);
    }

    private Optional<Map<String, String>> tagsOf(String arn) {
        try {
            return Optional.of(apiGateway.tags().getTags(arn));
        } catch (AwsException e) {
            return Optional.empty();
        }
    }

    /** Requests to a symbolic endpoint go to the server all the same, as through a proxy. */
    private HttpClient smokeTestClient() {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER);
        if (configuration.endpoint() != null) {
            client.proxy(new ServerAsProxy(() -> new InetSocketAddress(configuration.address(), port())));
        }
        return client.build();
    }

    /** A transport for AWS SDK clients that need no network to reach this local AWS. */
    public SdkHttpClient transport() {
        return transport;
    }

    private Response answer(Request request) {
        return frontDoor.apply(request);
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

    /** The names of the operations that it supports, by the service's signing name. */
    public Map<String, List<String>> operations() {
        return frontDoor.operations();
    }

    public EventLoop loop() {
        return loop;
    }

    public Stack stack() {
        return stack;
    }

    public EventBus eventBus() {
        return eventBus;
    }

    public LoadBalancers loadBalancers() {
        return loadBalancers;
    }

    public ApiGateway apiGateway() {
        return apiGateway;
    }

    public StatesService states() {
        return states;
    }

    public Topics topics() {
        return topics;
    }

    public Alarms alarms() {
        return alarms;
    }

    public DynamoDb dynamoDb() {
        return dynamoDb;
    }

    /** S3. */
    public Buckets buckets() {
        return buckets;
    }

    public AccessControl accessControl() {
        return accessControl;
    }

    /** Frees the port and forgets everything. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        executeApi.close();
        loop.exclusively(lambda::close);
        loop.exclusively(buckets::close);
        loop.close();
    }
}
