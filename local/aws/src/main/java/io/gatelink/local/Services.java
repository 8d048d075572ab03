package io.gatelink.local;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.OperationQuotas;
import io.gatelink.local.apigateway.Settings;
import io.gatelink.local.apigateway.dataplane.CustomDomains;
import io.gatelink.local.apigateway.dataplane.ExecuteApi;
import io.gatelink.local.apigateway.dataplane.MappingTemplate;
import io.gatelink.local.apigateway.dataplane.TestInvocations;
import io.gatelink.local.apigateway.wire.ApiGatewayV2Wire;
import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.TestInvokeWire;
import io.gatelink.local.cloudformation.CloudFormation;
import io.gatelink.local.cloudformation.CloudFormationWire;
import io.gatelink.local.cloudwatch.Alarms;
import io.gatelink.local.cognito.Authentication;
import io.gatelink.local.cognito.CognitoWire;
import io.gatelink.local.cognito.UserPools;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.dynamodb.DynamoDb;
import io.gatelink.local.dynamodb.DynamoDbWire;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.ec2.Ec2Networks;
import io.gatelink.local.ec2.Ec2Wire;
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
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.http.WireService;
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
import io.gatelink.local.logs.Logs;
import io.gatelink.local.logs.LogsWire;
import io.gatelink.local.s3.Buckets;
import io.gatelink.local.s3.S3Wire;
import io.gatelink.local.servicequotas.ServiceQuotasWire;
import io.gatelink.local.sns.SnsWire;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.ExecutionListener;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.states.StatesWire;
import io.gatelink.local.sts.Identities;
import io.gatelink.local.sts.StsWire;
import io.gatelink.local.template.DeployedStacks;
import io.gatelink.local.template.S3Artifacts;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.UndeployableException;
import io.gatelink.local.time.EventLoop;
import io.gatelink.local.waf.WafWire;
import io.gatelink.local.waf.WebAclService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services of one account, each with those that it calls. */
final class Services implements AutoCloseable {

    private final Configuration configuration;
    private final EventLoop loop;
    private final Account account;
    private final DeployedStacks deployed = new DeployedStacks();
    private final StackDeployment deployment;
    private final CloudFormation cloudFormation;
    private final EventBus eventBus;
    private final EventBridgeTrail trail;
    private final Ec2 ec2;
    private final LoadBalancers loadBalancers;
    private final ApiGateway apiGateway;
    private final AccessControl accessControl;
    private final ResourceAccess resourceAccess;
    private final StateMachineRoles stateMachineRoles;
    private final Identities identities;
    private final Topics topics;
    private final Alarms alarms;
    private final DynamoDb dynamoDb;
    private final UserPools userPools;
    private final WebAclService waf;
    private final Buckets buckets;
    private final Logs logs;
    private final ExecuteApi executeApi;
    private final ServiceCalls calls;
    private final LambdaService lambda;
    private final AsyncInvocations invocations;
    private final StatesService states;

    /** @param backend what is behind load balancers; {@code null} for the network */
    Services(
            Configuration configuration,
            PreparedStack image,
            Backend backend,
            Account account,
            SandboxNetwork network,
            Observer observer) {
        this.configuration = configuration;
        this.account = account;
        this.loop = account.loop();

        calls = new ServiceCalls(loop, configuration.faults());
        buckets = new Buckets(account);
        logs = new Logs(account);
        lambda = new LambdaService(account, network, image.sandboxes(), new DeploymentPackages(this::object));
        var iam = new Iam(account);
        resourceAccess = new ResourceAccess(account, deployed, iam);
        var deadLetters = new DeadLetters(List.of(), resourceAccess);
        invocations = new AsyncInvocations(
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
        userPools = new UserPools(account);
        stateMachineRoles = new StateMachineRoles(account, deployed, resourceAccess);
        ExecutionListener executions = backend == null ? new WorkflowLogs(deployed, logs, observer) : observer;
        states = new StatesService(
                account, resource -> taskResources().apply(resource), executions, stateMachine -> stateMachineRoles
                        .of(stateMachine)
                        .ifPresent(resourceAccess::checkExecution));
        eventBus = new EventBus(
                account,
                new RuleTargets(account, deployed, resourceAccess, calls, invocations, states, topics, deadLetters),
                deadLetters);
        eventBus.follow(observer);

        identities = new Identities(account, lambda::callerOf);
        trail = new EventBridgeTrail(account, identities, Duration.ZERO, eventBus::publish);
        ec2 = new Ec2(account);
        loadBalancers = new LoadBalancers(
                account,
                ec2,
                new LoadBalancers.Settings(
                        configuration.provisioningDelay(),
                        backend == null ? HealthProbe.network() : HealthProbe.of(backend)));
        apiGateway = new ApiGateway(
                account,
                Settings.aws()
                        .withVpcLinkLimit(configuration.quotas().vpcLinks())
                        .withVpcLinkV2Limit(configuration.quotas().vpcLinksV2())
                        .withRestApiLimit(configuration.quotas().restApis())
                        .withIntegrationTimeoutQuota(configuration.quotas().integrationTimeout())
                        .withListingLag(configuration.faults()::listingLag)
                        .withCreationLag(configuration.faults()::creationLag)
                        .withPendingLag(configuration.faults()::pendingLag)
                        .withRestApiUpdateDelay(configuration.restApiUpdateDelay())
                        .withVpcLinkDelay(configuration.linkDelay())
                        .withVpcLinkDeletionDelay(configuration.linkDeletionDelay()),
                loadBalancers,
                new Ec2Networks(account, ec2),
                MappingTemplate::parse);
        ec2.heed(apiGateway.vpcLinksV2()::haveInterfaces);
        waf = new WebAclService(account, new WafStages(apiGateway), configuration.faults()::creationLag);
        accessControl = new AccessControl(
                deployed,
                iam,
                new RequiredPermissions(
                        account, this::tagsOf, apiGateway.account()::hasServiceLinkedRole, waf::webAclOf),
                stateMachineRoles,
                lambda::callerOf);
        var callers = new ApiCallers(
                account,
                identities,
                accessControl,
                new AuthorizerCalls(account, lambda, resourceAccess, userPools::keysOf),
                waf::blocks);
        executeApi = backend == null
                ? new ExecuteApi(account, apiGateway, loadBalancers, callers)
                : new ExecuteApi(account, apiGateway, loadBalancers, callers, backend);

        deployment = new StackDeployment(
                deployed,
                image,
                new DeploymentChecks(deployed, accessControl, resourceAccess),
                lambda,
                states,
                eventBus,
                dynamoDb,
                alarms,
                buckets,
                logs,
                apiGateway);
        cloudFormation = new CloudFormation(account, new S3Artifacts(this::object), deployment, observer);
    }

    void deploy(Stack stack) {
        deployment.deploy(stack);
    }

    /** Deploys what an image holds, if it holds anything. */
    void deploy(PreparedStack image) {
        if (configuration.serviceLinkedRole()) {
            apiGateway.account().createServiceLinkedRole();
        }
        if (image.isEmpty()) {
            return;
        }
        cloudFormation.adopt(image::template, image.resolved(), loop.instant());
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

    /** How they are seen on the wire. */
    List<WireService> wires() {
        return List.of(
                new ApiGatewayWire(
                        apiGateway,
                        new TestInvokeWire(loop, new TestInvocations(loop, apiGateway, executeApi)).routes()),
                new ApiGatewayV2Wire(apiGateway),
                new Ec2Wire(account, ec2),
                new Elbv2Wire(account, loadBalancers, trail),
                new EventBridgeWire(eventBus),
                new StatesWire(states),
                new LambdaWire(lambda, invocations),
                new SnsWire(account, topics),
                new DynamoDbWire(dynamoDb),
                new WafWire(account, waf),
                new CognitoWire(userPools, new Authentication(account, userPools)),
                new S3Wire(account, buckets),
                new LogsWire(account, logs),
                new StsWire(account, identities),
                new ServiceQuotasWire(account, configuration.quotas().integrationTimeout()),
                new CloudFormationWire(cloudFormation, (bucket, key) -> object(new Stack.S3Location(bucket, key))));
    }

    /** What is asked before each call. */
    List<CallGuard> guards(Quotas quotas) {
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
        return apiGateway.tagsOf(arn);
    }

    /** An object in S3. */
    private Optional<byte[]> object(Stack.S3Location location) {
        try {
            return Optional.of(buckets.read(location.bucket(), location.key()));
        } catch (AwsException e) {
            return Optional.empty();
        }
    }

    DeployedStacks deployed() {
        return deployed;
    }

    EventBus eventBus() {
        return eventBus;
    }

    Ec2 ec2() {
        return ec2;
    }

    LoadBalancers loadBalancers() {
        return loadBalancers;
    }

    ApiGateway apiGateway() {
        return apiGateway;
    }

    StatesService states() {
        return states;
    }

    Topics topics() {
        return topics;
    }

    Alarms alarms() {
        return alarms;
    }

    DynamoDb dynamoDb() {
        return dynamoDb;
    }

    Buckets buckets() {
        return buckets;
    }

    Logs logs() {
        return logs;
    }

    AccessControl accessControl() {
        return accessControl;
    }

    /** The ways into the APIs that are deployed. */
    FrontDoor.DataPlane dataPlane() {
        return new CustomDomains(account, apiGateway, executeApi);
    }

    /** Ends what is still at work, and frees files. */
    @Override
    public void close() {
        executeApi.close();
        loop.exclusively(lambda::close);
        loop.exclusively(buckets::close);
    }
}
