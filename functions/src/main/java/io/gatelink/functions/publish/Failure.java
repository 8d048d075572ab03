package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.TaskJson;

/**
 * Why a publication failed, out of what Step Functions has caught.
 *
 * @param error  the error's name, without a package
 * @param reason for people
 */
record Failure(String error, String reason) {

    private static final int LONGEST = 2000;

    /** @param cause a function's is a JSON object with the exception's message */
    static Failure of(String error, String cause) {
        var message = TaskJson.object(cause).map(fields -> fields.get("errorMessage"))
                .filter(String.class::isInstance).map(String.class::cast);
        String reason = message.orElse(cause.isEmpty() ? error : error + ": " + cause);
        return new Failure(error.substring(error.lastIndexOf('.') + 1),
                reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason);
    }
}
