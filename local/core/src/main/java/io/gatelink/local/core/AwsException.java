package io.gatelink.local.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/**
 * An error that AWS answers with. Services throw it; {@link io.gatelink.local.http.Protocol} alone turns it into
 * bytes.
 */
public final class AwsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final ObjectNode members;

    /**
     * @param code   the error's type as AWS names it, e.g. {@code NotFoundException}
     * @param status the HTTP status code, e.g. 404
     * @param message AWS's own text
     */
    public AwsException(String code, int status, String message) {
        this(code, status, message, null);
    }

    private AwsException(String code, int status, String message, ObjectNode members) {
        super(message, null, false, false);
        this.code = Objects.requireNonNull(code, "code");
        this.status = status;
        this.members = members;
    }

    /** This error with members of its own beside its message, e.g. DynamoDB's {@code CancellationReasons}. */
    public AwsException with(ObjectNode newMembers) {
        return new AwsException(code, status, getMessage(), newMembers);
    }

    /** What it tells beside its message. */
    public Optional<ObjectNode> members() {
        return Optional.ofNullable(members);
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }
}
