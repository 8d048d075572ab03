package io.gatelink.local.http;

import io.gatelink.local.core.AwsException;
import java.time.Duration;

/**
 * A hook before and after each call of AWS's API, to make it fail on purpose. Asked exclusively, so an implementation
 * needs no locks of its own.
 */
public interface Faults {

    /** No faults. */
    Faults NONE = new Faults() {};

    /**
     * Before the call has any effect. To refuse or throttle it, throws
     * {@link AwsException} or, to drop the connection, {@link LostAnswerException}.
     *
     * @return how long the call is held up first; {@link Duration#ZERO} for not at all
     */
    default Duration before(ApiCall call) {
        return Duration.ZERO;
    }

    /**
     * After the call has had its effect. To lose its answer, throws {@link LostAnswerException}, or
     * {@link AwsException} to answer with an error although it worked.
     */
    default void after(ApiCall call) {}

    /**
     * How long a new resource is missing from listings, although it is found by its identifier at once.
     * Asked at each listing of VPC links or REST APIs.
     */
    default Duration listingLag() {
        return Duration.ZERO;
    }

    /**
     * How long calls that name something new are answered 404, as if it were not there: API Gateway is consistent only
     * eventually. Asked each time that a VPC link, REST API, resource, deployment or stage is made.
     */
    default Duration creationLag() {
        return Duration.ZERO;
    }

    /** How much longer than usual a new VPC link stays PENDING. Asked each time that one is made. */
    default Duration pendingLag() {
        return Duration.ZERO;
    }

    /** The call was refused: by a quota, by a policy or by the service itself; to follow what happens. */
    default void refused(ApiCall call, AwsException error) {}

    /**
     * Asked when the call has had its effect and has an answer.
     *
     * @return how long the answer is on its way
     */
    default Duration answerDelay(ApiCall call) {
        return Duration.ZERO;
    }

    /** The caller gets no answer: the connection breaks. */
    final class LostAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public LostAnswerException(ApiCall call) {
            super("The answer to " + call.operation() + " was lost", null, false, false);
        }
    }
}
