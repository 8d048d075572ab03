package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.states.model.State;
import java.util.Optional;

/** Runs branches side by side. */
final class ParallelStep implements Step {

    private final Visit visit;
    private final State.Parallel parallel;
    private ChildFlows stopped;
    private ChildFlows branches;

    ParallelStep(Visit visit, State.Parallel parallel) {
        this.visit = visit;
        this.parallel = parallel;
    }

    @Override
    public void begin() {
        if (stopped != null) {
            resume();
            return;
        }
        var evaluator = Evaluator.of(visit);
        JsonNode input = parallel.arguments()
                .map(template -> evaluator.evaluate(template, "Arguments"))
                .orElse(visit.input());
        PayloadLimit.check(input, visit.name());
        visit.record(HistoryEventType.PARALLEL_STATE_STARTED, null);
        branches = new ChildFlows(parallel.branches().size());
        for (int i = 0; i < branches.size(); i++) {
            branches.add(branch(i));
        }
        for (int i = 0; i < branches.size(); i++) {
            branches.get(i).start(input);
        }
    }

    /** Only the branches that did not succeed. */
    @Override
    public Optional<Step> rest(Visit redriven) {
        if (branches == null) {
            return Optional.empty();
        }
        var rest = new ParallelStep(redriven, parallel);
        rest.stopped = branches;
        return Optional.of(rest);
    }

    private void resume() {
        long cause = visit.flow().previous();
        branches = stopped.redrive(cause, this::ending);
        stopped = null;
        branches.resume();
        if (branches.allSucceeded()) {
            succeed(cause);
        }
    }

    private Flow branch(int index) {
        Flow outer = visit.flow();
        return new Flow(
                outer.run(),
                parallel.branches().get(index),
                outer.variables().inner(),
                outer.mapItem(),
                outer.previous(),
                ending(index));
    }

    private Flow.Ending ending(int index) {
        return new Flow.Ending() {
            @Override
            public void succeeded(JsonNode output) {
                branches.succeeded(index, output);
                if (branches.allSucceeded()) {
                    succeed(branches.get(index).previous());
                }
            }

            @Override
            public void failed(Failure failure) {
                long last = branches.get(index).previous();
                recordAborted(last);
                branches.get(index).recordTaskAborted(last);
                visit.flow().continueFrom(last);
                visit.fail(failure);
            }
        };
    }

    private void succeed(long last) {
        visit.exit(HistoryEventType.PARALLEL_STATE_SUCCEEDED, last, branches.result());
    }

    @Override
    public void cancel() {
        if (branches != null) {
            branches.cancel();
        }
    }

    @Override
    public void recordAborted(long cause) {
        if (branches != null) {
            for (int i = 0; i < branches.started(); i++) {
                branches.get(i).abort(cause);
            }
        }
    }
}
