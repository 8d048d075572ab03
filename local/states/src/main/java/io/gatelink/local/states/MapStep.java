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
    private final List<Flow> iterations = new ArrayList<>();
    private final List<JsonNode> inputs = new ArrayList<>();
    private List<Flow> stopped = List.of();
    private ArrayNode items;
    private int concurrency;
    private JsonNode[] outputs;
    private int finished;

    MapStep(Visit visit, State.InlineMap map) {
        this.visit = visit;
        this.map = map;
    }

    @Override
    public void begin() {
        if (!stopped.isEmpty()) {
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
        outputs = new JsonNode[items.size()];
        if (outputs.length == 0) {
            allSucceeded(visit.flow().previous());
        }
        startUpTo(concurrency, visit.flow().previous());
    }

    /** Only the iterations that did not succeed. */
    @Override
    public Optional<Step> rest(Visit redriven) {
        if (iterations.isEmpty()) {
            return Optional.empty();
        }
        var rest = new MapStep(redriven, map);
        rest.stopped = iterations;
        rest.items = items;
        rest.inputs.addAll(inputs);
        rest.concurrency = concurrency;
        rest.outputs = outputs.clone();
        rest.finished = finished;
        return Optional.of(rest);
    }

    private void resume() {
        long cause = visit.flow().previous();
        for (int i = 0; i < stopped.size(); i++) {
            iterations.add(outputs[i] == null ? stopped.get(i).again(cause, ending(i)) : stopped.get(i));
        }
        stopped = List.of();
        iterations.stream().filter(iteration -> !iteration.over()).forEach(Flow::resume);
        if (finished == outputs.length) {
            allSucceeded(cause);
        } else {
            startUpTo(concurrency + finished, cause);
        }
    }

    private void startUpTo(int iterationsSoFar, long cause) {
        while (iterations.size() < Math.min(iterationsSoFar, outputs.length)
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
        int index = iterations.size();
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
        outputs[index] = output;
        finished++;
        long last = iterations.get(index).previous();
        long succeeded = record(HistoryEventType.MAP_ITERATION_SUCCEEDED, index, last);
        if (finished == outputs.length) {
            allSucceeded(succeeded);
        } else if (iterations.size() < outputs.length) {
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

    private void allSucceeded(long last) {
        Flow outer = visit.flow();
        outer.continueFrom(last);
        outer.record(HistoryEventType.MAP_STATE_SUCCEEDED, null);
        outer.continueFrom(last);
        JsonNode result = Json.array().addAll(List.of(outputs));
        visit.guarded(() ->
                visit.exit(Evaluator.forResult(visit, result), map.output(), result, map.assign(), map.transition()));
    }

    private void abort(long cause) {
        for (int i = 0; i < iterations.size(); i++) {
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
        iterations.forEach(Flow::cancel);
    }

    @Override
    public void recordAborted(long cause) {
        abort(cause);
    }
}
