package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.HttpListener;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * What an application load balancer answers itself.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html">
 *      Troubleshoot your Application Load Balancers</a>
 */
final class LoadBalancerAnswers {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final Pattern PART = Pattern.compile("#\\{[a-z]+}");

    private static final Map<Integer, String> TITLES = Map.of(
            301, "301 Moved Permanently",
            302, "302 Found",
            502, "502 Bad Gateway",
            503, "503 Service Temporarily Unavailable",
            504, "504 Gateway Time-out");

    private final Instant now;
    private final EndpointRequest request;

    LoadBalancerAnswers(Instant now, EndpointRequest request) {
        this.now = now;
        this.request = request;
    }

    /** @param status 502, 503 or 504 */
    EndpointResponse error(int status) {
        return answer(status, "text/html", page(status), List.of());
    }

    EndpointResponse fixed(HttpListener.FixedResponse response) {
        return answer(
                response.status(),
                response.contentType().orElse("text/plain") + "; charset=utf-8",
                response.body(),
                List.of());
    }

    EndpointResponse redirect(HttpListener.Redirect redirect, ApplicationLoadBalancer loadBalancer) {
        int question = request.target().indexOf('?');
        String path = question < 0 ? request.target() : request.target().substring(0, question);
        Map<String, String> values = Map.of(
                "#{protocol}", loadBalancer.scheme(),
                "#{host}",
                        ApplicationLoadBalancer.value(request.headers(), "Host").replaceFirst(":[0-9]+$", ""),
                "#{port}", Integer.toString(loadBalancer.port()),
                "#{path}", path.substring(1),
                "#{query}", question < 0 ? "" : request.target().substring(question + 1));
        String query = filled(redirect.query(), values);
        String location = filled(redirect.protocol(), values).toLowerCase(Locale.ROOT) + "://"
                + filled(redirect.host(), values) + ":" + filled(redirect.port(), values)
                + filled(redirect.path(), values) + (query.isEmpty() ? "" : "?" + query);
        return answer(
                redirect.status(),
                "text/html",
                page(redirect.status()),
                List.of(new BasicHeader("Location", location)));
    }

    private static String filled(String template, Map<String, String> values) {
        return PART.matcher(template)
                .replaceAll(part -> Matcher.quoteReplacement(values.getOrDefault(part.group(), part.group())));
    }

    private static String page(int status) {
        String title = TITLES.get(status);
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n</body>\r\n</html>\r\n";
    }

    private EndpointResponse answer(int status, String contentType, String text, List<Header> more) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        List<Header> headers = new ArrayList<>(List.of(
                new BasicHeader("Server", "awselb/2.0"),
                new BasicHeader("Date", DATE.format(now)),
                new BasicHeader("Content-Type", contentType),
                new BasicHeader("Content-Length", Integer.toString(body.length))));
        headers.addAll(more);
        boolean withBody = !request.method().equals("HEAD");
        return new EndpointResponse(status, headers.toArray(Header[]::new), withBody ? body : new byte[0]);
    }
}
