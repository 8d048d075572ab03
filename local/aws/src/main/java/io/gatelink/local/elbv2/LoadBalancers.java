package io.gatelink.local.elbv2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.HttpListener;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import io.gatelink.local.ec2.Ec2;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Elastic Load Balancing (version 2): Network and Application Load Balancers whose targets are on the
 * loopback. Their networks are {@link Ec2}'s.
 *
 * <p>The tag {@code local:vpc-endpoint-service = vpce-svc-...} on a new load balancer says that it is already
 * associated with that endpoint service, so that a VPC link to it fails. It stands for what can be done to a real load
 * balancer through Amazon EC2, which is not part of the local AWS.
 *
 * <p>The tag {@code local:certificate-names = orders.example.com} on a TLS listener names what its certificate is for:
 * certificates themselves belong to AWS Certificate Manager, which is not part of the local AWS. Without it, the
 * certificate is taken to fit, but for names of AWS's own, for which none is ever issued.
 *
 * <p>Used exclusively.
 */
public final class LoadBalancers implements LoadBalancerDirectory {

    /** The tag that associates a new load balancer with an endpoint service. */
    public static final String ENDPOINT_SERVICE_TAG = "local:vpc-endpoint-service";

    /** The tag that tells the names in a listener's certificate, separated by spaces. */
    public static final String CERTIFICATE_TAG = "local:certificate-names";

    private final Account account;
    private final Settings settings;
    private final Elbv2State state = new Elbv2State();
    private final Elbv2Tags tags = new Elbv2Tags(state);
    private final Placement placement;
    private final Routes routes;
    private final Listeners listeners;
    private final TargetGroups targetGroups;

    public LoadBalancers(Account account, Ec2 ec2, Settings settings) {
        this.account = Objects.requireNonNull(account, "account");
        this.placement = new Placement(ec2);
        this.settings = Objects.requireNonNull(settings, "settings");
        var health = new TargetHealth(account.loop(), settings.probe());
        this.listeners = new Listeners(account, state, placement, tags);
        this.routes = new Routes(state, listeners, tags, health);
        this.targetGroups = new TargetGroups(account, state, placement, tags, health);
        ec2.heed(this::isIn);
    }

    /**
     * @param provisioningDelay how long a new load balancer is {@code provisioning}
     * @param probe             checks targets
     */
    public record Settings(Duration provisioningDelay, HealthProbe probe) {}

    public Listeners listeners() {
        return listeners;
    }

    public TargetGroups targetGroups() {
        return targetGroups;
    }

    public Elbv2Tags tags() {
        return tags;
    }

    /**
     * A subnet that a load balancer is to be in.
     *
     * @param privateIpv4Address of the load balancer there; AWS chooses one if it is empty
     */
    public record Subnet(String id, Optional<String> privateIpv4Address) {

        /** With an address that AWS chooses. */
        public static Subnet of(String id) {
            return new Subnet(id, Optional.empty());
        }
    }

    /** What CreateLoadBalancer is asked for. */
    public record CreateLoadBalancer(
            String name,
            String type,
            String scheme,
            String ipAddressType,
            List<Subnet> subnets,
            List<String> securityGroups,
            Map<String, String> tags) {}

    /**
     * Creates a load balancer; the same call again gives the same one.
     *
     * @throws AwsException DuplicateLoadBalancerName, SubnetNotFound, InvalidSubnet, InvalidSecurityGroup,
     *                      InvalidConfigurationRequest, TooManyTags, ValidationError
     */
    public LoadBalancer createLoadBalancer(CreateLoadBalancer asked) {
        LoadBalancerChecks.check(asked);
        Placement.Place place = placement.of(asked.subnets());
        placement.checkReachable(asked.scheme(), place.vpcId());
        List<String> groups = placement.securityGroups(asked.type(), place.vpcId(), asked.securityGroups());
        Optional<LoadBalancer> same = state.loadBalancers.values().stream()
                .filter(loadBalancer -> loadBalancer.name().equals(asked.name()))
                .findFirst();
        if (same.isPresent()) {
            if (isAsked(same.get(), asked, groups)) {
                return same.get();
            }
            throw Elbv2Errors.error(
                    "DuplicateLoadBalancerName",
                    "A load balancer with the same name '" + asked.name() + "' exists, but with different settings");
        }
        boolean network = asked.type().equals(LoadBalancer.NETWORK);
        String id = account.newHexId(16);
        String arn = account.arn(
                "elasticloadbalancing", "loadbalancer/" + (network ? "net" : "app") + "/" + asked.name() + "/" + id);
        String dnsName = network
                ? asked.name() + "-" + id + ".elb." + account.region() + ".amazonaws.com"
                : (asked.scheme().equals("internal") ? "internal-" : "") + asked.name() + "-"
                        + Long.parseLong(id.substring(0, 8), 16) + "." + account.region() + ".elb.amazonaws.com";
        return add(
                new LoadBalancer(
                        state.nextSequence(),
                        arn,
                        asked.name(),
                        dnsName,
                        asked.scheme(),
                        place.vpcId(),
                        asked.type(),
                        LoadBalancer.PROVISIONING,
                        now(),
                        asked.ipAddressType(),
                        place.zones(),
                        groups,
                        true,
                        Attributes.ofLoadBalancer(asked.type()),
                        Optional.empty()),
                asked.tags());
    }

    /**
     * Describes the load balancers with the names or ARNs given, or all.
     *
     * @throws AwsException LoadBalancerNotFound, ValidationError
     */
    public Page<LoadBalancer> describeLoadBalancers(List<String> arns, List<String> names, PageRequest page) {
        if (!arns.isEmpty() && !names.isEmpty()) {
            throw Elbv2Errors.validation(
                    "Load balancer names and load balancer ARNs cannot be specified at the same time");
        }
        arns.forEach(arn -> Elbv2State.checkArn(arn, "loadbalancer/", "load balancer"));
        List<LoadBalancer> found = new ArrayList<>(state.loadBalancers.values());
        var missing = new ArrayList<>(arns);
        missing.addAll(names);
        if (!missing.isEmpty()) {
            found.removeIf(loadBalancer -> !arns.contains(loadBalancer.arn()) && !names.contains(loadBalancer.name()));
            for (LoadBalancer loadBalancer : found) {
                missing.removeIf(which -> which.equals(loadBalancer.arn()) || which.equals(loadBalancer.name()));
            }
        }
        if (!missing.isEmpty()) {
            throw Elbv2Errors.loadBalancersNotFound(missing);
        }
        return page.of(found, LoadBalancer::sequence);
    }

    /**
     * Deletes a load balancer with its listeners; does nothing if there is none.
     *
     * @throws AwsException ResourceInUse, while it is associated with an endpoint service; OperationNotPermitted,
     *                      while its deletion protection is on
     */
    public void deleteLoadBalancer(String arn) {
        Elbv2State.checkArn(arn, "loadbalancer/", "load balancer");
        LoadBalancer loadBalancer = state.loadBalancers.get(arn);
        if (loadBalancer == null) {
            return;
        }
        if (loadBalancer.attributes().get("deletion_protection.enabled").equals("true")) {
            throw Elbv2Errors.error(
                    "OperationNotPermitted",
                    "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
        }
        if (loadBalancer.endpointService().isPresent()) {
            throw Elbv2Errors.error(
                    "ResourceInUse",
                    "Load balancer '" + arn
                            + "' cannot be deleted because it is currently associated with another service");
        }
        state.listenersOf(arn).forEach(listener -> listeners.deleteListener(listener.arn()));
        state.loadBalancers.remove(arn);
        tags.remove(arn);
    }

    /** @throws AwsException LoadBalancerNotFound */
    public Map<String, String> describeLoadBalancerAttributes(String arn) {
        return state.loadBalancer(arn).attributes();
    }

    /**
     * Describes the reserved capacity: always none here.
     *
     * @throws AwsException LoadBalancerNotFound
     */
    public List<String> describeCapacityReservation(String arn) {
        state.loadBalancer(arn);
        return List.of();
    }

    /** @throws AwsException LoadBalancerNotFound, ValidationError */
    public Map<String, String> modifyLoadBalancerAttributes(String arn, Map<String, String> changes) {
        LoadBalancer loadBalancer = state.loadBalancer(arn);
        return put(loadBalancer.withAttributes(
                        Attributes.modified(loadBalancer.attributes(), changes, "Load balancer")))
                .attributes();
    }

    /**
     * Replaces the security groups.
     *
     * @param enforcesInbound see {@link LoadBalancer}; empty to leave it as it is
     * @throws AwsException LoadBalancerNotFound, InvalidSecurityGroup, InvalidConfigurationRequest for a Network Load
     *                      Balancer that was made without security groups
     */
    public LoadBalancer setSecurityGroups(String arn, List<String> groups, Optional<Boolean> enforcesInbound) {
        LoadBalancer loadBalancer = state.loadBalancer(arn);
        groups.forEach(LoadBalancerChecks::checkSecurityGroup);
        if (loadBalancer.type().equals(LoadBalancer.NETWORK)
                && loadBalancer.securityGroups().isEmpty()) {
            throw Elbv2Errors.error(
                    "InvalidConfigurationRequest",
                    "Load balancer '" + arn + "' was created without security groups, so none can be set");
        }
        return put(loadBalancer.withSecurityGroups(
                placement.securityGroups(loadBalancer.type(), loadBalancer.vpcId(), groups),
                enforcesInbound.orElse(loadBalancer.enforcesInbound())));
    }

    /**
     * Replaces the subnets, and with them the Availability Zones.
     *
     * @param ipAddressType empty to leave it as it is
     * @throws AwsException LoadBalancerNotFound, SubnetNotFound, InvalidConfigurationRequest, ValidationError
     */
    public LoadBalancer setSubnets(String arn, List<Subnet> subnets, Optional<String> ipAddressType) {
        LoadBalancer loadBalancer = state.loadBalancer(arn);
        LoadBalancerChecks.checkSubnets(loadBalancer.type(), loadBalancer.scheme(), subnets);
        ipAddressType.ifPresent(LoadBalancerChecks::checkIpAddressType);
        return put(loadBalancer.withZones(
                placement.moved(loadBalancer, subnets), ipAddressType.orElse(loadBalancer.ipAddressType())));
    }

    /** @throws AwsException LoadBalancerNotFound, ValidationError */
    public LoadBalancer setIpAddressType(String arn, String ipAddressType) {
        LoadBalancer loadBalancer = state.loadBalancer(arn);
        LoadBalancerChecks.checkIpAddressType(ipAddressType);
        return put(loadBalancer.withZones(loadBalancer.zones(), ipAddressType));
    }

    /**
     * Recreates the load balancer of a CreateLoadBalancer event, so that the event can be replayed where its load
     * balancer does not exist. Does nothing if it does. Puts no event on the bus.
     *
     * @param event as CloudTrail writes it, with its envelope
     * @throws io.gatelink.local.events.InvalidEventException if a field is missing or wrong
     */
    public LoadBalancer restore(ObjectNode event) {
        var created = new CreationEvent(event);
        LoadBalancer there = state.loadBalancers.get(created.arn());
        if (there != null) {
            return there;
        }
        LoadBalancer restored = created.loadBalancer(state.nextSequence(), now());
        placement.assume(restored);
        return add(restored, created.tags());
    }

    /**
     * Puts a backend behind a load balancer: target group, listener and target in one go, without events.
     *
     * @param backend on the loopback
     */
    public void attachBackend(String arn, int listenerPort, InetSocketAddress backend) {
        boolean network = state.loadBalancer(arn).type().equals(LoadBalancer.NETWORK);
        String protocol = network ? "TCP" : "HTTP";
        TargetGroup group = targetGroups.createTargetGroup(
                "backend-" + account.newHexId(8),
                new TargetGroup.Settings(
                        protocol,
                        network ? Optional.empty() : Optional.of("HTTP1"),
                        backend.getPort(),
                        state.loadBalancer(arn).vpcId(),
                        "ip",
                        backend.getAddress() instanceof Inet6Address ? "ipv6" : "ipv4"),
                TargetGroups.HealthCheckChange.NONE,
                Map.of());
        listeners.createListener(
                arn,
                new Listener.Settings(
                        protocol, listenerPort, List.of(), Optional.empty(), List.of(), Action.Forward.to(group.arn())),
                Map.of());
        targetGroups.registerTargets(
                group.arn(),
                List.of(new TargetGroups.TargetDescription(
                        backend.getAddress().getHostAddress().replaceFirst("^0:0:0:0:0:0:0:1$", "::1"),
                        Optional.of(backend.getPort()),
                        Optional.empty())));
    }

    /** AWS tells no more than milliseconds. */
    private Instant now() {
        return account.loop().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Optional<Entry> find(String arn) {
        return Optional.ofNullable(state.loadBalancers.get(arn))
                .map(found -> new Entry(
                        found.arn(),
                        found.dnsName(),
                        found.type(),
                        found.state(),
                        found.vpcId(),
                        found.securityGroups(),
                        found.refusesPrivateLinkTraffic()));
    }

    @Override
    public List<Route> routes(String arn, int port) {
        return routes.at(arn, port);
    }

    @Override
    public Optional<String> admits(String arn, int port, List<String> subnetIds, List<String> securityGroupIds) {
        return placement.admits(state.loadBalancer(arn), port, subnetIds, securityGroupIds);
    }

    @Override
    public Optional<HttpListener> httpListener(String arn, int port) {
        return Optional.ofNullable(state.loadBalancers.get(arn))
                .flatMap(loadBalancer -> routes.httpListener(loadBalancer, port));
    }

    @Override
    public Optional<String> association(String arn) {
        return Optional.ofNullable(state.loadBalancers.get(arn)).flatMap(LoadBalancer::endpointService);
    }

    @Override
    public void associate(String arn, String endpointServiceId) {
        put(state.loadBalancer(arn).withEndpointService(Optional.of(endpointServiceId)));
    }

    @Override
    public void dissociate(String arn, String endpointServiceId) {
        if (association(arn).filter(endpointServiceId::equals).isPresent()) {
            put(state.loadBalancer(arn).withEndpointService(Optional.empty()));
        }
    }

    private LoadBalancer add(LoadBalancer created, Map<String, String> itsTags) {
        LoadBalancer loadBalancer =
                put(created.withEndpointService(Optional.ofNullable(itsTags.get(ENDPOINT_SERVICE_TAG))));
        tags.put(loadBalancer.arn(), itsTags);
        account.loop().schedule(settings.provisioningDelay(), () -> {
            LoadBalancer now = state.loadBalancers.get(loadBalancer.arn());
            if (now != null && now.sequence() == loadBalancer.sequence()) {
                put(now.withState(LoadBalancer.ACTIVE));
            }
        });
        return loadBalancer;
    }

    private boolean isIn(String subnetOrGroupId) {
        return state.loadBalancers.values().stream()
                .anyMatch(loadBalancer -> loadBalancer.securityGroups().contains(subnetOrGroupId)
                        || loadBalancer.zones().stream()
                                .anyMatch(zone -> zone.subnetId().equals(subnetOrGroupId)));
    }

    private boolean isAsked(LoadBalancer there, CreateLoadBalancer asked, List<String> groups) {
        var subnets = new HashSet<Subnet>();
        there.zones().forEach(zone -> subnets.add(new Subnet(zone.subnetId(), zone.privateIpv4Address())));
        return there.type().equals(asked.type())
                && there.scheme().equals(asked.scheme())
                && there.ipAddressType().equals(asked.ipAddressType())
                && subnets.equals(new HashSet<>(asked.subnets()))
                && new HashSet<>(there.securityGroups()).equals(new HashSet<>(groups))
                && tags.of(there.arn()).equals(new LinkedHashMap<>(asked.tags()));
    }

    private LoadBalancer put(LoadBalancer loadBalancer) {
        state.loadBalancers.put(loadBalancer.arn(), loadBalancer);
        return loadBalancer;
    }
}
