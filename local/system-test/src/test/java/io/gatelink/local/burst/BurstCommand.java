package io.gatelink.local.burst;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of {@code local/burst}. */
@Command(
        name = "local/burst",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Lets many load balancers come within a second, under AWS's quotas and the virtual clock, on the "
                + "real template, workflows and functions, and measures how they are published.",
        footer = {
            "",
            "Functions and calls take the time that they take on AWS. It requires that",
            "  all load balancers are published, and those with an ill backend leave nothing behind;",
            "  that takes at most 1.2 times the least time: one publication with the slowest link, and what "
                    + "CreateDeployment's quota leaves between two calls for each further one;",
            "  no operation takes more than 1.2 attempts a call;",
            "  API Gateway gets at most 80 calls in any 10 s;",
            "  no execution has more than 500 history events.",
            "",
            "Exit code 0 if all that holds, 1 if something does not, 2 if it cannot measure."
        })
final class BurstCommand implements Callable<Integer> {

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--load-balancers", paramLabel = "N", description = "How many, from 1 to 5000. Default: 1000.")
    private int loadBalancers = 1_000;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of all that is left to chance. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--ill",
            paramLabel = "PERCENT",
            description = "How many in a hundred have a backend that answers 503. Default: 0.")
    private int illPercent;

    @Option(
            names = "--others",
            paramLabel = "PERCENT",
            description = "How much of AWS's quotas others in the account use, below 100. Default: 20.")
    private int othersPercent = 20;

    @Option(
            names = "--link-version",
            paramLabel = "V1|V2",
            description = "A VPC link of each (V1), or one that all share (V2). Default: V1.")
    private LinkVersion linkVersion = LinkVersion.V1;

    private enum LinkVersion {
        V1,
        V2
    }

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli asks for it.
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BurstCommand())
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    commandLine.getErr().println("burst: " + e);
                    e.printStackTrace(commandLine.getErr());
                    return 2;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        require("--load-balancers", loadBalancers, 1, 5_000);
        require("--ill", illPercent, 0, 100);
        require("--others", othersPercent, 0, 99);
        Path home = Path.of(System.getProperty("gatelink.home", "."))
                .toAbsolutePath()
                .normalize();
        BurstReport report =
                BurstReport.of(home, new Burst(loadBalancers, seed, illPercent, othersPercent, linkVersion.name()));
        PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        PrintWriter err = spec.commandLine().getErr();
        report.problems().forEach(problem -> err.println("burst: " + problem));
        return report.problems().isEmpty() ? 0 : 1;
    }

    private void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is " + value + ": give a number from " + least + " to " + most + ".");
        }
    }
}
