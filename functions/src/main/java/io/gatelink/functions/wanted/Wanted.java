package io.gatelink.functions.wanted;

/**
 * How a load balancer is to be published: what its tags ask for, and the stack's parameters where they ask for nothing.
 *
 * @param uri              scheme, name and port of the listener, such as {@code http://orders-1.elb.amazonaws.com:80}
 * @param authorization    {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
 * @param stage            the stage's name
 * @param path             that the smoke test asks for
 * @param expect           the statuses that the smoke test accepts, with commas
 * @param timeoutMillis    how long API Gateway waits for the backend
 * @param integration      {@code http_proxy} or {@code http}
 * @param response         {@code buffered} or {@code stream}
 * @param network          how a VPC link of version 2 reaches the load balancer; {@code null} for one of version 1
 * @param cors             from which web pages scripts may call the API; {@code null} if from none but its own
 * @param basePath         where callers reach the API by the stack's custom domain, as {@link BasePath#text}; {@code
 *                         null} if the stack has none
 * @param tagsHash         a hash of the load balancer's tags of ours
 */
public record Wanted(
        String uri,
        String authorization,
        String stage,
        String path,
        String expect,
        String timeoutMillis,
        String integration,
        String response,
        Network network,
        Cors cors,
        String basePath,
        String tagsHash) {

    /** Whether API Gateway passes answers on as they come. */
    public boolean isStreamed() {
        return response.equals(IntegrationChoice.STREAM);
    }

    /** Which rules have to let requests in, for remedies. */
    public String wayIn() {
        return network == null
                ? "at whether its security groups and those of the targets let requests in"
                : "at whether the " + network.wayIn(uri);
    }

    /** How many seconds a request may be under way, rounded up. */
    public int longestRequestSeconds() {
        return (Integer.parseInt(timeoutMillis) + 999) / 1000;
    }
}
