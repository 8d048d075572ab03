package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.elbv2.LoadBalancers;
import io.gatelink.functions.lambda.Clients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.ExecutionInput;
import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.LeaseBusyException;
import io.gatelink.functions.lambda.LoadBalancerNotFoundException;
import io.gatelink.functions.lambda.Nullable;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.TaskInput;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.registry.Executions;
import io.gatelink.functions.registry.Lease;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Step;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes the lease of a load balancer and a time to start at; or joins the execution that has the lease. */
public final class TakeTurnHandler extends TaskHandler<TakeTurnHandler.Input, TakeTurnHandler.Output> {

    private final LoadBalancers loadBalancers;
    private final Registry registry;
    private final Lease lease;

    /** For Lambda. */
    public TakeTurnHandler() {
        this(Environment.current());
    }

    private TakeTurnHandler(Environment environment) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)), Registry.of(environment),
                new Executions(Clients.stepFunctions(environment)), environment.clock());
    }

    TakeTurnHandler(LoadBalancers loadBalancers, Registry registry, Executions executions, InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.registry = registry;
        this.lease = new Lease(registry.publications(), executions);
    }

    /** @param input what the execution was started with */
    public record Input(ExecutionArn execution, @ExecutionInput Request input) implements TaskInput {

        public Input {
            if (input.loadBalancerArn() != null
                    && !(input.loadBalancerArn().isNetwork() && input.loadBalancerArn().isBeside(execution))) {
                throw new InvalidInputException("Input field loadBalancerArn is "
                        + Text.shown(input.loadBalancerArn().text())
                        + ": give the ARN of a network load balancer of this account and Region, arn:"
                        + execution.partition() + ":elasticloadbalancing:" + execution.region() + ":"
                        + execution.account() + ":loadbalancer/net/<name>/<id>.");
            }
        }

        @Override
        public LoadBalancerArn loadBalancerArn() {
            return input.loadBalancerArn();
        }
    }

    /**
     * What an execution is started with: a load balancer, by ARN or by name.
     *
     * @param requestedAt     when the publication was asked for
     * @param deletionAskedAt when an attempt to delete the load balancer was refused
     */
    public record Request(@Nullable LoadBalancerArn loadBalancerArn, @Nullable String loadBalancerName,
            @Nullable String requestedAt, @Nullable String deletionAskedAt) {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,32}");

        public Request {
            if ((loadBalancerArn == null) == (loadBalancerName == null)) {
                throw new InvalidInputException("Input fields loadBalancerArn and loadBalancerName are "
                        + Text.shown(loadBalancerArn == null ? null : loadBalancerArn.text()) + " and "
                        + Text.shown(loadBalancerName) + ": give one of them.");
            }
            if (loadBalancerName != null && !NAME.matcher(loadBalancerName).matches()) {
                throw new InvalidInputException("Input field loadBalancerName is " + Text.shown(loadBalancerName)
                        + ": give a load balancer's name: at most 32 letters, digits and hyphens.");
            }
            time("requestedAt", requestedAt);
            time("deletionAskedAt", deletionAskedAt);
        }

        private static void time(String field, String value) {
            if (value != null && Text.instant(value).isEmpty()) {
                throw new InvalidInputException("Input field " + field + " is " + Text.shown(value)
                        + ": give a time in UTC such as 2026-03-02T09:14:07Z.");
            }
        }
    }

    /**
     * Who has the lease.
     *
     * @param joined  the execution that has it; {@code null} if it is this one
     * @param startAt when this execution may start; {@code null} if it has joined another one
     */
    public record Output(LoadBalancerArn loadBalancerArn, String joined, String startAt) {
    }

    /**
     * @throws LoadBalancerNotFoundException if there is no load balancer of the name
     * @throws LeaseBusyException            if the lease is about to become free
     */
    @Override
    protected Output handle(Input input, TaskLog log) {
        LoadBalancerArn arn = input.input().loadBalancerArn() != null ? input.input().loadBalancerArn()
                : named(input.input().loadBalancerName());
        Optional<ExecutionArn> holder = lease.take(arn, input.execution(), input.input().deletionAskedAt());
        if (holder.isPresent()) {
            log.with("holder", holder.get().name()).info("Joined the execution that has the lease");
            return new Output(arn, holder.get().text(), null);
        }
        Step step = registry.publications().begin(arn, input.execution());
        String startAt = step.slot(Pace.START, registry.pace(), Pace.PUBLISH_SPACE).toString();
        log.with("startAt", startAt).info("Lease acquired");
        return new Output(arn, null, startAt);
    }

    private LoadBalancerArn named(String name) {
        return loadBalancers.named(name).map(found -> LoadBalancerArn.of(found.loadBalancerArn()))
                .filter(LoadBalancerArn::isNetwork)
                .orElseThrow(() -> new LoadBalancerNotFoundException("There is no network load balancer "
                        + Text.shown(name) + " in this account and Region: create it first."));
    }
}
