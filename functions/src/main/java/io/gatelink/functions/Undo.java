package io.gatelink.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Undoes one thing after another, and keeps the account of what could not be undone. */
final class Undo {

    private final List<Leftover> leftovers = new ArrayList<>();
    private final StepLog log;

    Undo(StepLog log) {
        this.log = log;
    }

    /** What could not be undone. */
    List<Leftover> leftovers() {
        return List.copyOf(leftovers);
    }

    /**
     * Undoes one thing; returns whether that worked.
     *
     * @throws GatelinkException if AWS refuses for a reason that passes
     */
    boolean run(String resource, Runnable undoing) {
        Optional<GatelinkException> refused = refusal(undoing);
        refused.ifPresentOrElse(failure -> leftover(resource, failure.getMessage()), () -> done(resource));
        return refused.isEmpty();
    }

    void done(String resource) {
        log.with("resource", resource).info("Undone");
    }

    void leftover(String resource, String reason) {
        leftovers.add(new Leftover(resource, reason));
        log.with("resource", resource).with("reason", reason).warn("Left over: it cannot be undone");
    }

    /** What AWS refuses for good; whatever passes is thrown. */
    static Optional<GatelinkException> refusal(Runnable undoing) {
        try {
            undoing.run();
            return Optional.empty();
        } catch (AwsServiceException e) {
            GatelinkException failure = AwsFailure.of(e);
            if (failure.passes()) {
                throw failure;
            }
            return Optional.of(failure);
        }
    }
}
