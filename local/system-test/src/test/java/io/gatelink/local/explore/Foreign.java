package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.core.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What other people made in API Gateway, and how it was when they had made it. */
final class Foreign {

    private final LocalAws aws;
    private final Paths paths;
    private final Map<String, List<?>> apis = new LinkedHashMap<>();
    private final Map<String, List<?>> links = new LinkedHashMap<>();
    private final Map<String, List<?>> sharedLinks = new LinkedHashMap<>();
    private List<BasePathMapping> foreignPaths = List.of();

    Foreign(LocalAws aws, Paths paths) {
        this.aws = aws;
        this.paths = paths;
    }

    void api(String id) {
        apis.put(id, lookAtApi(id));
    }

    void link(String id) {
        links.put(id, lookAtLink(id));
    }

    void sharedLink(String id) {
        sharedLinks.put(id, lookAtSharedLink(id));
    }

    /** People have made paths that lead to foreign APIs, or deleted some. */
    void lookAtPaths() {
        foreignPaths = paths.all().stream()
                .filter(path -> apis.containsKey(path.restApiId()))
                .toList();
    }

    /** Whether a path leads to a foreign API. */
    boolean has(String path) {
        return foreignPaths.stream().anyMatch(each -> each.basePath().equals(path));
    }

    /** One that is not as it was, or gone. */
    Optional<String> changed() {
        if (apis.isEmpty() && links.isEmpty() && sharedLinks.isEmpty()) {
            return Optional.empty();
        }
        try {
            for (var api : apis.entrySet()) {
                if (!api.getValue().equals(lookAtApi(api.getKey()))) {
                    return Optional.of("The foreign REST API " + api.getKey());
                }
            }
            for (var link : links.entrySet()) {
                if (!link.getValue().equals(lookAtLink(link.getKey()))) {
                    return Optional.of("The foreign VPC link " + link.getKey());
                }
            }
            for (var link : sharedLinks.entrySet()) {
                if (!link.getValue().equals(lookAtSharedLink(link.getKey()))) {
                    return Optional.of("The foreign VPC link of version 2 " + link.getKey());
                }
            }
            List<BasePathMapping> there = paths.all();
            for (BasePathMapping path : foreignPaths) {
                if (!there.contains(path)) {
                    return Optional.of("The foreign path " + path);
                }
            }
        } catch (AwsException e) {
            return Optional.of("A foreign resource (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }

    private List<?> lookAtApi(String id) {
        var gateway = aws.apiGateway();
        return List.of(
                gateway.restApis().getRestApi(id),
                gateway.resources().getResources(id, null, 500).items(),
                gateway.deployments().getDeployments(id, null, 500).items(),
                gateway.stages().getStages(id, null));
    }

    /** All but its status, which changes by itself until the link is deleted. */
    private List<?> lookAtLink(String id) {
        VpcLink link = aws.apiGateway().vpcLinks().getVpcLink(id);
        return List.of(
                link.name(),
                String.valueOf(link.description()),
                link.targetArns(),
                link.tags(),
                link.status() == VpcLink.Status.DELETING);
    }

    private List<?> lookAtSharedLink(String id) {
        VpcLinkV2 link = aws.apiGateway().vpcLinksV2().getVpcLink(id);
        return List.of(
                link.name(),
                link.subnetIds(),
                link.securityGroupIds(),
                link.tags(),
                link.status() == VpcLinkV2.Status.DELETING);
    }
}
