package io.gatelink.local.cli;

import io.gatelink.local.cli.operator.CallCommand;
import io.gatelink.local.cli.operator.CommandContext;
import io.gatelink.local.cli.operator.ConsoleCommand;
import io.gatelink.local.cli.operator.DoctorCommand;
import io.gatelink.local.cli.operator.LogsCommand;
import io.gatelink.local.cli.operator.PublishCommand;
import io.gatelink.local.cli.operator.ReplaceCommand;
import io.gatelink.local.cli.operator.StatusCommand;
import io.gatelink.local.cli.operator.WithdrawCommand;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.cli.terminal.Version;
import io.gatelink.local.cli.terminal.WrappedWriter;
import io.gatelink.local.document.Nearest;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gatelink} command. */
@Command(
        name = "gatelink",
        description = {
            "Publishes private load balancers through Amazon API Gateway.",
            "run and up do it on an embedded AWS, on this machine, without an account. The other commands speak to the "
                    + "AWS that the environment points at: an account, by AWS_PROFILE and AWS_REGION, or a running "
                    + "gatelink up, by AWS_ENDPOINT_URL."
        },
        subcommands = {
            RunCommand.class,
            UpCommand.class,
            StatusCommand.class,
            PublishCommand.class,
            WithdrawCommand.class,
            ReplaceCommand.class,
            CallCommand.class,
            LogsCommand.class,
            ConsoleCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "gatelink package makes the archive that sam deploys without a JDK and Maven.",
            "",
            "Exit codes: 0 done, or nothing to do; 1 it failed, and stderr says why; 2 wrong usage or input."
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Diagnostics.configure(Diagnostics.areAskedFor(), System.err);
        System.exit(run(
                new PrintWriter(System.out, true, Charset.defaultCharset()),
                new WrappedWriter(System.err, Terminal.ofErrors()),
                args));
    }

    /** Runs a command and returns its exit code, see {@link ExitCode}. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(null, out, err, args);
    }

    /**
     * Likewise, with another context of the operator's commands.
     *
     * @param context {@code null} for that of this process
     */
    static int run(CommandContext context, PrintWriter out, PrintWriter err, String... args) {
        var commandLine = new CommandLine(new Main(), new Commands(context))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(java.time.Duration.class, new DurationConverter())
                .setParameterExceptionHandler((e, ignored) -> refuse(e))
                .setExecutionExceptionHandler((e, command, ignored) -> explain(e, command));
        if (args.length == 0) {
            commandLine.usage(err);
            return ExitCode.WRONG_INPUT;
        }
        return commandLine.execute(args);
    }

    private static int refuse(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String sentence = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, command)
                : e.getMessage().replace("is not an int", "is not a whole number");
        command.getErr()
                .println("gatelink: " + sentence + (sentence.matches(".*[.?]") ? "" : ".") + " Try '"
                        + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.WRONG_INPUT;
    }

    private static String unmatched(UnmatchedArgumentException e, CommandLine command) {
        String given = e.getUnmatched().get(0);
        if (e.isUnknownOption()) {
            return "There is no option '" + Text.oneLine(given) + "'."
                    + Nearest.hint(given, command.getCommandSpec().optionsMap().keySet());
        }
        return command.getParent() == null
                ? "There is no command '" + Text.oneLine(given) + "'."
                        + Nearest.hint(given, command.getSubcommands().keySet())
                : "'" + Text.oneLine(given) + "' is one argument too many.";
    }

    private static int explain(Exception e, CommandLine command) {
        if (e instanceof BadInputException) {
            command.getErr().println("gatelink: " + e.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        command.getErr()
                .println("gatelink: internal error: " + e
                        + " - this is a defect of Gatelink; run again with GATELINK_DEBUG=1 for its trace.");
        if (Diagnostics.areAskedFor()) {
            e.printStackTrace(command.getErr());
        }
        return ExitCode.DEFECT;
    }
}
