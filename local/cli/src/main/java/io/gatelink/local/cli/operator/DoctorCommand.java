package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.operator.Finding.State;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Version;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatelink doctor}: what a deployment needs, and what is wrong with it. */
@Command(
        name = "doctor",
        description = {
            "Checks what a deployment needs, and says how to mend what is wrong.",
            "It only reads: rights that write are not tried."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 nothing is missing; 1 something is; 2 wrong usage or input.",
            "",
            "Example: gatelink doctor --region eu-central-1"
        })
public final class DoctorCommand extends OperatorCommand {

    private static final String GAP = "  ";
    private static final int MARGIN = "missing".length() + GAP.length();
    private static final int LABEL = "service-linked role".length();

    @Option(names = "--permissions", description = "Print the rights that each command needs, and ask nothing.")
    private boolean permissions;

    /** @param context what it finds around it */
    public DoctorCommand(CommandContext context) {
        super(context);
    }

    @Override
    boolean isOffline() {
        return permissions;
    }

    @Override
    int run(Aws aws) {
        if (permissions) {
            Permissions.byCommand().forEach((command, rights) -> {
                out().println("gatelink " + command);
                rights.forEach(right -> out().println("  " + right));
            });
            out().flush();
            return ExitCode.OK;
        }
        GatelinkStack stack = stack(aws);
        var ofStack = new StackChecks(aws, stack);
        List<Check> checks = new ArrayList<>(ofStack.all());
        checks.addAll(new AccountChecks(aws, stack).all());
        checks.addAll(ofStack.rights());
        List<Finding> findings = Check.run(checks, aws);
        findings.forEach(this::print);
        long missing = count(findings, State.MISSING);
        long warnings = count(findings, State.WARNING);
        out().println();
        out().println((missing == 0
                        ? "Nothing is missing"
                        : missing == 1 ? "One thing is missing" : missing + " things are missing")
                + (warnings == 0 ? "." : warnings == 1 ? "; one warning." : "; " + warnings + " warnings."));
        out().flush();
        return missing == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(one -> one.state() == state).count();
    }

    private void print(Finding finding) {
        Terminal terminal = terminal();
        String mark =
                switch (finding.state()) {
                    case OK -> terminal.green("ok     ");
                    case WARNING -> terminal.cyan("warning");
                    case MISSING -> terminal.red("missing");
                    case NOT_CHECKED -> terminal.faint("-      ");
                };
        String label = String.format("%-" + LABEL + "s", finding.what());
        out().println(mark + GAP + terminal.fit(label + GAP + finding.text(), MARGIN));
        if (!finding.remedy().isEmpty()) {
            out().println(" ".repeat(MARGIN) + terminal.fit(finding.remedy(), MARGIN));
        }
    }
}
