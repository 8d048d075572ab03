package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One of the things that {@code gatelink doctor} looks at.
 *
 * @param what  as it is called
 * @param right the right that its call needs, unless AWS names it
 */
record Check(String what, String right, Supplier<Finding> look) {

    private static final int NOT_IMPLEMENTED = 501;
    private static final int SERVER_ERROR = 500;
    private static final Pattern ACTION = Pattern.compile("not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)");

    /**
     * Looks at all of them.
     *
     * @throws AwsServiceException if AWS takes no call with these credentials
     */
    static List<Finding> run(List<Check> checks, Aws aws) {
        return checks.stream().map(check -> check.run(aws)).toList();
    }

    private Finding run(Aws aws) {
        try {
            return look.get();
        } catch (AwsServiceException e) {
            if (AwsErrors.isOfCredentials(e)) {
                throw e;
            }
            return refused(e, aws);
        } catch (BadInputException e) {
            return Finding.missing(what, e.getMessage(), "");
        }
    }

    /** What a check cannot see is told, and the others go on. */
    private Finding refused(AwsServiceException e, Aws aws) {
        if (e.statusCode() == NOT_IMPLEMENTED) {
            return Finding.notChecked(what, "not checked here: the embedded AWS does not have it");
        }
        if (AwsErrors.isDenied(e)) {
            Matcher named = ACTION.matcher(String.valueOf(e.getMessage()));
            return Finding.notChecked(
                    what, "not checked: that needs the right " + (named.find() ? named.group(1) : right));
        }
        String sentence = AwsErrors.explain(e, aws).getMessage();
        return e.isThrottlingException() || e.statusCode() >= SERVER_ERROR
                ? Finding.notChecked(what, "not checked: " + sentence)
                : Finding.missing(what, sentence, "If the stack was changed by hand, deploy it again.");
    }

    /** A right of the caller, by a call that reads. */
    static Check right(String right, Runnable call) {
        String what = "right";
        return new Check(what, right, () -> {
            try {
                call.run();
                return Finding.ok(what, right + " is granted");
            } catch (SdkException e) {
                if (AwsErrors.isDenied(e)) {
                    return Finding.missing(
                            what,
                            right + " is refused to these credentials.",
                            "Grant it; gatelink doctor --permissions lists what each command needs.");
                }
                throw e;
            }
        });
    }
}
