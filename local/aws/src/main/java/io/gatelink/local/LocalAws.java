package io.gatelink.local;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.OperationQuotas;
import io.gatelink.local.apigateway.Settings;
import io.gatelink.local.apigateway.dataplane.ExecuteApi;
import io.gatelink.local.apigateway.dataplane.MappingTemplate;
import io.gatelink.local.apigateway.dataplane.TestInvocations;
import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.TestInvokeWire;
import io.gatelink.local.cloudformation.CloudFormation;
import io.gatelink.local.cloudformation.CloudFormationWire;
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
import io.gatelink.local.lambda.DeploymentPackages;
import io.gatelink.local.lambda.InvalidFunctionException;
import io.gatelink.local.lambda.LambdaService;
import io.gatelink.local.lambda.LambdaWire;
import io.gatelink.local.lambda.SandboxNetwork;
import io.gatelink.local.s3.Buckets;
import io.gatelink.local.s3.S3Wire;
import io.gatelink.local.sns.SnsWire;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.states.StatesWire;
import io.gatelink.local.sts.Identities;
import io.gatelink.local.sts.StsWire;
import io.gatelink.local.template.DeployedStacks;
import io.gatelink.local.template.S3Artifacts;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.UndeployableException;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.net.URI;
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
    private final Deployment deployment;
    private final CloudFormation cloudFormation;
    private final DeployedStacks deployed = new DeployedStacks();
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
        this.loop = loop;
        this.account = account;

        calls = new ServiceCalls(loop, configuration.faults());
        buckets = new Buckets(account);
        lambda = new LambdaService(
                account,
                new SandboxNetwork(
                        this::endpoint,
                        function -> transport(),
                        configuration.log() == Configuration.DISCARD
                                ? SandboxNetwork.FunctionLog.NONE
                                : (name, line) -> configuration.log().accept(line)),
                image.sandboxes(),
                new DeploymentPackages(this::object));
        var iam = new Iam(account);
        resourceAccess = new ResourceAccess(account, deployed, iam);
        var deadLetters = new DeadLetters(List.of(), resourceAccess);
        var invocations = new AsyncInvocations(
                loop,
                lambda,
                observer,
                new OnFailureDestinations(
                        account.arn("events", "event-bus/" + EventBus.DEFAULT_BUS),
                        AsyncInvocations.Destinations.queues(deadLetters),
                        resourceAccess,
                        this::eventBus));
        topics = new Topics(account, deployed, resourceAccess, deadLetters, observer);
        alarms = new Alarms(account, deployed, topics);
        dynamoDb = new DynamoDb(account);
        stateMachineRoles = new StateMachineRoles(account, deployed, resourceAccess);
        states = new StatesService(
                account, resource -> taskResources().apply(resource), observer, stateMachine -> stateMachineRoles
                        .of(stateMachine)
                        .ifPresent(resourceAccess::checkExecution));
        eventBus = new EventBus(
                account,
                new RuleTargets(account, deployed, resourceAccess, calls, invocations, states, topics, deadLetters),
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
                deployed,
                iam,
                new RequiredPermissions(account, this::tagsOf, apiGateway.account()::hasServiceLinkedRole),
                stateMachineRoles,
                lambda::callerOf);
        var callers = new ApiCallers(account, identities, accessControl);
        executeApi = backend == null
                ? new ExecuteApi(account, apiGateway, loadBalancers, callers)
                : new ExecuteApi(account, apiGateway, loadBalancers, callers, backend);

        deployment = new Deployment(
                deployed,
                image,
                new DeploymentChecks(deployed, accessControl, resourceAccess),
                lambda,
                states,
                eventBus,
                dynamoDb,
                alarms,
                buckets,
                apiGateway);
        cloudFormation = new CloudFormation(account, new S3Artifacts(this::object), deployment, observer);
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
                        new StsWire(account, identities),
                        new CloudFormationWire(
                                cloudFormation, (bucket, key) -> object(new Stack.S3Location(bucket, key)))),
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
        PreparedStack image = configuration.empty()
                ? PreparedStack.empty()
                : PreparedStack.of(configuration.home(), configuration.parameters());
        var aws = create(configuration, image, null, observer);
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
            loop.exclusively(() -> aws.deploy(image));
            return aws;
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    private void deploy(PreparedStack image) {
        if (configuration.serviceLinkedRole()) {
            apiGateway.account().createServiceLinkedRole();
        }
        if (image.isEmpty()) {
            return;
        }
        cloudFormation.adopt(image.template(), image.resolved(), loop.instant());
        try {
            deployment.deploy(image.stack());
        } catch (UndeployableException e) {
            if (e.getCause() instanceof InvalidFunctionException cause) {
                throw cause;
            }
            throw new InvalidDocumentException(e.problems().stream()
                    .flatMap(problem -> problem.sentences().stream())
                    .toList());
        }
    }

    /** An object in S3. */
    private Optional<byte[]> object(Stack.S3Location location) {
        try {
            return Optional.of(buckets.read(location.bucket(), location.key()));
        } catch (AwsException e) {
            return Optional.empty();
        }
    }

    private List<CallGuard> guards(Quotas quotas) {
        var guards = new ArrayList<CallGuard>(List.of(
                accessControl,
                new TableKeys(deployed, resourceAccess, lambda::callerOf),
                new StateMachineKeys(deployed, resourceAccess, lambda::callerOf),
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
                deployed,
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

    /** The names of the operations that it supports, by the service's signing name. */
    public Map<String, List<String>> operations() {
        return frontDoor.operations();
    }

    public EventLoop loop() {
        return loop;
    }

    /** What is deployed now. */
    public Stack stack() {
        return deployed.get();
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
