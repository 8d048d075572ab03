package io.gatelink.functions.wanted;

/**
 * A path of a custom domain, at which callers reach an API; as text {@code api.example.com/orders}.
 *
 * @param domainName the domain's name, such as {@code api.example.com}
 * @param segment    one segment, without slashes
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_BasePathMapping.html">BasePathMapping</a>
 */
public record BasePath(String domainName, String segment) {

    /** @param text as {@link #text} gives it */
    public static BasePath of(String text) {
        int slash = text.indexOf('/');
        return new BasePath(text.substring(0, slash), text.substring(slash + 1));
    }

    public String text() {
        return domainName + "/" + segment;
    }

    @Override
    public String toString() {
        return text();
    }
}
