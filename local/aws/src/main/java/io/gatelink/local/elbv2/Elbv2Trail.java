package io.gatelink.local.elbv2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.CloudTrail;
import io.gatelink.local.http.Request;
import io.gatelink.local.sts.Identities;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells CloudTrail of calls to Elastic Load Balancing, in CloudTrail's shape: names begin in lower case
 * ({@code dNSName}), numbers and truth values are typed, times are in American English.
 */
final class Elbv2Trail {

    private static final String API_VERSION = "2015-12-01";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);
    private static final Set<String> NUMBERS = Set.of(
            "Port",
            "HealthCheckIntervalSeconds",
            "HealthCheckTimeoutSeconds",
            "HealthyThresholdCount",
            "UnhealthyThresholdCount",
            "Weight",
            "Order");

    /**
     * Errors that CloudTrail calls by the names of their exceptions, as it does with all that the service's model has.
     */
    private static final Set<String> EXCEPTIONS = Set.of(
            "DuplicateListener",
            "DuplicateLoadBalancerName",
            "DuplicateTagKeys",
            "DuplicateTargetGroupName",
            "IncompatibleProtocols",
            "InvalidConfigurationRequest",
            "InvalidLoadBalancerAction",
            "InvalidSecurityGroup",
            "InvalidSubnet",
            "InvalidTarget",
            "ListenerNotFound",
            "LoadBalancerNotFound",
            "OperationNotPermitted",
            "ResourceInUse",
            "SubnetNotFound",
            "TargetGroupAssociationLimit",
            "TargetGroupNotFound",
            "TooManyTags",
            "TooManyTargetGroups");

    private final CloudTrail cloudTrail;

    Elbv2Trail(CloudTrail cloudTrail) {
        this.cloudTrail = cloudTrail;
    }

    void succeeded(Request request, String requestId, String operation, ObjectNode parameters, ObjectNode result) {
        record(request, requestId, operation, parameters, result.isEmpty() ? null : result, Optional.empty());
    }

    void failed(Request request, String requestId, String operation, ObjectNode parameters, AwsException error) {
        record(
                request,
                requestId,
                operation,
                parameters,
                null,
                Optional.of(
                        EXCEPTIONS.contains(error.code())
                                ? new AwsException(error.code() + "Exception", error.status(), error.getMessage())
                                : error));
    }

    private void record(
            Request request,
            String requestId,
            String operation,
            ObjectNode parameters,
            ObjectNode result,
            Optional<AwsException> error) {
        cloudTrail.record(new CloudTrail.ApiActivity(
                "elasticloadbalancing",
                operation,
                API_VERSION,
                inTrail("", parameters, false),
                result == null ? null : inTrail("", result, true),
                error,
                Identities.accessKeyOf(request),
                request.remoteAddress(),
                request.header("User-Agent").orElse("unknown"),
                requestId));
    }

    /** @param answered whether it is our own answer: what callers send may bear any name, and hold anything */
    private static JsonNode inTrail(String name, JsonNode value, boolean answered) {
        if (value.isObject()) {
            ObjectNode object = Json.object();
            value.properties()
                    .forEach(field -> object.set(
                            Character.toLowerCase(field.getKey().charAt(0))
                                    + field.getKey().substring(1),
                            inTrail(field.getKey(), field.getValue(), answered)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = Json.array();
            value.forEach(item -> array.add(inTrail(name, item, answered)));
            return array;
        }
        if (answered && name.equals("CreatedTime")) {
            return TextNode.valueOf(TIME.format(Instant.parse(value.textValue())));
        }
        if (value.isTextual() && NUMBERS.contains(name) && value.textValue().matches("[0-9]{1,9}")) {
            return IntNode.valueOf(Integer.parseInt(value.textValue()));
        }
        return value;
    }
}
