package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.cli.operator.CommandContext;
import io.gatelink.local.cli.replay.DemoBackend;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A local AWS with Gatelink and load balancers, and the operator's commands that speak to it over HTTP. They run as
 * workers of its loop, so that their waits are fast-forwarded.
 */
final class OperatorScene implements AutoCloseable {

    static final Path HOME = Path.of(System.getProperty("gatelink.home"));
    private static final int LISTENER_PORT = 80;

    final LocalAws aws;
    private final DemoBackend backend = DemoBackend.start();
    private final Map<String, String> variables = new HashMap<>();
    private Terminal terminal = Terminal.NONE;

    record Ended(int exitCode, String out, String err) {}

    /** A command that is not over. */
    record Running(StringWriter out, BooleanSupplier over) {}

    OperatorScene(String... parameters) {
        this(configuration -> configuration, parameters);
    }

    OperatorScene(UnaryOperator<Configuration> changes, String... parameters) {
        this(Observer.NONE, changes, parameters);
    }

    OperatorScene(Observer observer, UnaryOperator<Configuration> changes, String... parameters) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], parameters[i + 1]);
        }
        try {
            // Commands look several times a second while something takes its time.
            Configuration configuration = Configuration.fastForward(HOME)
                    .withProvisioningDelay(Duration.ofSeconds(20))
                    .withLinkDelay(Duration.ofSeconds(40))
                    .withParameters(values);
            aws = LocalAws.start(changes.apply(configuration), observer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        variables.put("AWS_ENDPOINT_URL", aws.endpoint());
    }

    OperatorScene with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    OperatorScene on(Terminal newTerminal) {
        terminal = newTerminal;
        return this;
    }

    /** A load balancer with a demo backend, as its creator tagged it; the event of its creation is lost. */
    String create(String name, String... tags) {
        ObjectNode event = creation(name);
        var pairs = event.withObject("/detail/requestParameters").putArray("tags");
        for (int i = 0; i < tags.length; i += 2) {
            pairs.addObject().put("key", tags[i]).put("value", tags[i + 1]);
        }
        return aws.loop().exclusively(() -> {
            String arn = aws.loadBalancers().restore(event).arn();
            aws.loadBalancers().attachBackend(arn, LISTENER_PORT, backend.address());
            return arn;
        });
    }

    private static ObjectNode creation(String name) {
        try {
            String id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                    .toString()
                    .replace("-", "")
                    .substring(0, 16);
            return (ObjectNode) Json.parse(Files.readString(HOME.resolve("events/nlb-created.json"))
                    .replaceAll("/net/orders/[0-9a-f]+", "/net/" + name + "/" + id)
                    .replace("\"orders\"", "\"" + name + "\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it run until nothing is to be done. */
    void settle() {
        aws.loop().runUntilIdle();
    }

    /** Runs a command to its end. */
    Ended gatelink(String... arguments) {
        var err = new StringWriter();
        var exitCode = new AtomicInteger(-1);
        Running running = start(err, exitCode, arguments);
        aws.loop().runUntil(running.over());
        return new Ended(exitCode.get(), running.out().toString(), err.toString());
    }

    /** Starts a command that does not end. */
    Running start(String... arguments) {
        return start(new StringWriter(), new AtomicInteger(), arguments);
    }

    private Running start(StringWriter err, AtomicInteger exitCode, String... arguments) {
        var out = new StringWriter();
        var over = new AtomicBoolean();
        var context = new CommandContext(variables::get, aws.loop(), () -> terminal);
        aws.loop().execute(() -> {
            exitCode.set(Main.run(context, new PrintWriter(out, true), new PrintWriter(err, true), arguments));
            aws.loop().exclusively(() -> over.set(true));
        });
        return new Running(out, over::get);
    }

    /** Starts a command that serves until its thread is interrupted; the loop does not wait for it. */
    Thread serve(PrintWriter out, String... arguments) {
        var context = new CommandContext(variables::get, aws.loop(), () -> terminal);
        var thread = new Thread(() -> Main.run(context, out, out, arguments), "serving");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        aws.close();
        backend.close();
    }
}
