package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import java.util.Optional;

/** Where services report the API calls that change something, whether they succeeded or not. Used exclusively. */
public interface CloudTrail {

    void record(ApiActivity activity);

    /**
     * One call.
     *
     * @param service           the part of the service's name before {@code .amazonaws.com}
     * @param eventName         the operation
     * @param apiVersion        e.g. {@code 2015-12-01}
     * @param requestParameters names in lower camel case, as CloudTrail writes them; {@code null} if there are none
     * @param responseElements  likewise; {@code null} if nothing was returned
     * @param error             why it failed
     */
    record ApiActivity(
            String service,
            String eventName,
            String apiVersion,
            JsonNode requestParameters,
            JsonNode responseElements,
            Optional<AwsException> error,
            String accessKeyId,
            String sourceIpAddress,
            String userAgent,
            String requestId) {}
}
