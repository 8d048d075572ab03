package io.gatelink.functions;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stage's description says of the last change of its variable {@link StageVariables#VPC_LINK_ID}; it is written
 * with the change, in one call.
 *
 * @param execution the execution that changed it
 * @param before    what it was before
 */
record StageDescription(String execution, String before) {

    private static final Pattern FORM = Pattern.compile("Gatelink: " + StageVariables.VPC_LINK_ID
            + " was ([A-Za-z0-9-._~:/?#&=,]{1,256}) before execution ([A-Za-z0-9+=._@:-]{1,128})");

    /** What a description says, or nothing if Gatelink did not write it. */
    static Optional<StageDescription> parse(String description) {
        if (description == null) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(description);
        return parts.matches() ? Optional.of(new StageDescription(parts.group(2), parts.group(1))) : Optional.empty();
    }

    /** The description. */
    String text() {
        return "Gatelink: " + StageVariables.VPC_LINK_ID + " was " + before + " before execution " + execution;
    }
}
