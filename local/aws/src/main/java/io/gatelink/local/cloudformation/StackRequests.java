package io.gatelink.local.cloudformation;

import io.gatelink.local.http.QueryParameters;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what requests say about a stack. What is not supported is refused by name. */
final class StackRequests {

    private static final int MOST_BODY_BYTES = 51_200;
    private static final int MOST_OBJECT_BYTES = 1_048_576;
    private static final Pattern PATH_STYLE = Pattern.compile("/([^/]+)/(.+)");

    private final TemplateSource templates;

    StackRequests(TemplateSource templates) {
        this.templates = templates;
    }

    StackRequest stack(QueryParameters request) {
        boolean previous = request.bool("UsePreviousTemplate").orElse(false);
        Optional<String> template = template(request);
        if (previous == template.isPresent()) {
            throw CloudFormationErrors.validation(
                    previous
                            ? "You cannot specify both usePreviousTemplate and Template Body/Template URL."
                            : "Either Template URL or Template Body must be specified.");
        }
        return new StackRequest(
                request.required("StackName"),
                template,
                parameters(request),
                tags(request),
                request.texts("Capabilities"),
                request.text("ClientRequestToken"));
    }

    /** The template that a request has; empty for none. */
    Optional<String> template(QueryParameters request) {
        Optional<String> body = request.text("TemplateBody");
        Optional<String> url = request.text("TemplateURL");
        if (body.isPresent() && url.isPresent()) {
            throw CloudFormationErrors.validation("Template URL and Template Body cannot both be specified.");
        }
        body.filter(text -> text.getBytes(StandardCharsets.UTF_8).length > MOST_BODY_BYTES)
                .ifPresent(text -> {
                    throw CloudFormationErrors.validation("1 validation error detected: Value at 'templateBody' failed "
                            + "to satisfy constraint: Member must have length less than or equal to "
                            + MOST_BODY_BYTES);
                });
        return body.or(() -> url.map(this::read));
    }

    /** The URL of an object in path style, on whatever host: there is no other S3 here. */
    private String read(String url) {
        Matcher path;
        try {
            path = PATH_STYLE.matcher(
                    Optional.ofNullable(URI.create(url).getRawPath()).orElse(""));
        } catch (IllegalArgumentException e) {
            path = PATH_STYLE.matcher("");
        }
        if (!url.matches("https?://.*") || !path.matches()) {
            throw CloudFormationErrors.validation("TemplateURL must be a supported URL.");
        }
        byte[] template = templates
                .object(decoded(path.group(1)), decoded(path.group(2)))
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "S3 error: The specified key does not exist.\nFor more information check "
                                + "http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"));
        if (template.length > MOST_OBJECT_BYTES) {
            throw CloudFormationErrors.validation("Template may not exceed " + MOST_OBJECT_BYTES + " bytes in size.");
        }
        return new String(template, StandardCharsets.UTF_8);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Map<String, Optional<String>> parameters(QueryParameters request) {
        var parameters = new LinkedHashMap<String, Optional<String>>();
        request.structures("Parameters").forEach(parameter -> {
            String key = parameter.required("ParameterKey");
            boolean previous = parameter.bool("UsePreviousValue").orElse(false);
            Optional<String> value = parameter.text("ParameterValue");
            if (previous && value.isPresent()) {
                throw CloudFormationErrors.validation("Invalid input for parameter key " + key
                        + ". Cannot specify usePreviousValue as true and non empty value for a parameter");
            }
            if (parameters.put(key, previous ? Optional.empty() : Optional.of(value.orElse(""))) != null) {
                throw CloudFormationErrors.validation("Parameter '" + key + "' has multiple values");
            }
        });
        return parameters;
    }

    private static Optional<Map<String, String>> tags(QueryParameters request) {
        if (!request.has("Tags")) {
            return Optional.empty();
        }
        var tags = new LinkedHashMap<String, String>();
        request.structures("Tags")
                .forEach(tag -> tags.put(tag.required("Key"), tag.text("Value").orElse("")));
        return Optional.of(tags);
    }

    /** What failed is always rolled back here. */
    void requireRollback(QueryParameters request) {
        boolean kept = request.bool("DisableRollback").orElse(false)
                || !request.text("OnFailure").orElse("ROLLBACK").equals("ROLLBACK")
                || !request.text("OnStackFailure").orElse("ROLLBACK").equals("ROLLBACK");
        if (kept) {
            throw CloudFormationErrors.validation(
                    "The local AWS rolls back what failed: DisableRollback must be false, "
                            + "OnFailure and OnStackFailure must be ROLLBACK");
        }
    }
}
