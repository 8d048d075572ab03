package io.gatelink.local.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Filters of calls that describe something: all must match, each by any of its values, in which {@code *} and
 * {@code ?} stand for any characters.
 *
 * @param <T> what is filtered
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html">Filter resources</a>
 */
final class Filters<T> {

    private static final String TAG = "tag:";

    private final Map<String, Function<T, String>> values = new LinkedHashMap<>();
    private final Function<T, Map<String, String>> tags;

    /** @param tags of what is filtered; {@code null} if it has none */
    Filters(Function<T, Map<String, String>> tags) {
        this.tags = tags;
    }

    Filters<T> with(String name, Function<T, String> value) {
        values.put(name, value);
        return this;
    }

    /**
     * @throws io.gatelink.local.core.AwsException NotImplemented for filters that are not supported,
     *                                        InvalidParameterValue for one without values
     */
    List<T> apply(Ec2Request request, List<T> all) {
        List<T> found = all;
        for (Ec2Request.Filter filter : request.filters()) {
            if (filter.values().isEmpty()) {
                throw Ec2Errors.error("InvalidParameterValue", "The filter '" + filter.name() + "' has no values");
            }
            found = found.stream()
                    .filter(it -> texts(request, filter.name(), it).stream()
                            .anyMatch(text -> filter.values().stream().anyMatch(value -> matches(value, text))))
                    .toList();
        }
        return found;
    }

    private List<String> texts(Ec2Request request, String name, T it) {
        if (tags != null && name.equals("tag-key")) {
            return List.copyOf(tags.apply(it).keySet());
        }
        if (tags != null && name.startsWith(TAG)) {
            String value = tags.apply(it).get(name.substring(TAG.length()));
            return value == null ? List.of() : List.of(value);
        }
        Function<T, String> value = values.get(name);
        if (value == null) {
            throw Ec2Errors.notSupported(request.operation() + " with the filter " + Ec2Errors.quoted(name));
        }
        return List.of(value.apply(it));
    }

    private static boolean matches(String value, String text) {
        var pattern = new StringBuilder();
        value.chars()
                .forEach(c -> pattern.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text).matches();
    }
}
