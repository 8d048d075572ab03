package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.util.List;

/** The members of a request's body. */
final class StatesRequest {

    private final JsonNode body;

    StatesRequest(JsonNode body) {
        this.body = body;
    }

    /** {@code null} if it is absent. */
    String text(String member) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw unfit(member, "a string");
        }
        return value.textValue();
    }

    String required(String member) {
        String value = text(member);
        if (value == null) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value null at '" + member
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    /** 0 if it is absent. */
    int whole(String member) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw unfit(member, "an integer");
        }
        return value.intValue();
    }

    boolean flag(String member, boolean otherwise) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw unfit(member, "a boolean");
        }
        return value.booleanValue();
    }

    /** @throws AwsException NotImplemented if one of the members is there, which AWS takes */
    void refuse(String operation, String... members) {
        for (String member : members) {
            if (body.hasNonNull(member)) {
                throw Protocol.notImplemented("Step Functions", operation + " with " + member);
            }
        }
    }

    /** @throws AwsException ValidationException if there is a member that {@code operation} does not have */
    void checkMembers(String operation, List<String> known, String... more) {
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name) && !List.of(more).contains(name)) {
                throw new AwsException("ValidationException", 400, operation + " has no member '" + name + "'.");
            }
        });
    }

    boolean hasAny(List<String> members) {
        return members.stream().anyMatch(body::hasNonNull);
    }

    /** A structure, which may have these members; one without members if it is absent. */
    StatesRequest inner(String member, String... known) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return new StatesRequest(Json.object());
        }
        if (!value.isObject()) {
            throw unfit(member, "a structure");
        }
        var inner = new StatesRequest(value);
        inner.checkMembers(member, List.of(known));
        return inner;
    }

    /** Also if it is absent. */
    boolean isEmptyList(String member) {
        JsonNode value = body.path(member);
        if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
            throw unfit(member, "a list");
        }
        return value.isEmpty();
    }

    /** {@code nextToken}; {@code null} if it is absent. */
    String token(int most) {
        String token = text("nextToken");
        if (token != null && token.length() > most) {
            throw Requests.invalid(token, "nextToken", "Member must have length less than or equal to " + most);
        }
        return token;
    }

    private static AwsException unfit(String member, String expected) {
        return new AwsException("SerializationException", 400, "The member '" + member + "' must be " + expected);
    }
}
