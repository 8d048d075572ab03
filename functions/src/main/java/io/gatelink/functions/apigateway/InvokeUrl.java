package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.wanted.BasePath;
import java.net.URI;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Where the stages of REST APIs are invoked. */
public final class InvokeUrl {

    private InvokeUrl() {}

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

    /** The invoke URL of a stage, with a slash at its end: where all of AWS is, or at API Gateway's own endpoint. */
    public static String of(Settings settings, String restApiId, String stage) {
        String suffix = PartitionMetadata.of(Region.of(settings.region())).dnsSuffix();
        return settings.endpoint()
                        .map(url -> url + "/_aws/execute-api/" + restApiId)
                        .orElse("https://" + restApiId + ".execute-api." + settings.region() + "." + suffix)
                + "/" + stage + "/";
    }

    /** The same by a path of a custom domain, whose name stands there also if all of AWS is at one endpoint. */
    public static String of(Settings settings, BasePath path) {
        String port = settings.endpoint()
                .map(URI::create)
                .map(endpoint -> endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort())
                .orElse("");
        String scheme =
                settings.endpoint().map(url -> URI.create(url).getScheme()).orElse("https");
        return scheme + "://" + path.domainName() + port + "/" + path.segment() + "/";
    }
}
