package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Json;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.states.model.State;
import java.util.ArrayList;
import java.util.List;

/** Runs branches side by side. */
final class ParallelStep implements Step {

    private final Visit visit;
    private final State.Parallel parallel;
    private final List<Flow> branches = new ArrayList<>();
    private JsonNode[] outputs;
    private int running;

    ParallelStep(Visit visit, State.Parallel parallel) {
        this.visit = visit;
        this.parallel = parallel;
    }

    @Override
    public void begin() {
        var evaluator = Evaluator.of(visit);
        JsonNode input = parallel.arguments()
                .map(template -> evaluator.evaluate(template, "Arguments")).orElse(visit.input());
        Payload.check(input, visit.name());
        visit.record(HistoryEventType.PARALLEL_STATE_STARTED, null);
        outputs = new JsonNode[parallel.branches().size()];
        running = outputs.length;
        for (int i = 0; i < outputs.length; i++) {
            branches.add(branch(i));
        }
        branches.forEach(branch -> branch.start(input));
    }

    private Flow branch(int index) {
        Flow outer = visit.flow();
        return new Flow(outer.run(), parallel.branches().get(index), outer.variables().inner(), outer.mapItem(),
                outer.previous(), new Flow.Ending() {
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
                        outer.continueFrom(last);
                        visit.fail(failure);
                    }
                });
    }

    @Override
    public boolean redrive() {
        if (branches.isEmpty()) {
            return false;
        }
        if (running == 0) {
            exit();
            return true;
        }
        long cause = visit.flow().previous();
        var unfinished = new ArrayList<Flow>();
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i] == null) {
                unfinished.add(branches.get(i));
            }
        }
        unfinished.forEach(branch -> branch.redrive(cause));
        return true;
    }

    private void allSucceeded(long last) {
        Flow outer = visit.flow();
        outer.continueFrom(last);
        outer.record(HistoryEventType.PARALLEL_STATE_SUCCEEDED, null);
        outer.continueFrom(last);
        exit();
    }

    private void exit() {
        JsonNode result = Json.array().addAll(List.of(outputs));
        visit.guarded(() -> visit.exit(Evaluator.forResult(visit, result), parallel.output(), result,
                parallel.assign(), parallel.transition()));
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
