package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.template.Stack.S3Location;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Objects in S3, where {@code sam package} puts what a template names.
 *
 * @param objects reads an object; empty if there is none
 */
public record S3Artifacts(Function<S3Location, Optional<byte[]>> objects) implements Artifacts {

    private static final Pattern URI = Pattern.compile("s3://([^/]+)/([^?]+)");
    private static final Set<String> KEYS = Set.of("Bucket", "Key");

    @Override
    public Optional<Definition> definition(JsonNode location, Consumer<String> problem) {
        Optional<S3Location> place = location(location);
        if (place.isEmpty()) {
            problem.accept("must be an object in S3: s3://bucket/key, or Bucket and Key without a Version");
            return Optional.empty();
        }
        Optional<byte[]> content = objects.apply(place.get());
        if (content.isEmpty()) {
            problem.accept(
                    "The specified key does not exist: " + name(place.get()) + " (Service: S3, Status Code: 404)");
        }
        return content.map(bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new Definition(name(place.get()), text, !text.stripLeading().startsWith("{"));
        });
    }

    @Override
    public Optional<S3Location> code(JsonNode location, Consumer<String> problem) {
        Optional<S3Location> place = location(location);
        if (place.isEmpty()) {
            problem.accept("'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key'; the local AWS takes no "
                    + "versionId");
        }
        return place;
    }

    private static Optional<S3Location> location(JsonNode location) {
        if (location.isTextual()) {
            Matcher uri = URI.matcher(location.textValue());
            return uri.matches() ? Optional.of(new S3Location(uri.group(1), uri.group(2))) : Optional.empty();
        }
        boolean complete = location.isObject()
                && location.size() == KEYS.size()
                && KEYS.stream().allMatch(key -> location.path(key).isTextual());
        return complete
                ? Optional.of(new S3Location(
                        location.get("Bucket").textValue(), location.get("Key").textValue()))
                : Optional.empty();
    }

    private static String name(S3Location location) {
        return "s3://" + location.bucket() + "/" + location.key();
    }
}
