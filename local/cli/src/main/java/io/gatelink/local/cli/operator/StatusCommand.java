package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Interruption;
import io.gatelink.local.cli.terminal.Screen;
import io.gatelink.local.cli.terminal.Version;
import io.gatelink.local.core.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatelink status}: what is published. */
@Command(
        name = "status",
        description = {
            "Shows what is published, what is being worked on, and what failed and why.",
            "With a load balancer's name it shows all that is known of that one, and the command that calls its API."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 shown; 2 wrong usage or input.",
            "",
            "Examples: gatelink status --watch; gatelink status orders --json"
        })
public final class StatusCommand extends OperatorCommand {

    /** Reading a history is a call for each execution that is running. */
    private static final int MOST_HISTORIES = 20;

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(2);

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A load balancer's name or ARN. Default: all")
    private String name;

    @Option(names = "--watch", description = "Show it again whenever it changes, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--wide", description = "Show authorization and ids, too.")
    private boolean wide;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** @param context what it finds around it */
    public StatusCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        if (name != null) {
            LoadBalancers.check("NAME", name);
        }
        if (watch && json) {
            throw new BadInputException(
                    "--watch and --json are both given: --json prints one object, so leave out one.");
        }
    }

    @Override
    int run(Aws aws) {
        GatelinkStack stack = stack(aws);
        if (watch) {
            watch(aws, stack);
        } else {
            print(aws, stack, State.of(aws, stack, name), out());
        }
        return ExitCode.OK;
    }

    /** What is shown, without the time that passes. */
    private record State(List<Publication> publications, Map<String, Waiting> waiting) {

        /** @param name of a load balancer; {@code null} for all */
        static State of(Aws aws, GatelinkStack stack, String name) {
            var table = new Publications(aws, stack);
            List<Publication> found = name == null ? table.all() : table.named("NAME", name);
            Map<String, Waiting> waiting = new HashMap<>();
            found.stream()
                    .flatMap(one -> one.holder().stream())
                    .limit(MOST_HISTORIES)
                    .forEach(arn -> Waiting.of(aws, arn).ifPresent(wait -> waiting.put(arn, wait)));
            return new State(found, waiting);
        }
    }

    /** Until the process ends, or what is watched is there no more. */
    @SuppressWarnings("try") // the prompt is to begin a line of its own after Ctrl-C
    private void watch(Aws aws, GatelinkStack stack) {
        State before = null;
        try (var unused = Interruption.quiet(out(), terminal())) {
            while (true) {
                State now = State.of(aws, stack, name);
                if (terminal().isInteractive()) {
                    var text = new StringWriter();
                    print(aws, stack, now, new PrintWriter(text, true));
                    new Screen(out(), terminal()).show(text.toString(), before == null);
                } else if (!now.equals(before)) {
                    print(aws, stack, now, out());
                }
                before = now;
                aws.context().pause(WATCH_INTERVAL);
            }
        }
    }

    private void print(Aws aws, GatelinkStack stack, State state, PrintWriter out) {
        List<Publication> publications = state.publications();
        Map<String, Waiting> waiting = state.waiting();
        if (json) {
            out.println(Json.write(PublicationJson.of(aws, stack, publications, waiting)));
        } else if (name == null) {
            new PublicationList(publications, waiting, terminal(), aws.now(), wide).print(out);
        } else {
            publications.forEach(
                    one -> new PublicationDetails(one, one.holder().map(waiting::get), aws, terminal()).print(out));
        }
        out.flush();
    }
}
