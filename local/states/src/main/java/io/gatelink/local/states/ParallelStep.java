package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.states.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs branches side by side. */
final class ParallelStep implements Step {

    private final Visit visit;
    private final State.Parallel parallel;
    private final List<Flow> branches = new ArrayList<>();
    private List<Flow> stopped = List.of();
    private JsonNode[] outputs;
    private int running;

    ParallelStep(Visit visit, State.Parallel parallel) {
        this.visit = visit;
        this.parallel = parallel;
    }

    @Override
    public void begin() {
        if (!stopped.isEmpty()) {
            resume();
            return;
        }
        var evaluator = Evaluator.of(visit);
        JsonNode input = parallel.arguments()
                .map(template -> evaluator.evaluate(template, "Arguments"))
                .orElse(visit.input());
        Payload.check(input, visit.name());
        visit.record(HistoryEventType.PARALLEL_STATE_STARTED, null);
        outputs = new JsonNode[parallel.branches().size()];
        running = outputs.length;
        for (int i = 0; i < outputs.length; i++) {
            branches.add(branch(i));
        }
        branches.forEach(branch -> branch.start(input));
    }

    /** Only the branches that did not succeed. */
    @Override
    public Optional<Step> rest(Visit redriven) {
        if (branches.isEmpty()) {
            return Optional.empty();
        }
        var rest = new ParallelStep(redriven, parallel);
        rest.stopped = branches;
        rest.outputs = outputs.clone();
        rest.running = running;
        return Optional.of(rest);
    }

    private void resume() {
        long cause = visit.flow().previous();
        for (int i = 0; i < outputs.length; i++) {
            branches.add(outputs[i] == null ? stopped.get(i).again(cause, ending(i)) : stopped.get(i));
        }
        stopped = List.of();
        branches.stream().filter(branch -> !branch.over()).forEach(Flow::resume);
        if (running == 0) {
            allSucceeded(cause);
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
                outputs[index] = output;
                if (--running == 0) {
                    allSucceeded(branches.get(index).previous());
                }
            }

            @Override
            public void failed(Failure failure) {
                long last = branches.get(index).previous();
                branches.forEach(branch -> branch.abort(last));
                branches.get(index).recordTaskAborted(last);
                visit.flow().continueFrom(last);
                visit.fail(failure);
            }
        };
    }

    private void allSucceeded(long last) {
        Flow outer = visit.flow();
        outer.continueFrom(last);
        outer.record(HistoryEventType.PARALLEL_STATE_SUCCEEDED, null);
        outer.continueFrom(last);
        JsonNode result = Json.array().addAll(List.of(outputs));
        visit.guarded(() -> visit.exit(
                Evaluator.forResult(visit, result),
                parallel.output(),
                result,
                parallel.assign(),
                parallel.transition()));
    }

    @Override
    public void cancel() {
        branches.forEach(Flow::cancel);
    }

    @Override
    public void recordAborted(long cause) {
        branches.forEach(branch -> branch.abort(cause));
    }
}
