package io.gatelink.local.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Load balancers that only exist. */
final class FakeLoadBalancers implements LoadBalancerDirectory {

    static final String VPC_ID = "vpc-0a1b2c3d4e5f60718";

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> associations = new LinkedHashMap<>();

    String network(String name, String state) {
        return add("loadbalancer/net/" + name + "/0123456789abcdef", "network", state);
    }

    String application(String name) {
        return add("loadbalancer/app/" + name + "/0123456789abcdef", "application", "active");
    }

    /** A network load balancer in another VPC. */
    String networkIn(String vpcId, String name) {
        return add("loadbalancer/net/" + name + "/0123456789abcdef", "network", "active", vpcId);
    }

    void remove(String arn) {
        entries.remove(arn);
    }

    private String add(String resource, String type, String state) {
        return add(resource, type, state, VPC_ID);
    }

    private String add(String resource, String type, String state, String vpcId) {
        String arn = arn(resource);
        entries.put(arn, new Entry(arn, "lb.elb.us-east-1.amazonaws.com", type, state, vpcId, List.of(), false));
        return arn;
    }

    static String arn(String resource) {
        return "arn:aws:elasticloadbalancing:us-east-1:123456789012:" + resource;
    }

    @Override
    public Optional<Entry> find(String arn) {
        return Optional.ofNullable(entries.get(arn));
    }

    @Override
    public List<Route> routes(String arn, int port) {
        return List.of();
    }

    @Override
    public Optional<String> admits(String arn, int port, List<String> subnetIds, List<String> securityGroupIds) {
        return Optional.empty();
    }

    @Override
    public Optional<HttpListener> httpListener(String arn, int port) {
        return Optional.empty();
    }

    @Override
    public Optional<String> association(String arn) {
        return Optional.ofNullable(associations.get(arn));
    }

    @Override
    public void associate(String arn, String endpointServiceId) {
        if (associations.putIfAbsent(arn, endpointServiceId) != null) {
            throw new IllegalStateException(arn + " is associated already");
        }
    }

    @Override
    public void dissociate(String arn, String endpointServiceId) {
        associations.remove(arn, endpointServiceId);
    }
}
