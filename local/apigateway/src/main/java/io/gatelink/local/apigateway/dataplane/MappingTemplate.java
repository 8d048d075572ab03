package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.core.Json;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.parser.ParseException;

/**
 * A mapping template: text in the Velocity Template Language that makes a body of what {@link TemplateVariables} hold.
 * {@code #macro}, {@code #define} and all that reads files or evaluates text is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html">
 *      Mapping template reference</a>
 */
public final class MappingTemplate {

    /** API Gateway's quota on the size of a mapping template, in bytes. */
    private static final int MAX_BYTES = 300 * 1024;

    private static final TemplateEngine ENGINE = new TemplateEngine();

    private final Template template;

    private MappingTemplate(Template template) {
        this.template = template;
    }

    /** A template that cannot be rendered with the values at hand. */
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        FailedException(Throwable cause) {
            super(cause instanceof StackOverflowError ? "it is nested too deeply" : firstLine(cause), cause);
        }
    }

    /** @throws IllegalArgumentException if this is no template, or one that is not supported; the message says why */
    public static MappingTemplate parse(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("Invalid mapping template specified: it is larger than 300 KB");
        }
        try {
            var template = new Template();
            template.setName("template");
            template.setRuntimeServices(ENGINE);
            template.setData(ENGINE.parseWhole(new StringReader(text), template));
            template.initDocument();
            return new MappingTemplate(template);
        } catch (TemplateEngine.UnsupportedDirectiveException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (ParseException | VelocityException e) {
            throw new IllegalArgumentException("Invalid mapping template specified: " + firstLine(e), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("Invalid mapping template specified: it is nested too deeply", e);
        }
    }

    /**
     * @throws Json.InvalidJsonException if the template wants the body to be JSON, and it is not
     * @throws FailedException if the template fails for any other reason, such as doing too much
     */
    byte[] apply(TemplateVariables variables) throws FailedException {
        var result = new TemplateLimits.Output();
        try {
            template.merge(variables.context(), result);
            return result.toString().getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException | StackOverflowError e) {
            if (variables.invalidJson() != null) {
                throw variables.invalidJson();
            }
            throw new FailedException(e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
