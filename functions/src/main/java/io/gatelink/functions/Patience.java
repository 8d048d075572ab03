package io.gatelink.functions;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * How long one thing that cannot be read keeps back all others. What AWS refuses for good stays unknown at once; what may
 * pass is tried again a few times, with all others, before it stays unknown; throttling is everybody's.
 *
 * @param retries how often the step was tried before
 */
record Patience(int retries) {

    /** So often a step begins anew for the sake of one of many. */
    static final int MOST = 3;

    /**
     * Reads something.
     *
     * @return why it stays unknown; nothing if it was read
     * @throws GatelinkException if the step is to begin anew
     */
    Optional<String> run(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (AwsUnavailableException e) {
            return unknown(e);
        } catch (SdkException e) {
            return unknown(AwsFailure.of(e));
        }
    }

    private Optional<String> unknown(GatelinkException failure) {
        if (failure instanceof ThrottledException || failure.passes() && retries < MOST) {
            throw failure;
        }
        return Optional.of(failure.getMessage());
    }
}
