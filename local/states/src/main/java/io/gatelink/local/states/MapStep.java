package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.states.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the item processor once for each item. */
final class MapStep implements Step {

    /**
     * The most iterations side by side of an inline map.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html">Inline mode</a>
     */
    private static final int MOST_CONCURRENT = 40;

    private final Visit visit;
    private final State.InlineMap map;
    private final List<JsonNode> inputs = new ArrayList<>();
    private ChildFlows stopped;
    private ChildFlows iterations;
    private ArrayNode items;
    private int concurrency;

    MapStep(Visit visit, State.InlineMap map) {
        this.visit = visit;
        this.map = map;
    }

    @Override
    public void begin() {
        if (stopped != null) {
            resume();
            return;
        }
        var evaluator = Evaluator.of(visit);
        items = items(evaluator);
        concurrency = map.maxConcurrency()
                .map(template -> evaluator.whole(template, "MaxConcurrency", 0, Integer.MAX_VALUE))
                .orElse(0);
        concurrency = concurrency == 0 ? MOST_CONCURRENT : Math.min(concurrency, MOST_CONCURRENT);
        for (int i = 0; i < items.size(); i++) {
            inputs.add(input(i));
        }
        visit.record(HistoryEventType.MAP_STATE_STARTED, EventDetails.mapStarted(items.size()));
        iterations = new ChildFlows(items.size());
        if (iterations.allSucceeded()) {
            succeed(visit.flow().previous());
        }
        startUpTo(concurrency, visit.flow().previous());
    }

    /** Only the iterations that did not succeed. */
    @Override
    public Optional<Step> rest(Visit redriven) {
        if (iterations == null || iterations.started() == 0) {
            return Optional.empty();
        }
        var rest = new MapStep(redriven, map);
        rest.stopped = iterations;
        rest.items = items;
        rest.inputs.addAll(inputs);
        rest.concurrency = concurrency;
        return Optional.of(rest);
    }

    private void resume() {
        long cause = visit.flow().previous();
        iterations = stopped.redrive(cause, this::ending);
        stopped = null;
        iterations.resume();
        if (iterations.allSucceeded()) {
            succeed(cause);
        } else {
            startUpTo(concurrency + iterations.succeeded(), cause);
        }
    }

    private void startUpTo(int iterationsSoFar, long cause) {
        while (iterations.started() < Math.min(iterationsSoFar, iterations.size())
                && !visit.flow().run().over()) {
            startNext(cause);
        }
    }

    private ArrayNode items(Evaluator evaluator) {
        if (map.items().isPresent()) {
            return evaluator.array(map.items().get(), "Items");
        }
        if (visit.input() instanceof ArrayNode array) {
            return array;
        }
        throw evaluator.failed("Map state input must be an array but was: " + Json.write(visit.input()), null);
    }

    private JsonNode input(int index) {
        return map.itemSelector()
                .map(template -> Evaluator.forItem(visit, item(index)).evaluate(template, "ItemSelector"))
                .orElseGet(() -> items.get(index));
    }

    private ObjectNode item(int index) {
        ObjectNode item = Json.object().put("Index", index);
        return item.set("Value", items.get(index));
    }

    private void startNext(long cause) {
        int index = iterations.started();
        Flow outer = visit.flow();
        long started = outer.run()
                .record(HistoryEventType.MAP_ITERATION_STARTED, cause, EventDetails.iteration(visit.name(), index));
        var iteration = new Flow(
                outer.run(), map.itemProcessor(), outer.variables().inner(), item(index), started, ending(index));
        iterations.add(iteration);
        iteration.start(inputs.get(index));
    }

    private Flow.Ending ending(int index) {
        return new Flow.Ending() {
            @Override
            public void succeeded(JsonNode output) {
                iterationSucceeded(index, output);
            }

            @Override
            public void failed(Failure failure) {
                iterationFailed(index, failure);
            }
        };
    }

    private void iterationSucceeded(int index, JsonNode output) {
        iterations.succeeded(index, output);
        long last = iterations.get(index).previous();
        long succeeded = record(HistoryEventType.MAP_ITERATION_SUCCEEDED, index, last);
        if (iterations.allSucceeded()) {
            succeed(succeeded);
        } else if (iterations.started() < iterations.size()) {
            startNext(last);
        }
    }

    private void iterationFailed(int index, Failure failure) {
        long last = iterations.get(index).previous();
        record(HistoryEventType.MAP_ITERATION_FAILED, index, last);
        abort(last);
        iterations.get(index).recordTaskAborted(last);
        visit.flow().continueFrom(last);
        visit.fail(failure);
    }

    private void succeed(long last) {
        visit.exit(HistoryEventType.MAP_STATE_SUCCEEDED, last, iterations.result());
    }

    private void abort(long cause) {
        for (int i = 0; i < iterations.started(); i++) {
            if (!iterations.get(i).over()) {
                iterations.get(i).abort(cause);
                record(HistoryEventType.MAP_ITERATION_ABORTED, i, cause);
            }
        }
    }

    private long record(HistoryEventType type, int index, long cause) {
        return visit.flow().run().record(type, cause, EventDetails.iteration(visit.name(), index));
    }

    @Override
    public void cancel() {
        if (iterations != null) {
            iterations.cancel();
        }
    }

    @Override
    public void recordAborted(long cause) {
        if (iterations != null) {
            abort(cause);
        }
    }
}
