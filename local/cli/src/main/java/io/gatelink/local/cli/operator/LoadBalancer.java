package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.document.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** A load balancer and its tags. */
record LoadBalancer(String arn, String name, Map<String, String> tags) {

    /** Asks for the publication, if it is {@code true}. */
    static final String PUBLISH = "gatelink:publish";

    /** The name of the load balancer whose API it takes over. */
    static final String REPLACES = "gatelink:replaces";

    /**
     * Finds it by its name or ARN.
     *
     * @param field what the name is called where it was given
     * @throws BadInputException if there is none
     */
    static LoadBalancer find(Aws aws, String field, String nameOrArn) {
        return lookUp(aws, nameOrArn).orElseThrow(() -> unknown(aws, field, nameOrArn));
    }

    /** Likewise; nothing if there is none. */
    static Optional<LoadBalancer> lookUp(Aws aws, String nameOrArn) {
        try {
            var found = aws.elasticLoadBalancing()
                    .describeLoadBalancers(request -> {
                        if (LoadBalancers.isArn(nameOrArn)) {
                            request.loadBalancerArns(nameOrArn);
                        } else {
                            request.names(nameOrArn);
                        }
                    })
                    .loadBalancers()
                    .get(0);
            Map<String, String> tags = new TreeMap<>();
            aws.elasticLoadBalancing()
                    .describeTags(request -> request.resourceArns(found.loadBalancerArn()))
                    .tagDescriptions()
                    .forEach(described -> described.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
            return Optional.of(new LoadBalancer(found.loadBalancerArn(), found.loadBalancerName(), tags));
        } catch (LoadBalancerNotFoundException e) {
            return Optional.empty();
        }
    }

    /** What is said if there is none. */
    static BadInputException unknown(Aws aws, String field, String nameOrArn) {
        List<String> names = aws.elasticLoadBalancing().describeLoadBalancersPaginator().loadBalancers().stream()
                .map(one -> one.loadBalancerName())
                .toList();
        return new BadInputException(field + " is '" + nameOrArn + "', but there is no such load balancer in "
                + aws.region().id() + "." + Nearest.hint(nameOrArn, names)
                + " 'aws elbv2 describe-load-balancers' lists them; --region chooses another Region.");
    }

    /** Tags in words, in the order of their keys. */
    static String inWords(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> tag.getKey() + " = " + tag.getValue())
                        .collect(Collectors.joining(" and "));
    }

    boolean has(Map<String, String> wanted) {
        return tags.entrySet().containsAll(wanted.entrySet());
    }

    void tag(Aws aws, Map<String, String> wanted) {
        List<Tag> added = new ArrayList<>();
        wanted.forEach(
                (key, value) -> added.add(Tag.builder().key(key).value(value).build()));
        aws.elasticLoadBalancing().addTags(request -> request.resourceArns(arn).tags(added));
    }
}
