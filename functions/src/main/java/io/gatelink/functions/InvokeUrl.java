package io.gatelink.functions;

import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where the stages of REST APIs are invoked.
 *
 * @param endpoint where all of AWS is, without a slash at its end, or nothing if at its own endpoints
 */
record InvokeUrl(String region, Optional<String> endpoint) {

    /** The invoke URL of a stage, with a slash at its end. */
    String of(String restApiId, String stage) {
        return endpoint.map(url -> url + "/_aws/execute-api/" + restApiId + "/" + stage + "/")
                .orElseGet(() -> "https://" + restApiId + ".execute-api." + region + "."
                        + PartitionMetadata.of(Region.of(region)).dnsSuffix() + "/" + stage + "/");
    }
}
