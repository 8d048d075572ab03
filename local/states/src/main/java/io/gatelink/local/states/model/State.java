package io.gatelink.local.states.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A state of the Amazon States Language. Fields that may be expressions are {@link PayloadTemplate}s.
 *
 * @see <a href="https://states-language.net/spec.html#state-type-table">Amazon States Language: state types</a>
 */
public sealed interface State {

    /** The value of {@code Type}, which also begins the names of the state's history events. */
    String type();

    /** Every reference to another state of the same graph. */
    List<Target> targets();

    /** The graphs inside this state, by the field that holds them. */
    default Map<String, StateGraph> inner() {
        return Map.of();
    }

    /** The variables that this state may set. */
    default List<String> assigned() {
        return List.of();
    }

    /** A state that can fail, be retried and be caught. */
    sealed interface Fallible extends State {

        List<Retrier> retriers();

        List<Catcher> catchers();

        Optional<PayloadTemplate> output();

        Map<String, PayloadTemplate> assign();

        Transition transition();

        @Override
        default List<Target> targets() {
            var targets = new ArrayList<>(State.targetsOf(transition()));
            for (int i = 0; i < catchers().size(); i++) {
                targets.add(
                        new Target("Catch[" + i + "]/Next", catchers().get(i).next()));
            }
            return targets;
        }

        @Override
        default List<String> assigned() {
            var names = new ArrayList<>(assign().keySet());
            catchers().forEach(catcher -> names.addAll(catcher.assign().keySet()));
            return names;
        }
    }

    /** Passes its input on, or puts out what {@code output} makes of it. */
    record Pass(Optional<PayloadTemplate> output, Map<String, PayloadTemplate> assign, Transition transition)
            implements State {

        public Pass {
            Objects.requireNonNull(output, "output");
            assign = copy(assign);
            Objects.requireNonNull(transition, "transition");
        }

        @Override
        public String type() {
            return "Pass";
        }

        @Override
        public List<Target> targets() {
            return targetsOf(transition);
        }

        @Override
        public List<String> assigned() {
            return List.copyOf(assign.keySet());
        }
    }

    /**
     * Has work done.
     *
     * @param resource         a Lambda function's ARN, or an optimized integration's
     * @param arguments        what the resource is given; the state's input if empty
     * @param timeoutSeconds   after which the state fails with States.Timeout
     * @param heartbeatSeconds after which, without a heartbeat, it does too
     */
    record Task(
            String resource,
            Optional<PayloadTemplate> arguments,
            Optional<PayloadTemplate> output,
            Map<String, PayloadTemplate> assign,
            Optional<PayloadTemplate> timeoutSeconds,
            Optional<PayloadTemplate> heartbeatSeconds,
            List<Retrier> retriers,
            List<Catcher> catchers,
            Transition transition)
            implements Fallible {

        public Task {
            Objects.requireNonNull(resource, "resource");
            assign = copy(assign);
            retriers = List.copyOf(retriers);
            catchers = List.copyOf(catchers);
            Objects.requireNonNull(transition, "transition");
        }

        @Override
        public String type() {
            return "Task";
        }
    }

    /**
     * Leads where the first rule that holds says.
     *
     * @param otherwise the value of {@code Default}
     * @param output    for {@code Default}
     * @param assign    for {@code Default}
     */
    record Choice(
            List<ChoiceRule> choices,
            Optional<String> otherwise,
            Optional<PayloadTemplate> output,
            Map<String, PayloadTemplate> assign)
            implements State {

        public Choice {
            choices = List.copyOf(choices);
            Objects.requireNonNull(otherwise, "otherwise");
            assign = copy(assign);
        }

        @Override
        public String type() {
            return "Choice";
        }

        @Override
        public List<Target> targets() {
            var targets = new ArrayList<Target>();
            for (int i = 0; i < choices.size(); i++) {
                targets.add(new Target("Choices[" + i + "]/Next", choices.get(i).next()));
            }
            otherwise.ifPresent(state -> targets.add(new Target("Default", state)));
            return targets;
        }

        @Override
        public List<String> assigned() {
            var names = new ArrayList<>(assign.keySet());
            choices.forEach(choice -> names.addAll(choice.assign().keySet()));
            return names;
        }
    }

    /**
     * Waits.
     *
     * @param until     gives seconds from now, or a timestamp
     * @param timestamp whether it is a timestamp
     */
    record Wait(
            PayloadTemplate until,
            boolean timestamp,
            Optional<PayloadTemplate> output,
            Map<String, PayloadTemplate> assign,
            Transition transition)
            implements State {

        public Wait {
            Objects.requireNonNull(until, "until");
            assign = copy(assign);
            Objects.requireNonNull(transition, "transition");
        }

        @Override
        public String type() {
            return "Wait";
        }

        @Override
        public List<Target> targets() {
            return targetsOf(transition);
        }

        @Override
        public List<String> assigned() {
            return List.copyOf(assign.keySet());
        }
    }

    /** Ends its graph well. */
    record Succeed(Optional<PayloadTemplate> output) implements State {

        @Override
        public String type() {
            return "Succeed";
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }
    }

    /** Ends its graph with an error. */
    record Fail(Optional<PayloadTemplate> error, Optional<PayloadTemplate> cause) implements State {

        @Override
        public String type() {
            return "Fail";
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }
    }

    /**
     * Runs its branches side by side, and puts out the array of their outputs.
     *
     * @param arguments what each branch gets as input; the state's own if empty
     */
    record Parallel(
            List<StateGraph> branches,
            Optional<PayloadTemplate> arguments,
            Optional<PayloadTemplate> output,
            Map<String, PayloadTemplate> assign,
            List<Retrier> retriers,
            List<Catcher> catchers,
            Transition transition)
            implements Fallible {

        public Parallel {
            branches = List.copyOf(branches);
            assign = copy(assign);
            retriers = List.copyOf(retriers);
            catchers = List.copyOf(catchers);
            Objects.requireNonNull(transition, "transition");
        }

        @Override
        public String type() {
            return "Parallel";
        }

        @Override
        public Map<String, StateGraph> inner() {
            var inner = new LinkedHashMap<String, StateGraph>();
            for (int i = 0; i < branches.size(); i++) {
                inner.put("Branches[" + i + "]", branches.get(i));
            }
            return inner;
        }
    }

    /**
     * Runs its item processor once for each item of an array, and puts out the array of the outputs.
     *
     * @param items          gives the array; the state's input if empty
     * @param itemSelector   what each iteration gets as input; the item itself if empty
     * @param maxConcurrency how many iterations run side by side; 0, and by default, as many as AWS runs: 40
     */
    record InlineMap(
            StateGraph itemProcessor,
            Optional<PayloadTemplate> items,
            Optional<PayloadTemplate> itemSelector,
            Optional<PayloadTemplate> maxConcurrency,
            Optional<PayloadTemplate> output,
            Map<String, PayloadTemplate> assign,
            List<Retrier> retriers,
            List<Catcher> catchers,
            Transition transition)
            implements Fallible {

        public InlineMap {
            Objects.requireNonNull(itemProcessor, "itemProcessor");
            assign = copy(assign);
            retriers = List.copyOf(retriers);
            catchers = List.copyOf(catchers);
            Objects.requireNonNull(transition, "transition");
        }

        @Override
        public String type() {
            return "Map";
        }

        @Override
        public Map<String, StateGraph> inner() {
            return Map.of("ItemProcessor", itemProcessor);
        }
    }

    private static List<Target> targetsOf(Transition transition) {
        return transition instanceof Transition.Next next ? List.of(new Target("Next", next.state())) : List.of();
    }

    private static Map<String, PayloadTemplate> copy(Map<String, PayloadTemplate> assign) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
}
