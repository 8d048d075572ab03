package io.gatelink.local.states;

import io.gatelink.local.states.model.ChoiceRule;
import io.gatelink.local.states.model.State;
import io.gatelink.local.states.model.Transition;
import java.util.Map;

/** What each type of state does. Those that end at once are here; those that take time have classes of their own. */
final class Steps {

    private Steps() {}

    static Step of(Visit visit, State state) {
        if (state instanceof State.Pass pass) {
            return () ->
                    visit.exit(Evaluator.of(visit), pass.output(), visit.input(), pass.assign(), pass.transition());
        }
        if (state instanceof State.Succeed succeed) {
            return () ->
                    visit.exit(Evaluator.of(visit), succeed.output(), visit.input(), Map.of(), new Transition.End());
        }
        if (state instanceof State.Choice choice) {
            return () -> choose(visit, choice);
        }
        if (state instanceof State.Fail fail) {
            return () -> fail(visit, fail);
        }
        if (state instanceof State.Wait wait) {
            return new WaitStep(visit, wait);
        }
        if (state instanceof State.Task task) {
            return new TaskStep(visit, task);
        }
        if (state instanceof State.Parallel parallel) {
            return new ParallelStep(visit, parallel);
        }
        return new MapStep(visit, (State.InlineMap) state);
    }

    private static void choose(Visit visit, State.Choice choice) {
        var evaluator = Evaluator.of(visit);
        for (int i = 0; i < choice.choices().size(); i++) {
            ChoiceRule rule = choice.choices().get(i);
            if (evaluator.flag(rule.condition(), "Choices[" + i + "]/Condition")) {
                visit.exit(evaluator, rule.output(), visit.input(), rule.assign(), new Transition.Next(rule.next()));
                return;
            }
        }
        String next = choice.otherwise()
                .orElseThrow(() -> new StateFailedException(Failure.of(
                        "States.NoChoiceMatched",
                        "An error occurred while executing the state '" + visit.name()
                                + "' (entered at the event id #" + visit.enteredEvent()
                                + "). Failed to transition out of the state. The state does not "
                                + "point to a next state.")));
        visit.exit(evaluator, choice.output(), visit.input(), choice.assign(), new Transition.Next(next));
    }

    private static void fail(Visit visit, State.Fail fail) {
        var evaluator = Evaluator.of(visit);
        visit.fail(Failure.of(
                fail.error().map(error -> evaluator.text(error, "Error")).orElse(null),
                fail.cause().map(cause -> evaluator.text(cause, "Cause")).orElse(null)));
    }
}
