package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.states.model.State;
import io.gatelink.local.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has a resource do its work, within the state's time limits. */
final class TaskStep implements Step, TaskResource.Callback {

    private static final int MAX_SECONDS = 99_999_999;

    private final Visit visit;
    private final State.Task task;
    private final TaskEvents events;
    private final List<Timer> timers = new ArrayList<>();
    private boolean over;

    TaskStep(Visit visit, State.Task task) {
        this.visit = visit;
        this.task = task;
        this.events = TaskEvents.of(task.resource());
    }

    @Override
    public void begin() {
        var evaluator = Evaluator.of(visit);
        JsonNode arguments = task.arguments()
                .map(template -> evaluator.evaluate(template, "Arguments"))
                .orElse(visit.input());
        PayloadLimit.check(arguments, visit.name());
        Optional<Integer> timeout =
                task.timeoutSeconds().map(template -> evaluator.whole(template, "TimeoutSeconds", 1, MAX_SECONDS));
        Optional<Integer> heartbeat =
                task.heartbeatSeconds().map(template -> evaluator.whole(template, "HeartbeatSeconds", 1, MAX_SECONDS));
        ExecutionRun run = visit.flow().run();
        visit.record(
                events.scheduled(),
                events.scheduledDetails(arguments, run.account().region(), timeout, heartbeat));
        visit.record(events.started(), events.details());
        if (run.over()) {
            return;
        }
        // Nothing here sends heartbeats, so the first one is overdue when its time is over.
        timeout.ifPresent(seconds -> limit(seconds, Failure.timeout()));
        heartbeat.ifPresent(seconds -> limit(seconds, Failure.heartbeatTimeout()));
        run.resource(task.resource())
                .start(
                        arguments,
                        new TaskResource.Caller(
                                run.execution().stateMachine().arn(),
                                        run.execution().stateMachine().roleArn(),
                                run.execution().arn(), visit.name()),
                        this);
    }

    private void limit(int seconds, Failure failure) {
        timers.add(visit.flow().run().schedule(Duration.ofSeconds(seconds), () -> {
            if (!over) {
                visit.record(events.timedOut(), details(failure));
                visit.fail(failure);
            }
        }));
    }

    @Override
    public void succeeded(JsonNode result) {
        if (over || visit.flow().run().over()) {
            return;
        }
        if (PayloadLimit.tooLarge(result)) {
            Failure failure = Failure.dataLimitExceeded(events.resource());
            failed(failure.error(), failure.cause());
            return;
        }
        cancel();
        visit.record(events.succeeded(), events.details(EventDetails.output(result)));
        visit.guarded(() -> visit.exit(
                Evaluator.forResult(visit, result), task.output(), result, task.assign(), task.transition()));
    }

    @Override
    public void failed(String error, String cause) {
        if (over || visit.flow().run().over()) {
            return;
        }
        Failure failure = Failure.of(error, cause);
        visit.record(events.failed(), details(failure));
        visit.fail(failure);
    }

    private ObjectNode details(Failure failure) {
        return events.details(failure.details());
    }

    @Override
    public void cancel() {
        over = true;
        timers.forEach(Timer::cancel);
    }
}
