package io.gatelink.functions;

/** The authorization types of methods that Gatelink sets, in API Gateway's words. */
final class Authorization {

    /** Callers sign their requests. */
    static final String AWS_IAM = "AWS_IAM";

    /** Callers send a key of the API's usage plan. */
    static final String API_KEY = "API_KEY";

    /** Anyone may call. */
    static final String NONE = "NONE";

    private Authorization() {
    }

    static boolean isKnown(String type) {
        return AWS_IAM.equals(type) || NONE.equals(type);
    }
}
