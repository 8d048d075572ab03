package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.elbv2.LoadBalancers;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.LoadBalancerNotFoundException;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.registry.Executions;
import io.gatelink.functions.registry.Lease;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes the lease of a load balancer and a time to start at; or joins the execution that has the lease. */
public final class TakeTurnHandler extends TaskHandler<TakeTurnHandler.Input, TakeTurnHandler.Output> {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final LoadBalancers loadBalancers;
    private final Registry registry;
    private final Lease lease;

    /** For Lambda. */
    public TakeTurnHandler() {
        this(AwsClients.current());
    }

    TakeTurnHandler(AwsClients clients) {
        super(Input.class, clients.environment().clock());
        loadBalancers = new LoadBalancers(clients.elasticLoadBalancing());
        registry = Registry.of(clients);
        lease = new Lease(registry, new Executions(clients.stepFunctions()));
    }

    /** @param input what the execution was started with */
    public record Input(Object input) {}

    /**
     * What an execution is started with: a load balancer, by ARN or by name.
     *
     * @param requestedAt     when the publication was asked for
     * @param deletionAskedAt when an attempt to delete the load balancer was refused
     */
    public record Request(
            LoadBalancerArn loadBalancerArn, String loadBalancerName, String requestedAt, String deletionAskedAt) {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,32}");

        /** Other inputs are our own state machine's; this one people write. */
        private static Request of(Object input) {
            List<String> known = List.of("loadBalancerArn", "loadBalancerName", "requestedAt", "deletionAskedAt");
            String remedy = ": give the fields " + String.join(", ", known) + " and no others.";
            if (!(input instanceof Map<?, ?> fields)) {
                throw new InvalidInputException("Input is " + Text.shown(input) + ", not an object" + remedy);
            }
            String unknown = fields.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .map(name -> Text.shown(name) + " is unknown")
                    .collect(Collectors.joining("; field "));
            if (!unknown.isEmpty()) {
                throw new InvalidInputException("Input field " + unknown + remedy);
            }
            return TaskJson.read(fields, Request.class);
        }

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
    public record Output(LoadBalancerArn loadBalancerArn, String joined, String startAt) {}

    /**
     * @throws LoadBalancerNotFoundException if there is no load balancer of the name
     * @throws io.gatelink.functions.lambda.LeaseBusyException            if the lease is about to become free
     */
    @Override
    protected Output handle(Input input, Run run) {
        Request request = Request.of(input.input());
        if (request.deletionAskedAt() != null
                && Instant.parse(request.deletionAskedAt())
                        .isAfter(clock().instant().plus(CLOCKS_DIFFER))) {
            throw new InvalidInputException("Input field deletionAskedAt is " + request.deletionAskedAt()
                    + ": give a time that is not in the future.");
        }
        LoadBalancerArn arn = request.loadBalancerArn() == null
                ? named(request.loadBalancerName())
                : requireBeside(request.loadBalancerArn(), run.execution());
        Lease.Attempt attempt = lease.take(arn, run, request.deletionAskedAt());
        if (attempt.step() == null) {
            run.log().with("holder", attempt.holder().name()).info("Joined the execution that has the lease");
            return new Output(arn, attempt.holder().text(), null);
        }
        String startAt = attempt.step().slot(Pace.START).toString();
        run.log().with("startAt", startAt).info("Lease acquired");
        return new Output(arn, null, startAt);
    }

    private static LoadBalancerArn requireBeside(LoadBalancerArn arn, ExecutionArn execution) {
        if (!arn.isLinkable() || !arn.isBeside(execution)) {
            throw new InvalidInputException("Input field loadBalancerArn is " + Text.shown(arn.text())
                    + ": give the ARN of a network or application load balancer of this account and Region, arn:"
                    + execution.partition() + ":elasticloadbalancing:" + execution.region() + ":"
                    + execution.account() + ":loadbalancer/<net or app>/<name>/<id>.");
        }
        return arn;
    }

    private LoadBalancerArn named(String name) {
        return loadBalancers
                .named(name)
                .map(found -> LoadBalancerArn.of(found.loadBalancerArn()))
                .filter(LoadBalancerArn::isLinkable)
                .orElseThrow(() -> new LoadBalancerNotFoundException("There is no network or application load balancer "
                        + Text.shown(name) + " in this account and Region: create it first."));
    }
}
