package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.Text;
import java.util.regex.Pattern;

/**
 * How a load balancer is to be published: what its tags ask for, and the stack's parameters where they ask for nothing.
 *
 * @param loadBalancerName the load balancer's name
 * @param uri              scheme, name and port of the listener, such as {@code http://orders-1.elb.amazonaws.com:80}
 * @param authorization    {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
 * @param stage            the stage's name
 * @param path             that the smoke test asks for
 * @param expect           the statuses that the smoke test accepts, with commas, see {@link ExpectedStatus}
 * @param timeoutMillis    how long API Gateway waits for the backend
 * @param integration      {@code http_proxy} or {@code http}
 * @param tagsHash         a hash of the load balancer's tags of ours
 */
public record Wanted(String loadBalancerName, String uri, String authorization, String stage, String path,
        String expect, String timeoutMillis, String integration, String tagsHash) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,32}");
    private static final Pattern URI = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}:[1-9][0-9]{0,4}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public Wanted {
        require("loadBalancerName", loadBalancerName, NAME.matcher(loadBalancerName).matches(),
                "a load balancer's name");
        require("uri", uri, URI.matcher(uri).matches(),
                "http:// or https://, the load balancer's DNS name, a colon and its port");
        require("authorization", authorization, LoadBalancerTag.AUTHORIZATION);
        require("stage", stage, LoadBalancerTag.STAGE);
        require("path", path, LoadBalancerTag.PATH);
        require("expect", expect, LoadBalancerTag.EXPECT);
        require("timeoutMillis", timeoutMillis, LoadBalancerTag.TIMEOUT_MS);
        require("integration", integration, LoadBalancerTag.INTEGRATION);
        require("tagsHash", tagsHash, HASH.matcher(tagsHash).matches(), "a SHA-256 hash in hexadecimal");
    }

    private static void require(String field, String value, LoadBalancerTag tag) {
        require(field, value, tag.takes(value), tag.allowed());
    }

    private static void require(String field, String value, boolean fulfilled, String remedy) {
        if (!fulfilled) {
            throw new InvalidInputException(
                    "Input field wanted." + field + " is " + Text.shown(value) + ": give " + remedy + ".");
        }
    }
}
