package io.gatelink.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** The load balancers of an account, listed two a page. */
@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
final class FakeLoadBalancers {

    /** The stubbed client. */
    final ElasticLoadBalancingV2Client client = mock(ElasticLoadBalancingV2Client.class, CALLS_REAL_METHODS);

    /** In the order of their creation. */
    final Map<String, LoadBalancer> listed = new LinkedHashMap<>();

    /** By ARN; what is not in here is missing from the answers. */
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    /** Those that are there although no list shows them. */
    final List<String> unlisted = new ArrayList<>();

    /** How many ARNs each call of DescribeTags had. */
    final List<Integer> taggedAtOnce = new ArrayList<>();

    FakeLoadBalancers() {
        doAnswer(call -> {
            DescribeLoadBalancersRequest request = call.getArgument(0);
            if (!request.loadBalancerArns().isEmpty()) {
                String arn = request.loadBalancerArns().get(0);
                if (!listed.containsKey(arn) && !unlisted.contains(arn)) {
                    throw notFound();
                }
                return DescribeLoadBalancersResponse.builder().loadBalancers(b -> b.loadBalancerArn(arn)).build();
            }
            List<LoadBalancer> all = List.copyOf(listed.values());
            int from = request.marker() == null ? 0 : Integer.parseInt(request.marker());
            int to = Math.min(from + 2, all.size());
            return DescribeLoadBalancersResponse.builder().loadBalancers(all.subList(from, to))
                    .nextMarker(to < all.size() ? Integer.toString(to) : null).build();
        }).when(client).describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        doAnswer(call -> {
            List<String> arns = call.<DescribeTagsRequest>getArgument(0).resourceArns();
            taggedAtOnce.add(arns.size());
            return DescribeTagsResponse.builder().tagDescriptions(arns.stream().filter(tags::containsKey)
                    .map(arn -> TagDescription.builder().resourceArn(arn).tags(tags.get(arn).entrySet().stream()
                            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList()).build())
                    .toList()).build();
        }).when(client).describeTags(any(DescribeTagsRequest.class));
    }

    static LoadBalancerNotFoundException notFound() {
        return (LoadBalancerNotFoundException) LoadBalancerNotFoundException.builder().statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().serviceName("ElasticLoadBalancingV2")
                        .errorCode("LoadBalancerNotFound").errorMessage("One or more load balancers not found").build())
                .build();
    }

    /** Adds an active network load balancer. */
    void add(String arn, Map<String, String> itsTags) {
        add(arn, "network", "active", itsTags);
    }

    void add(String arn, String type, String state, Map<String, String> itsTags) {
        listed.put(arn, LoadBalancer.builder().loadBalancerArn(arn).type(type).state(s -> s.code(state)).build());
        tags.put(arn, itsTags);
    }
}
