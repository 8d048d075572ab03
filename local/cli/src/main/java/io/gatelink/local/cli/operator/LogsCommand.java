package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Interruption;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.cli.terminal.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatelink logs}: what functions and workflow logged about a load balancer. */
@Command(
        name = "logs",
        description = {
            "Shows what functions and workflow logged about a load balancer, in order.",
            "The lines come from CloudWatch Logs, which has them some seconds after they were written."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Exit codes: 0 shown; 2 wrong usage or input.", "", "Example: gatelink logs orders --since 2d"})
public final class LogsCommand extends OperatorCommand {

    private static final Pattern SINCE = Pattern.compile("(\\d{1,5})([smhd])");
    private static final Duration TAIL_INTERVAL = Duration.ofSeconds(2);

    /** Lines that are late, since each function delivers its own. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    @Parameters(paramLabel = "NAME", description = "The load balancer's name or ARN.")
    private String name;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "3h",
            description =
                    "How far back to begin: seconds, minutes, hours or days, such as 90s, 15m, 3h or 2d. Default: "
                            + "${DEFAULT-VALUE}")
    private String since;

    @Option(names = "--tail", description = "Go on with new lines, until Ctrl-C.")
    private boolean tail;

    /** @param context what it finds around it */
    public LogsCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        LoadBalancers.check("NAME", name);
        since();
    }

    private Duration since() {
        Matcher matcher = SINCE.matcher(since);
        if (!matcher.matches()) {
            throw new BadInputException("--since is '" + Text.oneLine(since)
                    + "', but must be a whole number and a unit, such as 90s, 15m, 3h or 2d.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    @Override
    int run(Aws aws) {
        GatelinkStack stack = stack(aws);
        var log = new PublicationLog(aws, stack, arn(aws, stack));
        Instant from = aws.now().minus(since());
        List<LogLine> lines = log.since(from);
        show(lines);
        if (lines.isEmpty() && !tail) {
            say("Nothing was logged about " + LoadBalancers.name(name) + " in the last " + since
                    + ". Further back: --since 2d");
        }
        if (tail) {
            tail(aws, log, from);
        }
        return ExitCode.OK;
    }

    @SuppressWarnings("try") // the prompt is to begin a line of its own after Ctrl-C
    private void tail(Aws aws, PublicationLog log, Instant from) {
        try (var unused = Interruption.quiet(out(), terminal())) {
            while (true) {
                aws.context().pause(TAIL_INTERVAL);
                Instant recent = aws.now().minus(OVERLAP);
                show(log.since(recent.isAfter(from) ? recent : from));
            }
        }
    }

    /** A load balancer that is withdrawn is in no table, one that is deleted is in Elastic Load Balancing no more. */
    private String arn(Aws aws, GatelinkStack stack) {
        if (LoadBalancers.isArn(name)) {
            return name;
        }
        return LoadBalancer.lookUp(aws, name)
                .map(LoadBalancer::arn)
                .or(() -> new Publications(aws, stack)
                        .all().stream()
                                .filter(one -> one.name().equals(name))
                                .map(Publication::arn)
                                .findFirst())
                .orElseThrow(() -> LoadBalancer.unknown(aws, "NAME", name));
    }

    private void show(List<LogLine> lines) {
        Terminal terminal = lines.isEmpty() ? Terminal.NONE : terminal();
        lines.forEach(line -> out().println(line.shown(terminal)));
        out().flush();
    }
}
