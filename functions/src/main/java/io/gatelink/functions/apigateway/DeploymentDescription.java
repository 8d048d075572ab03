package io.gatelink.functions.apigateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a deployment's description says: deployments have no tags.
 *
 * @param content     a hash of what was deployed, see {@link #content}
 * @param execution   the execution that made it
 * @param predecessor the id of the deployment that the stage served before, if there was any
 */
public record DeploymentDescription(String content, String execution, Optional<String> predecessor) {

    private static final String NO_PREDECESSOR = "none";

    /** To be changed with what {@link IntegrateHandler} makes of the same input, so that it is deployed anew. */
    private static final String LAYOUT = "3";

    private static final Pattern FORM = Pattern.compile("Gatelink: content ([0-9a-f]{64}), execution "
            + "([A-Za-z0-9+=._@:-]{1,128}), after ([A-Za-z0-9]{1,64})");

    /** What a description says, or nothing if Gatelink did not write it. */
    public static Optional<DeploymentDescription> parse(String description) {
        if (description == null) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(description);
        return parts.matches()
                ? Optional.of(new DeploymentDescription(parts.group(1), parts.group(2),
                        Optional.of(parts.group(3)).filter(id -> !NO_PREDECESSOR.equals(id))))
                : Optional.empty();
    }

    /**
     * The hash, in hexadecimal, of what tells one of our APIs from another.
     *
     * @param parts all that a deployment publishes; no part has a line break
     */
    public static String content(String... parts) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((LAYOUT + "\n" + String.join("\n", parts)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The description. */
    public String text() {
        return "Gatelink: content " + content + ", execution " + execution + ", after "
                + predecessor.orElse(NO_PREDECESSOR);
    }
}
