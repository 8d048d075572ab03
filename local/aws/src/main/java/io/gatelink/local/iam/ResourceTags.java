package io.gatelink.local.iam;

import java.util.Map;
import java.util.Optional;

/** Where the tags of resources are looked up. Used exclusively. */
public interface ResourceTags {

    /**
     * The tags of an API Gateway resource.
     *
     * @param arn of a VPC link, a REST API or a stage, e.g. {@code arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5}
     * @return empty if there is no such resource
     */
    Optional<Map<String, String>> of(String arn);
}
