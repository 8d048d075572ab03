package io.gatelink.functions.elbv2;

import io.gatelink.functions.lambda.AwsUnavailableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * The load balancers of the account and their tags, to read only. What an answer leaves out is unknown, not absent.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html">
 *      DescribeTags</a>
 */
public record LoadBalancers(ElasticLoadBalancingV2Client elasticLoadBalancing) {

    /** So many resources DescribeTags takes at once. */
    private static final int TAGGED_AT_ONCE = 20;

    /**
     * A network or application load balancer in a list of all.
     *
     * @param active    whether a link to it can be asked for
     * @param createdAt when it was created
     */
    public record Found(boolean active, Instant createdAt, Map<String, String> tags) {}

    /**
     * The one with this ARN, or nothing if there is none.
     *
     * @throws AwsUnavailableException if it is missing from the answer
     */
    public Optional<LoadBalancer> find(String arn) {
        return only(arn, request -> request.loadBalancerArns(arn));
    }

    /**
     * The one with this name, or nothing if there is none.
     *
     * @throws AwsUnavailableException if it is missing from the answer
     */
    public Optional<LoadBalancer> named(String name) {
        return only(name, request -> request.names(name));
    }

    private Optional<LoadBalancer> only(String which, Consumer<DescribeLoadBalancersRequest.Builder> request) {
        try {
            return Optional.of(elasticLoadBalancing.describeLoadBalancers(request).loadBalancers().stream()
                    .findFirst()
                    .orElseThrow(() -> new AwsUnavailableException("DescribeLoadBalancers left out load balancer "
                            + which + ": what it does not show is unknown, and is to be read again.")));
        } catch (LoadBalancerNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * The tags of the one with this ARN, or nothing if there is none.
     *
     * @throws AwsUnavailableException if they are missing from the answer
     */
    public Optional<Map<String, String>> tags(String arn) {
        try {
            return Optional.of(describeTags(List.of(arn)).get(arn));
        } catch (LoadBalancerNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The listeners of the one with this ARN. */
    public List<Listener> listeners(String arn) {
        return elasticLoadBalancing
                .describeListenersPaginator(request -> request.loadBalancerArn(arn))
                .listeners()
                .stream()
                .toList();
    }

    /**
     * All to which VPC links can lead, by ARN, in the order of the ARNs.
     *
     * @throws AwsUnavailableException if the tags of one are missing from the answer
     */
    public Map<String, Found> linkable() {
        Map<String, Found> all = new TreeMap<>();
        List<LoadBalancer> listed = elasticLoadBalancing.describeLoadBalancersPaginator().loadBalancers().stream()
                .filter(one -> LoadBalancerArn.of(one.loadBalancerArn()).isLinkable())
                .toList();
        try {
            for (int from = 0; from < listed.size(); from += TAGGED_AT_ONCE) {
                List<LoadBalancer> some = listed.subList(from, Math.min(from + TAGGED_AT_ONCE, listed.size()));
                var tags = describeTags(
                        some.stream().map(LoadBalancer::loadBalancerArn).toList());
                some.forEach(one -> all.put(
                        one.loadBalancerArn(),
                        new Found(isActive(one), one.createdTime(), tags.get(one.loadBalancerArn()))));
            }
        } catch (LoadBalancerNotFoundException e) {
            throw new AwsUnavailableException(
                    "A load balancer was deleted while the tags of all were read: they are to be read again.");
        }
        return all;
    }

    private Map<String, Map<String, String>> describeTags(List<String> arns) {
        Map<String, Map<String, String>> all = new HashMap<>();
        // A tag can have no value.
        elasticLoadBalancing
                .describeTags(request -> request.resourceArns(arns))
                .tagDescriptions()
                .forEach(one -> all.put(
                        one.resourceArn(),
                        one.tags().stream()
                                .collect(Collectors.toMap(
                                        Tag::key,
                                        tag -> Objects.requireNonNullElse(tag.value(), ""),
                                        (a, b) -> b,
                                        TreeMap::new))));
        arns.stream().filter(arn -> !all.containsKey(arn)).forEach(arn -> {
            throw new AwsUnavailableException("DescribeTags left out load balancer " + arn
                    + ": what it does not show is unknown, and is to be read again.");
        });
        return all;
    }

    private static boolean isActive(LoadBalancer loadBalancer) {
        LoadBalancerStateEnum state = loadBalancer.state().code();
        return state == LoadBalancerStateEnum.ACTIVE || state == LoadBalancerStateEnum.ACTIVE_IMPAIRED;
    }
}
