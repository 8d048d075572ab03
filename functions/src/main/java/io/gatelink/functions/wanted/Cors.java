package io.gatelink.functions.wanted;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From which web pages scripts may call an API that has another origin (CORS), as its load balancer's tags say.
 *
 * @param origin      of the pages, such as {@code https://shop.example.com}, or {@code *}
 * @param methods     that scripts may use, with commas
 * @param headers     that scripts may send, with commas
 * @param credentials whether browsers send cookies along, and give scripts the answers
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html">CORS for REST APIs in
 *      API Gateway</a>
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
public record Cors(String origin, String methods, String headers, boolean credentials) {

    /** The header of answers without which browsers keep them from scripts. */
    public static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    /** The header of answers to requests with cookies. */
    public static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

    private static final String ANY = "any";
    private static final String METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS";
    private static final String HEADERS =
            "Authorization Content-Type X-Amz-Date X-Api-Key X-Amz-Security-Token " + "X-Amz-Content-Sha256";

    /** For how many seconds a browser keeps what a preflight request was answered. */
    private static final String MAX_AGE = "600";

    private static final List<LoadBalancerTag> DETAILS =
            List.of(LoadBalancerTag.CORS_METHODS, LoadBalancerTag.CORS_HEADERS, LoadBalancerTag.CORS_CREDENTIALS);

    /**
     * What the tags ask for, or {@code null} if nothing.
     *
     * @throws UnsupportedLoadBalancerException if there are details without an origin, or credentials for any origin
     */
    static Cors of(LoadBalancerArn loadBalancer, PublicationTags tags) {
        List<String> details = DETAILS.stream()
                .filter(tag -> tags.value(tag).isPresent())
                .map(LoadBalancerTag::key)
                .toList();
        String asked = tags.value(LoadBalancerTag.CORS_ORIGIN).orElse(null);
        if (asked == null) {
            if (details.isEmpty()) {
                return null;
            }
            throw new UnsupportedLoadBalancerException("Load balancer " + loadBalancer.name() + " has no tag "
                    + LoadBalancerTag.CORS_ORIGIN + ", without which " + String.join(" and ", details) + " "
                    + (details.size() == 1 ? "means" : "mean") + " nothing: name the origin with "
                    + PublicationTags.addTags(
                            loadBalancer.text(), LoadBalancerTag.CORS_ORIGIN, "<scheme and host of the web pages>")
                    + ", or run " + PublicationTags.removeTags(loadBalancer.text(), details.toArray(String[]::new))
                    + ".");
        }
        boolean credentials = tags.value(LoadBalancerTag.CORS_CREDENTIALS).isPresent();
        if (credentials && asked.equals(ANY)) {
            throw new UnsupportedLoadBalancerException("Tag " + LoadBalancerTag.CORS_CREDENTIALS + " of load balancer "
                    + loadBalancer.name() + " is true, but tag " + LoadBalancerTag.CORS_ORIGIN
                    + " is any, and browsers take no credentials for any origin: name one origin, or run "
                    + PublicationTags.removeTags(loadBalancer.text(), LoadBalancerTag.CORS_CREDENTIALS.key()) + ".");
        }
        return new Cors(
                asked.equals(ANY) ? "*" : asked,
                tags.value(LoadBalancerTag.CORS_METHODS).orElse(METHODS).replace(' ', ','),
                tags.value(LoadBalancerTag.CORS_HEADERS).orElse(HEADERS).replace(' ', ','),
                credentials);
    }

    /** The headers of every answer, by name. */
    public Map<String, String> answerHeaders() {
        Map<String, String> all = new TreeMap<>(Map.of(ALLOW_ORIGIN, origin, "Vary", "Origin"));
        if (credentials) {
            all.put(ALLOW_CREDENTIALS, "true");
        }
        return all;
    }

    /** The headers of the answer to a preflight request, by name. */
    public Map<String, String> preflightHeaders() {
        Map<String, String> all = answerHeaders();
        all.put("Access-Control-Allow-Methods", methods);
        all.put("Access-Control-Allow-Headers", headers);
        all.put("Access-Control-Max-Age", MAX_AGE);
        return all;
    }

    /**
     * Headers as API Gateway's mapping parameters for them, with literals in single quotes: no value that a tag takes
     * has one.
     *
     * @param prefix such as {@code gatewayresponse.header.}
     */
    public static Map<String, String> mapped(String prefix, Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(header -> prefix + header.getKey(), header -> "'" + header.getValue() + "'"));
    }
}
