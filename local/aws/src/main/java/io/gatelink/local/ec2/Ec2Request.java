package io.gatelink.local.ec2;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.QueryParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What EC2 is asked for, with EC2's own errors for what is malformed. */
final class Ec2Request {

    private static final int MOST_OF_A_PAGE = 1000;

    private final String operation;
    private final QueryParameters parameters;

    Ec2Request(String operation, QueryParameters parameters) {
        this.operation = operation;
        this.parameters = parameters;
    }

    /** @param values empty if none are given */
    record Filter(String name, List<String> values) {}

    String operation() {
        return operation;
    }

    /**
     * Checks that there is nothing but what the operation takes here.
     *
     * @throws AwsException NotImplemented
     */
    void check(Set<String> accepted) {
        parameters.paths().stream()
                .filter(path -> !accepted.contains(path))
                .findFirst()
                .ifPresent(path -> {
                    throw Ec2Errors.notSupported(operation + " with " + Ec2Errors.quoted(path));
                });
        if (bool("DryRun").orElse(false)) {
            throw Ec2Errors.notSupported(operation + " with DryRun");
        }
    }

    Optional<String> text(String name) {
        return converted(() -> parameters.text(name)).filter(text -> !text.isEmpty());
    }

    /** @throws AwsException MissingParameter */
    String required(String name) {
        return text(name).orElseThrow(() -> Ec2Errors.missing(name));
    }

    Optional<Integer> integer(String name) {
        return converted(() -> parameters.integer(name));
    }

    Optional<Boolean> bool(String name) {
        return converted(() -> parameters.bool(name));
    }

    List<String> texts(String name) {
        return converted(() -> parameters.texts(name));
    }

    List<Ec2Request> structures(String name) {
        return converted(() -> parameters.structures(name)).stream()
                .map(structure -> new Ec2Request(operation, structure))
                .toList();
    }

    List<Filter> filters() {
        return structures("Filter").stream()
                .map(filter -> new Filter(filter.required("Name"), filter.texts("Value")))
                .toList();
    }

    /**
     * The tags for what is being created.
     *
     * @throws AwsException InvalidParameterValue for those of something else
     */
    Map<String, String> tags(String resourceType) {
        var tags = new LinkedHashMap<String, String>();
        for (Ec2Request specification : structures("TagSpecification")) {
            String type = specification.required("ResourceType");
            if (!type.equals(resourceType)) {
                throw Ec2Errors.invalidValue(
                        "'" + Ec2Errors.quoted(type) + "' is not a valid taggable resource type for this operation.");
            }
            for (Ec2Request tag : specification.structures("Tag")) {
                if (tags.putIfAbsent(tag.required("Key"), tag.text("Value").orElse("")) != null) {
                    throw Ec2Errors.invalidValue(
                            "Duplicate tag key '" + Ec2Errors.quoted(tag.required("Key")) + "' specified.");
                }
            }
        }
        return tags;
    }

    private interface Reading<T> {

        T read();
    }

    private static <T> T converted(Reading<T> reading) {
        try {
            return reading.read();
        } catch (AwsException e) {
            throw Ec2Errors.invalidValue(e.getMessage());
        }
    }

    /**
     * The page that is asked for of all that was found.
     *
     * @param ids the parameter that names what is described; it does not go with {@code MaxResults}
     * @throws AwsException InvalidParameterValue, InvalidParameterCombination
     */
    <T> Page<T> page(String ids, List<T> all) {
        Optional<Integer> most = integer("MaxResults");
        int from = text("NextToken").map(token -> place(token, all.size())).orElse(0);
        if (most.isPresent()) {
            if (!texts(ids).isEmpty()) {
                throw Ec2Errors.error(
                        "InvalidParameterCombination",
                        "The parameter " + ids + " cannot be used with the parameter maxResults");
            }
            if (most.get() < 5 || most.get() > MOST_OF_A_PAGE) {
                throw Ec2Errors.invalidValue("Value ( " + most.get() + " ) for parameter maxResults is invalid. "
                        + "Expecting a value between 5 and " + MOST_OF_A_PAGE + ".");
            }
        }
        return Page.of(all, from, most.orElse(MOST_OF_A_PAGE), Integer::toString);
    }

    private static int place(String token, int size) {
        if (!token.matches("[0-9]{1,9}") || Integer.parseInt(token) > size) {
            throw Ec2Errors.invalidValue("Value (" + Ec2Errors.quoted(token) + ") for parameter nextToken is invalid.");
        }
        return Integer.parseInt(token);
    }
}
