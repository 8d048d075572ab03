package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the operator's commands find around them.
 *
 * @param variables the environment's variables, by name; {@code null} for one that is not set
 * @param loop      the time; another thread drives it
 * @param terminals the terminal as it is now
 */
public record CommandContext(UnaryOperator<String> variables, EventLoop loop, Supplier<Terminal> terminals) {

    public CommandContext {
        Objects.requireNonNull(variables, "variables");
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(terminals, "terminals");
    }

    /** Those of this process, in real time. */
    public static CommandContext ofThisProcess() {
        EventLoop loop = EventLoop.realTime();
        loop.start();
        return new CommandContext(System::getenv, loop, Terminal::current);
    }

    /** The value of an environment variable; nothing if it is empty, too. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
    }

    void pause(Duration duration) {
        loop.sleep(duration);
    }
}
