package io.gatelink.local;

import java.util.Objects;

/**
 * An error that AWS answers with. Services throw it; {@link io.gatelink.local.http.Protocol} alone turns it into
 * bytes.
 */
public final class AwsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    /**
     * @param code   the error's type as AWS names it, e.g. {@code NotFoundException}
     * @param status the HTTP status code, e.g. 404
     * @param message AWS's own text
     */
    public AwsException(String code, int status, String message) {
        super(message, null, false, false);
        this.code = Objects.requireNonNull(code, "code");
        this.status = status;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }
}
