package io.gatelink.local.apigateway;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An API key. Fields are those of API Gateway's ApiKey, {@code null} where absent.
 *
 * @param value   what callers send as {@code x-api-key}; 20 to 128 characters
 * @param enabled whether callers can use it
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html">ApiKey</a>
 */
public record ApiKey(
        String id,
        String value,
        String name,
        String customerId,
        String description,
        boolean enabled,
        Instant createdDate,
        Instant lastUpdatedDate,
        Map<String, String> tags) {

    public ApiKey {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    ApiKey withName(String newName) {
        return new ApiKey(id, value, newName, customerId, description, enabled, createdDate, lastUpdatedDate, tags);
    }

    ApiKey withCustomerId(String newId) {
        return new ApiKey(id, value, name, newId, description, enabled, createdDate, lastUpdatedDate, tags);
    }

    ApiKey withDescription(String newText) {
        return new ApiKey(id, value, name, customerId, newText, enabled, createdDate, lastUpdatedDate, tags);
    }

    ApiKey withEnabled(boolean now) {
        return new ApiKey(id, value, name, customerId, description, now, createdDate, lastUpdatedDate, tags);
    }

    ApiKey withLastUpdatedDate(Instant date) {
        return new ApiKey(id, value, name, customerId, description, enabled, createdDate, date, tags);
    }

    ApiKey withTags(Map<String, String> newTags) {
        return new ApiKey(id, value, name, customerId, description, enabled, createdDate, lastUpdatedDate, newTags);
    }
}
