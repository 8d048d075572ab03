package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.BasePathMappings;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.BasePath;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.Wanted;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GetDomainNameResponse;
import software.amazon.awssdk.services.apigateway.model.RoutingMode;

/**
 * The stack's custom domain, which exists: its certificate and its DNS records are their owner's.
 *
 * @param mappings of API Gateway
 */
record CustomDomain(ApiGateway apiGateway, BasePathMappings mappings) {

    CustomDomain(ApiGateway apiGateway) {
        this(apiGateway, new BasePathMappings(apiGateway.client()));
    }

    /** @throws UnsupportedLoadBalancerException if the tags name a path, and the stack no domain */
    void requireThatOf(LoadBalancerArn loadBalancer, PublicationTags tags) {
        if (apiGateway.domainName().isEmpty()
                && tags.value(LoadBalancerTag.BASE_PATH).isPresent()) {
            throw new UnsupportedLoadBalancerException("Load balancer " + loadBalancer + " has the tag "
                    + LoadBalancerTag.BASE_PATH + ", but this stack has no custom domain: deploy the stack with "
                    + "DomainName, or run "
                    + PublicationTags.removeTags(loadBalancer.text(), LoadBalancerTag.BASE_PATH.key()) + ".");
        }
    }

    /**
     * Checks, before anything is made, that the load balancer can be published under its path.
     *
     * @param replaced what its REST API is taken over from
     * @throws InvalidConfigurationException    if the domain cannot be used, see {@link #require}
     * @throws UnsupportedLoadBalancerException if the path leads to an API that is not the load balancer's
     */
    void requireFree(Step step, Wanted wanted, Optional<Publication> replaced) {
        if (wanted.basePath() == null || isPublished(step.publication(), wanted)) {
            return;
        }
        BasePath path = BasePath.of(wanted.basePath());
        if (!LoadBalancerTag.BASE_PATH.takes(path.segment())) {
            // The name of a load balancer.
            throw new UnsupportedLoadBalancerException("Path " + path.segment() + " of domain " + path.domainName()
                    + " cannot be used: set the tag " + LoadBalancerTag.BASE_PATH + " to "
                    + LoadBalancerTag.BASE_PATH.allowed() + ", with "
                    + PublicationTags.addTags(step.loadBalancerArn().text(), LoadBalancerTag.BASE_PATH, "<path>")
                    + ".");
        }
        require(path.domainName());
        mappings.find(path)
                .filter(mapping -> !isOf(step, mapping.restApiId(), replaced))
                .ifPresent(mapping -> {
                    throw taken(step, path, mapping.restApiId());
                });
    }

    private static boolean isPublished(Publication item, Wanted wanted) {
        return Stream.of(Publication.PUBLISHED, Publication.TAKEN_OVER)
                .map(item::map)
                .anyMatch(served -> wanted.basePath().equals(served.get(Part.BASE_PATH_MAPPING.attribute())));
    }

    /**
     * The domain.
     *
     * @throws InvalidConfigurationException if there is none of this name, or none that Regional APIs can be mapped to
     */
    GetDomainNameResponse require(String name) {
        GetDomainNameResponse domain = mappings.domain(name)
                .orElseThrow(() -> unusable(
                        name,
                        "there is no such public domain in this account and Region: create a Regional one with aws apigateway "
                                + "create-domain-name, or deploy the stack with another DomainName"));
        var types = domain.endpointConfiguration().types();
        if (!types.contains(EndpointType.REGIONAL)) {
            throw unusable(
                    name,
                    "it is " + Text.printable(types.toString()) + ", and the APIs are Regional: deploy the stack with "
                            + "a Regional domain, or with none");
        }
        if (domain.routingMode() != null && domain.routingMode() != RoutingMode.BASE_PATH_MAPPING_ONLY) {
            throw unusable(
                    name,
                    "its routing mode is " + Text.printable(domain.routingModeAsString()) + ", in which routing rules "
                            + "come before base paths: deploy the stack with a domain whose routing mode is "
                            + RoutingMode.BASE_PATH_MAPPING_ONLY);
        }
        return domain;
    }

    private static InvalidConfigurationException unusable(String name, String why) {
        return new InvalidConfigurationException("Parameter DomainName of the stack is " + name + ", but " + why + ".");
    }

    /** Whether an API is the load balancer's, or the one that it takes over. */
    boolean isOf(Step step, String restApi, Optional<Publication> replaced) {
        return step.publication().resources().contains(Part.REST_API.stray(restApi))
                || replaced.flatMap(other -> other.id(Part.REST_API))
                        .filter(restApi::equals)
                        .isPresent()
                || apiGateway.isFor(step.loadBalancerArn(), tags(restApi));
    }

    /** What to say of a path that leads to another API. */
    UnsupportedLoadBalancerException taken(Step step, BasePath path, String restApi) {
        String arn = step.loadBalancerArn().text();
        Map<String, String> tags = tags(restApi);
        String other = apiGateway.isOurs(tags) ? tags.get(ApiGateway.LOAD_BALANCER) : null;
        return new UnsupportedLoadBalancerException("Path " + path.segment() + " of domain " + path.domainName()
                + " leads to REST API " + Text.printable(restApi)
                + (other == null ? ", which is not this stack's" : " of load balancer " + Text.printable(other))
                + ": choose another one with "
                + PublicationTags.addTags(arn, LoadBalancerTag.BASE_PATH, "<path>")
                + (other == null
                        ? ", or free it with aws apigateway delete-base-path-mapping --domain-name " + path.domainName()
                                + " --base-path " + path.segment()
                        : ", or take it over with "
                                + PublicationTags.addTags(arn, LoadBalancerTag.REPLACES, "<its name>"))
                + ".");
    }

    private Map<String, String> tags(String restApi) {
        return apiGateway.restApi(restApi).map(api -> api.tags()).orElse(Map.of());
    }
}
