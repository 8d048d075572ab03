package io.gatelink.functions.wanted;

import java.util.List;

/** Who may call an API. */
public final class Authorization {

    /** Callers sign their requests. */
    public static final String AWS_IAM = "AWS_IAM";

    /** Callers send a key of the API's usage plan. */
    public static final String API_KEY = "API_KEY";

    /** Anyone may call. */
    public static final String NONE = "NONE";

    /** The strongest first. */
    private static final List<String> BY_STRENGTH = List.of(AWS_IAM, API_KEY, NONE);

    private Authorization() {
    }

    /** Whether {@code one} lets more callers in than {@code other}; both are ones. */
    public static boolean isWeaker(String one, String other) {
        return BY_STRENGTH.indexOf(one) > BY_STRENGTH.indexOf(other);
    }
}
