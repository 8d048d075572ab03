package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.core.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.commons.text.StringEscapeUtils;

/**
 * {@code $util} of a mapping template; public for Velocity to call. Without a text there is no result.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference">
 *      $util variables</a>
 */
public final class TemplateUtil {

    TemplateUtil() {}

    /** The text as it may stand within a JavaScript string, single quotes escaped too. */
    public String escapeJavaScript(String text) {
        return StringEscapeUtils.escapeEcmaScript(text);
    }

    /**
     * Lists, maps and scalars of JSON.
     *
     * @throws Json.InvalidJsonException if the text is not JSON
     */
    public Object parseJson(String json) {
        return json == null ? null : TemplateInput.plain(Json.parse(json));
    }

    /** As {@code application/x-www-form-urlencoded}. */
    public String urlEncode(String text) {
        return text == null ? null : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * From {@code application/x-www-form-urlencoded}.
     *
     * @throws IllegalArgumentException if the text is not encoded so
     */
    public String urlDecode(String text) {
        return text == null ? null : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The text's bytes in UTF-8, in Base64. */
    public String base64Encode(String text) {
        return text == null ? null : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text in UTF-8 that is written in Base64.
     *
     * @throws IllegalArgumentException if it is not
     */
    public String base64Decode(String base64) {
        return base64 == null ? null : new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
