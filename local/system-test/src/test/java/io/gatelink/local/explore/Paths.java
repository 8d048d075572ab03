package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.DomainNames.CreateDomainNameRequest;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.core.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The paths of the custom domain, as they are, and as people make and change them. Used exclusively. */
final class Paths {

    static final String DOMAIN = "api.example.com";

    /** At which no load balancer wants to be. */
    static final String BY_HAND = "by-hand";

    private static final String CERTIFICATE =
            "arn:aws:acm:us-east-1:123456789012:certificate/2f7c1a60-8d4e-4b52-9a37-5e1d0c9b8a76";
    private static final int ALL = 500;

    private final boolean hasDomain;
    private final LocalAws aws;

    Paths(boolean hasDomain, LocalAws aws) {
        this.hasDomain = hasDomain;
        this.aws = aws;
    }

    /** Before the stack is at work. */
    void createDomain() {
        if (hasDomain) {
            gateway()
                    .domainNames()
                    .createDomainName(new CreateDomainNameRequest(
                            DOMAIN,
                            null,
                            null,
                            null,
                            CERTIFICATE,
                            List.of("REGIONAL"),
                            null,
                            Map.of(),
                            null,
                            null,
                            null,
                            null));
        }
    }

    /** All, and where they lead. */
    List<BasePathMapping> all() {
        return hasDomain
                ? gateway()
                        .basePathMappings()
                        .getBasePathMappings(DOMAIN, null, null, ALL)
                        .items()
                : List.of();
    }

    /** Where a path leads. */
    Optional<BasePathMapping> find(String path) {
        return all().stream().filter(each -> each.basePath().equals(path)).findFirst();
    }

    /** Those that lead to an API. */
    List<BasePathMapping> to(String restApiId) {
        return all().stream().filter(each -> each.restApiId().equals(restApiId)).toList();
    }

    /** How items and causes name a path. */
    static String text(String path) {
        return DOMAIN + "/" + path;
    }

    /** @throws AwsException if it leads somewhere already */
    void make(String path, String restApiId, String stage) {
        gateway().basePathMappings().createBasePathMapping(DOMAIN, null, path, restApiId, stage);
    }

    /** @throws AwsException if it leads nowhere, or was made so shortly ago that it does not show */
    void free(String path) {
        gateway().basePathMappings().deleteBasePathMapping(DOMAIN, null, path);
    }

    /** @throws AwsException as above */
    void lead(String path, String restApiId) {
        gateway()
                .basePathMappings()
                .updateBasePathMapping(
                        DOMAIN,
                        null,
                        path,
                        List.of(
                                new PatchOperation("replace", "/restapiId", restApiId, null),
                                new PatchOperation("replace", "/stage", BasePathMapping.NONE, null)));
    }

    private ApiGateway gateway() {
        return aws.apiGateway();
    }
}
