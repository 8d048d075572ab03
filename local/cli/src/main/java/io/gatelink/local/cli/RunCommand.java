package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.cli.EventRun.Outcome;
import io.gatelink.local.cli.operator.CommandContext;
import io.gatelink.local.cli.replay.DemoBackend;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Interruption;
import io.gatelink.local.cli.terminal.Progress;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Version;
import io.gatelink.local.core.Json;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatelink run}: the main job, once. */
@Command(
        name = "run",
        description = {
            "Publishes the load balancer of an event on the embedded AWS, and shows how.",
            "Starts the embedded AWS on a free port with a demo service as the load balancer's target, delivers the "
                    + "event to its event bus, and follows the workflow. Time is fast-forwarded: while nothing but a "
                    + "wait is pending, the clock jumps to its end; the times shown are the simulated ones."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 published, or nothing to do; 1 publication failed; 2 wrong usage or input.",
            "",
            "Example: gatelink run events/nlb-created-link-fails.json"
        })
final class RunCommand implements Callable<Integer> {

    /** The system property that the script sets while it prepares fast starts. */
    private static final String TRAINING = "gatelink.train";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EVENT",
            description = "An event's file, as EventBridge delivers it. Default: events/nlb-created.json")
    private Path event;

    @Option(
            names = "--backend",
            paramLabel = "URL",
            description = "A service of yours, e.g. http://127.0.0.1:8080, to stand behind the load balancer; on the "
                    + "loopback. Default: a demo service")
    private String backend;

    @Option(
            names = "--link-delay",
            paramLabel = "DURATION",
            defaultValue = "180s",
            description = "How long VPC links stay PENDING, e.g. 180s or 3m. Default: ${DEFAULT-VALUE}")
    private Duration linkDelay;

    @Option(names = "--quotas", description = "Apply AWS's quotas: throttling, 20 VPC links, 600 REST APIs.")
    private boolean quotas;

    @Option(names = "--real-time", description = "Wait in real time instead of fast-forwarding.")
    private boolean realTime;

    @Option(names = "--keep", description = "Stay up afterwards, in real time, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--json", description = "Print one JSON object instead of the display.")
    private boolean json;

    @Mixin
    private IntegrationTimeoutQuota integrationTimeoutQuota;

    @Mixin
    private StackParameters parameters;

    @Override
    @SuppressWarnings("try") // the display has to end before the report begins
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Home.find();
        ObjectNode read = EventFile.read(event != null ? event : home.resolve("events/nlb-created.json"));
        InetSocketAddress target = backend == null ? null : UserBackend.address(backend);
        Terminal terminal = Terminal.current();
        Configuration configuration = integrationTimeoutQuota.applyTo(
                (realTime ? Configuration.realTime(home) : Configuration.fastForward(home))
                        .withLinkDelay(linkDelay)
                        .withQuotas(quotas)
                        .withParameters(parameters.values()));
        try (Progress progress = json ? Progress.SILENT : Progress.to(out, terminal);
                DemoBackend demo = target == null ? DemoBackend.start() : null) {
            var run = new EventRun(read, progress);
            try (var unused = new Interruption(spec.commandLine().getErr(), () -> interrupted(run, progress));
                    LocalAws aws = LocalAwsStarter.start(configuration, run)) {
                run.run(aws, target != null ? target : demo.address());
                progress.close();
                report(new RunReport(run, aws, read, keep));
                if (Boolean.getBoolean(TRAINING)) {
                    askForStatus(aws);
                }
                if (keep) {
                    aws.loop().stopJumping();
                    if (!json) {
                        out.println();
                        out.println("Staying up at " + aws.endpoint() + " until Ctrl-C.");
                    }
                    out.flush();
                    aws.loop().runUntil(() -> false);
                }
                return run.outcome() == Outcome.FAILED ? ExitCode.FAILED : ExitCode.OK;
            }
        }
    }

    private String interrupted(EventRun run, Progress progress) {
        progress.close();
        return "gatelink: interrupted. " + run.position()
                + " The embedded AWS has ended, with all that was in it: nothing is left.";
    }

    /** For the archive of classes: the operator's commands are to start fast, too. */
    private void askForStatus(LocalAws aws) {
        Map<String, String> variables = Map.of("AWS_ENDPOINT_URL", aws.endpoint());
        Main.run(
                new CommandContext(variables::get, aws.loop(), Terminal::current),
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                "status");
    }

    private void report(RunReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(report.json()));
        } else {
            report.print(out, Terminal.current());
        }
        report.failure().ifPresent(spec.commandLine().getErr()::println);
    }
}
