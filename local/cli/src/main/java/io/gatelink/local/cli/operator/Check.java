package io.gatelink.local.cli.operator;

import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One of the things that {@code gatelink doctor} looks at.
 *
 * @param what  as it is called
 * @param right the right that its call needs
 */
record Check(String what, String right, Supplier<Finding> look) {

    private static final int NOT_IMPLEMENTED = 501;

    static List<Finding> run(List<Check> checks) {
        return checks.stream().map(Check::run).toList();
    }

    private Finding run() {
        try {
            return look.get();
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_IMPLEMENTED) {
                return Finding.notChecked(what, "not checked here: the embedded AWS does not have it");
            }
            if (AwsErrors.isDenied(e)) {
                return Finding.notChecked(what, "not checked: that needs the right " + right);
            }
            throw e;
        }
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
