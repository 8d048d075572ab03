package io.gatelink.local.elbv2;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Target groups and their targets. Used exclusively. */
public final class TargetGroups {

    private final Account account;
    private final Elbv2State state;
    private final Placement placement;
    private final Elbv2Tags tags;
    private final TargetHealth health;
    private final Map<String, Map<TargetGroup.Target, Instant>> draining = new HashMap<>();

    TargetGroups(Account account, Elbv2State state, Placement placement, Elbv2Tags tags, TargetHealth health) {
        this.account = account;
        this.placement = placement;
        this.state = state;
        this.tags = tags;
        this.health = health;
    }

    /** Changes to a health check; what is empty stays, or has its default. */
    public record HealthCheckChange(
            Optional<String> protocol,
            Optional<String> port,
            Optional<String> path,
            Optional<Integer> interval,
            Optional<Integer> timeout,
            Optional<Integer> healthyThreshold,
            Optional<Integer> unhealthyThreshold,
            Optional<String> matcher) {

        /** Nothing changes. */
        public static final HealthCheckChange NONE = new HealthCheckChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Creates a target group; the same call again gives the same one.
     *
     * @throws AwsException DuplicateTargetGroupName, TooManyTags, ValidationError
     */
    public TargetGroup createTargetGroup(
            String name, TargetGroup.Settings settings, HealthCheckChange healthCheck, Map<String, String> groupTags) {
        Elbv2Errors.name("Target group", name);
        check(settings);
        placement.checkVpc(settings.vpcId());
        Elbv2Tags.checked(groupTags);
        TargetGroup.HealthCheck check =
                HealthChecks.changed(HealthChecks.defaultsFor(settings, healthCheck), healthCheck);
        Optional<TargetGroup> same = state.targetGroups.values().stream()
                .filter(group -> group.name().equals(name))
                .findFirst();
        if (same.isPresent()) {
            TargetGroup group = same.get();
            if (group.settings().equals(settings)
                    && group.healthCheck().equals(check)
                    && tags.of(group.arn()).equals(groupTags)) {
                return group;
            }
            throw Elbv2Errors.error(
                    "DuplicateTargetGroupName",
                    "A target group with the same name '" + name + "' exists, but with different settings");
        }
        String arn = account.arn("elasticloadbalancing", "targetgroup/" + name + "/" + account.newHexId(16));
        var group = new TargetGroup(
                state.nextSequence(),
                arn,
                name,
                settings,
                check,
                Attributes.ofTargetGroup(settings.protocol(), settings.targetType()));
        state.targetGroups.put(arn, group);
        state.targets.put(arn, new ArrayList<>());
        tags.put(arn, groupTags);
        return group;
    }

    /**
     * Describes the target groups of a load balancer, those with the ARNs or names given, or all.
     *
     * @throws AwsException TargetGroupNotFound, LoadBalancerNotFound, ValidationError
     */
    public Page<TargetGroup> describeTargetGroups(
            Optional<String> loadBalancerArn, List<String> arns, List<String> names, PageRequest page) {
        List<TargetGroup> found = new ArrayList<>(state.targetGroups.values());
        loadBalancerArn
                .map(state::loadBalancer)
                .ifPresent(loadBalancer -> found.removeIf(
                        group -> !state.loadBalancersOf(group.arn()).contains(loadBalancer.arn())));
        if (!arns.isEmpty()) {
            arns.forEach(state::targetGroup);
            found.removeIf(group -> !arns.contains(group.arn()));
        }
        if (!names.isEmpty()) {
            found.removeIf(group -> !names.contains(group.name()));
            if (found.size() < names.stream().distinct().count()) {
                throw Elbv2Errors.targetGroupNotFound();
            }
        }
        return page.of(found, TargetGroup::sequence);
    }

    /** The load balancers that send traffic to a target group. */
    public List<String> loadBalancersOf(TargetGroup group) {
        return List.copyOf(state.loadBalancersOf(group.arn()));
    }

    /** @throws AwsException TargetGroupNotFound, ValidationError */
    public TargetGroup modifyTargetGroup(String arn, HealthCheckChange change) {
        TargetGroup group = state.targetGroup(arn);
        return put(group.withHealthCheck(HealthChecks.changed(group.healthCheck(), change)));
    }

    /**
     * Deletes a target group; does nothing if there is none.
     *
     * @throws AwsException ResourceInUse, while a listener forwards to it
     */
    public void deleteTargetGroup(String arn) {
        Elbv2State.checkArn(arn, "targetgroup/", "target group");
        if (!state.loadBalancersOf(arn).isEmpty()) {
            throw Elbv2Errors.error(
                    "ResourceInUse", "Target group '" + arn + "' is currently in use by a listener or a rule");
        }
        TargetGroup group = state.targetGroups.remove(arn);
        if (group != null) {
            state.targets.remove(arn).forEach(target -> health.forget(group, target));
            draining.remove(arn);
            tags.remove(arn);
        }
    }

    /** @throws AwsException TargetGroupNotFound */
    public Map<String, String> describeTargetGroupAttributes(String arn) {
        return state.targetGroup(arn).attributes();
    }

    /** @throws AwsException TargetGroupNotFound, ValidationError */
    public Map<String, String> modifyTargetGroupAttributes(String arn, Map<String, String> changes) {
        TargetGroup group = state.targetGroup(arn);
        return put(group.withAttributes(Attributes.modified(group.attributes(), changes, "Target group")))
                .attributes();
    }

    /**
     * A target as it is asked for.
     *
     * @param port if empty, the target group's; when deregistering, every one
     */
    public record TargetDescription(String id, Optional<Integer> port, Optional<String> availabilityZone) {}

    /**
     * Registers targets and has them checked.
     *
     * @throws AwsException TargetGroupNotFound; ValidationError for an id that is not an IP address on the loopback,
     *                      since the local AWS reaches nothing else, or for a target group of instances
     */
    public void registerTargets(String arn, List<TargetDescription> descriptions) {
        TargetGroup group = state.targetGroup(arn);
        List<TargetGroup.Target> targets =
                descriptions.stream().map(target -> checked(group, target)).toList();
        List<TargetGroup.Target> registered = state.targets.get(arn);
        for (TargetGroup.Target target : targets) {
            registered.removeIf(target::isAt);
            registered.add(target);
            draining(arn).keySet().removeIf(target::isAt);
            health.check(group, target);
        }
    }

    /**
     * Deregisters targets. They get no more traffic, and are {@code draining} for as long as the attribute
     * {@code deregistration_delay.timeout_seconds} says.
     *
     * @throws AwsException TargetGroupNotFound, ValidationError
     */
    public void deregisterTargets(String arn, List<TargetDescription> descriptions) {
        TargetGroup group = state.targetGroup(arn);
        var delay = Duration.ofSeconds(Long.parseLong(group.attributes().get("deregistration_delay.timeout_seconds")));
        boolean used = !state.loadBalancersOf(arn).isEmpty();
        for (TargetDescription description : descriptions) {
            state.targets.get(arn).removeIf(target -> {
                boolean meant = isMeant(description, target);
                if (meant) {
                    health.forget(group, target);
                    if (used) {
                        draining(arn).put(target, account.loop().instant().plus(delay));
                    }
                }
                return meant;
            });
        }
    }

    /** The targets that are going, each with the time when it is gone. */
    private Map<TargetGroup.Target, Instant> draining(String arn) {
        Map<TargetGroup.Target, Instant> targets = draining.computeIfAbsent(arn, key -> new LinkedHashMap<>());
        targets.values().removeIf(end -> !end.isAfter(account.loop().instant()));
        return targets;
    }

    /**
     * How a target is.
     *
     * @param state       {@code initial}, {@code healthy}, {@code unhealthy}, {@code draining} or {@code unused}
     * @param reason      Elastic Load Balancing's code; empty if healthy
     * @param description in words; empty if healthy
     */
    public record TargetHealthDescription(
            TargetGroup.Target target,
            String healthCheckPort,
            String state,
            Optional<String> reason,
            Optional<String> description) {}

    /**
     * The last known health of the given targets, or of all. A call has those in use checked again, for the next
     * answer.
     *
     * @throws AwsException TargetGroupNotFound; InvalidTarget for one that is not registered
     */
    public List<TargetHealthDescription> describeTargetHealth(String arn, List<TargetDescription> descriptions) {
        TargetGroup group = state.targetGroup(arn);
        List<TargetGroup.Target> registered = state.targets.get(arn);
        for (TargetDescription description : descriptions) {
            if (Stream.concat(registered.stream(), draining(arn).keySet().stream())
                    .noneMatch(target -> isMeant(description, target))) {
                throw Elbv2Errors.error(
                        "InvalidTarget",
                        "The following targets are not registered with the target " + "group '" + arn + "': '"
                                + Elbv2Errors.quoted(description.id()) + "'");
            }
        }
        boolean used = !state.loadBalancersOf(arn).isEmpty();
        var described = new ArrayList<TargetHealthDescription>();
        for (TargetGroup.Target target : registered) {
            if (descriptions.isEmpty() || descriptions.stream().anyMatch(one -> isMeant(one, target))) {
                described.add(describe(group, target, used));
                health.check(group, target);
            }
        }
        for (TargetGroup.Target target : draining(arn).keySet()) {
            if (descriptions.isEmpty() || descriptions.stream().anyMatch(one -> isMeant(one, target))) {
                described.add(new TargetHealthDescription(
                        target,
                        healthCheckPort(group, target),
                        "draining",
                        Optional.of("Target.DeregistrationInProgress"),
                        Optional.of("Target deregistration is in progress")));
            }
        }
        return described;
    }

    private TargetHealthDescription describe(TargetGroup group, TargetGroup.Target target, boolean used) {
        String port = healthCheckPort(group, target);
        if (!used) {
            return new TargetHealthDescription(
                    target,
                    port,
                    "unused",
                    Optional.of("Target.NotInUse"),
                    Optional.of("Target group is not configured to receive traffic from the load balancer"));
        }
        return health.known(group, target)
                .map(result -> result.failure()
                        .map(failure -> new TargetHealthDescription(
                                target,
                                port,
                                "unhealthy",
                                Optional.of(failure.reason()),
                                Optional.of(failure.description())))
                        .orElseGet(() -> new TargetHealthDescription(
                                target, port, "healthy", Optional.empty(), Optional.empty())))
                .orElseGet(() -> new TargetHealthDescription(
                        target,
                        port,
                        "initial",
                        Optional.of("Elb.RegistrationInProgress"),
                        Optional.of("Target registration is in progress")));
    }

    private static String healthCheckPort(TargetGroup group, TargetGroup.Target target) {
        return group.healthCheck().port().equals(HealthChecks.TRAFFIC_PORT)
                ? Integer.toString(target.port())
                : group.healthCheck().port();
    }

    private static boolean isMeant(TargetDescription description, TargetGroup.Target target) {
        return target.id().equals(description.id())
                && description.port().map(port -> port == target.port()).orElse(true);
    }

    private TargetGroup.Target checked(TargetGroup group, TargetDescription target) {
        if (!TargetHealth.isOnLoopback(target.id())) {
            throw Elbv2Errors.validation("The target id '" + Elbv2Errors.quoted(target.id())
                    + "' is not valid here: the local AWS never leaves this machine. "
                    + "Register an IP address on the loopback, such as 127.0.0.1");
        }
        if (!group.settings().targetType().equals("ip")) {
            throw Elbv2Errors.validation("Instance ID '" + target.id() + "' is not valid");
        }
        if (target.id().contains(":") != group.settings().ipAddressType().equals("ipv6")) {
            throw Elbv2Errors.validation("The IP address '" + target.id() + "' is not a valid "
                    + (target.id().contains(":") ? "IPv4" : "IPv6") + " address");
        }
        int port = target.port().orElse(group.settings().port());
        Elbv2Errors.inRange("targets.1.member.port", port, 1, 65535);
        target.availabilityZone()
                .filter(zone -> !zone.equals("all") && !zone.matches(account.region() + "[a-z]"))
                .ifPresent(zone -> {
                    throw Elbv2Errors.validation("Availability Zone '" + Elbv2Errors.quoted(zone) + "' is not valid");
                });
        return new TargetGroup.Target(target.id(), port, target.availabilityZone());
    }

    private static void check(TargetGroup.Settings settings) {
        Elbv2Errors.oneOf(
                "protocol",
                settings.protocol(),
                List.of("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"),
                List.of("GENEVE", "QUIC", "TCP_QUIC"));
        Elbv2Errors.inRange("port", settings.port(), 1, 65535);
        Elbv2Errors.oneOf("targetType", settings.targetType(), List.of("instance", "ip"), List.of("lambda", "alb"));
        Elbv2Errors.oneOf("ipAddressType", settings.ipAddressType(), List.of("ipv4", "ipv6"));
        if (!settings.vpcId().matches("vpc-[0-9a-zA-Z-]{1,64}")) {
            throw Elbv2Errors.validation("The VPC ID '" + Elbv2Errors.quoted(settings.vpcId()) + "' is not found");
        }
    }

    private TargetGroup put(TargetGroup group) {
        state.targetGroups.put(group.arn(), group);
        return group;
    }
}
