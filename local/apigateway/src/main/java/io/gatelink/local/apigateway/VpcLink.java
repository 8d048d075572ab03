package io.gatelink.local.apigateway;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A VPC link (V1) as it is now. Fields are those of API Gateway's VpcLink, {@code null} where absent.
 *
 * @param statusMessage absent while PENDING
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html">VpcLink</a>
 */
public record VpcLink(
        String id,
        String name,
        String description,
        List<String> targetArns,
        Status status,
        String statusMessage,
        Map<String, String> tags) {

    /** Where a link is in its life. */
    public enum Status {
        PENDING,
        AVAILABLE,
        FAILED,
        DELETING
    }

    public VpcLink {
        targetArns = List.copyOf(targetArns);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    VpcLink with(Status newStatus, String message) {
        return new VpcLink(id, name, description, targetArns, newStatus, message, tags);
    }

    VpcLink withName(String newName) {
        return new VpcLink(id, newName, description, targetArns, status, statusMessage, tags);
    }

    VpcLink withDescription(String newDescription) {
        return new VpcLink(id, name, newDescription, targetArns, status, statusMessage, tags);
    }

    VpcLink withTags(Map<String, String> newTags) {
        return new VpcLink(id, name, description, targetArns, status, statusMessage, newTags);
    }
}
