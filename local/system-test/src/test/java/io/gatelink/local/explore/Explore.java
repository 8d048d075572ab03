package io.gatelink.local.explore;

import io.gatelink.local.explore.Explorer.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of {@code local/explore}. */
@Command(
        name = "local/explore",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Explores the whole life of published load balancers: lets schedules of what people do and what goes "
                        + "wrong happen under the virtual clock, on the real template, workflows and functions, and "
                        + "checks every "
                        + "promise of the design at every step and at rest.",
        footer = {
            "",
            "A schedule follows from its seed, and so does its history. Promises are numbered as the design numbers "
                    + "them:",
            "  0 no defect shows: no function or workflow fails with what only a mistake in it can cause",
            "  1 one link and one API for each load balancer that is to be published, none for others",
            "  2 published means that a real request has come through and back",
            "  3 a publication that fails leaves nothing, or names it, and says why",
            "  4 nothing without our tags is changed, nor any load balancer",
            "  5 no method is reachable with weaker authorization than was asked for",
            "  6 every execution ends within its time",
            "  7 others have room within API Gateway's quotas",
            "",
            "Exit code 0 if no promise is broken, 1 if one is, 2 if it cannot explore."
        })
final class Explore implements Callable<Integer> {

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            description = "How many schedules to explore. Default: 20000, or 1 with --seed alone.")
    private Long schedules;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "The seed of the first one; the others follow. Default: 1. Alone, the history of that one is told.")
    private Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Begin no schedule after so many minutes. Default: no limit.")
    private Long minutes;

    @Option(
            names = "--promise",
            paramLabel = "P",
            split = ",",
            description = "Look at these promises only. Default: all.")
    private List<Integer> promises = List.of(0, 1, 2, 3, 4, 5, 6, 7);

    @Option(
            names = "--most",
            paramLabel = "M",
            description =
                    "Stop after so many schedules that break a promise. Default: 1, which is made short and told.")
    private int most = 1;

    @Option(
            names = "--variant",
            paramLabel = "V",
            description =
                    "Explore only those of the schedules whose stack is deployed so, such as DOMAIN. Default: all.")
    private Schedule.Variant variant;

    @Option(names = "--short", description = "Do not make the first one short, nor tell its history.")
    private boolean untold;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "How many at the same time. Default: as many as processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli asks for it.
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Explore())
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    commandLine.getErr().println("explore: " + e);
                    e.printStackTrace(commandLine.getErr());
                    return 2;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        if (schedules != null && schedules < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--schedules is " + schedules + ": give a number from 1 on.");
        }
        if (minutes != null && minutes < 1) {
            throw new ParameterException(spec.commandLine(), "--minutes is " + minutes + ": give a number from 1 on.");
        }
        if (threads < 1 || threads > 64) {
            throw new ParameterException(
                    spec.commandLine(), "--threads is " + threads + ": give a number from 1 to 64.");
        }
        if (!Set.of(0, 1, 2, 3, 4, 5, 6, 7).containsAll(promises)) {
            throw new ParameterException(
                    spec.commandLine(), "--promise is " + promises + ": give numbers from 0 to 7.");
        }
        Path home = Path.of(System.getProperty("gatelink.home", "."))
                .toAbsolutePath()
                .normalize();
        var expedition = new Expedition(home, new TreeSet<>(promises), most, Optional.ofNullable(variant));
        if (seed != null && schedules == null) {
            return tell(home, seed);
        }
        long first = seed == null ? 1 : seed;
        long all = schedules == null ? 20_000 : schedules;
        out.println("Exploring " + all + " schedules from seed " + first + " on, " + threads + " at a time");
        long start = System.nanoTime();
        Expedition.Result result = expedition.explore(first, all, threads, done -> {
            if (done % 1000 == 0 || done < 1000 && done % 100 == 0) {
                out.println(done + " explored");
            }
            return minutes == null || System.nanoTime() - start < TimeUnit.MINUTES.toNanos(minutes);
        });
        result.coverage().lines().forEach(out::println);
        if (result.found().isEmpty()) {
            out.println("No promise is broken.");
            return 0;
        }
        result.found()
                .forEach(found -> out.println("Seed " + found.schedule().seed() + " breaks "
                        + found.broken().orElseThrow()));
        out.println();
        if (most == 1 && !untold) {
            expedition.explain(result.found().get(0)).forEach(out::println);
        }
        return 1;
    }

    private int tell(Path home, long only) {
        var explorer = new Explorer(home);
        Outcome outcome = explorer.explore(only, new Coverage());
        if (outcome.broken()
                .filter(broken -> promises.contains(broken.promise()))
                .isPresent()) {
            new Expedition(home, new TreeSet<>(promises), 1, Optional.empty())
                    .explain(outcome)
                    .forEach(spec.commandLine().getOut()::println);
            return 1;
        }
        Trace trace = Trace.kept();
        explorer.replay(outcome.schedule(), trace);
        outcome.schedule().lines().forEach(spec.commandLine().getOut()::println);
        trace.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().println("No promise is broken.");
        return 0;
    }
}
