package io.gatelink.functions.apigateway;

import java.util.Optional;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where the stages of REST APIs are invoked.
 *
 * @param endpoint where all of AWS is, without a slash at its end, or nothing if at its own endpoints
 */
public record InvokeUrl(String region, Optional<String> endpoint) {

    /**
     * The invoke URL of a private API's stage by the name that a VPC endpoint gives it which the API is associated
     * with.
     *
     * @param invokeUrl as {@link #of} gives it
     * @see <a
     * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html">
     * Invoke a private API</a>
     */
    public static String through(String vpcEndpointId, String invokeUrl, String restApiId) {
        return invokeUrl.replaceFirst(
                "(://|/execute-api/)" + restApiId + "(?=[./])", "$1" + restApiId + "-" + vpcEndpointId);
    }

    /** The invoke URL of a stage, with a slash at its end. */
    public String of(String restApiId, String stage) {
        return endpoint.map(url -> url + "/_aws/execute-api/" + restApiId + "/" + stage + "/")
                .orElseGet(() -> "https://" + restApiId + ".execute-api." + region + "."
                        + PartitionMetadata.of(Region.of(region)).dnsSuffix() + "/" + stage + "/");
    }
}
