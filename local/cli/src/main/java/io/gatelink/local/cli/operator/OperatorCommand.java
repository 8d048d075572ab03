package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** A command that asks AWS. What AWS refuses is told in one line. */
abstract class OperatorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StackOptions stackOptions;

    private final CommandContext context;

    OperatorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public final Integer call() {
        check();
        if (isOffline()) {
            return run(null);
        }
        try (var aws = new Aws(stackOptions, context)) {
            try {
                return run(aws);
            } catch (SdkException e) {
                throw AwsErrors.explain(e, aws);
            }
        }
    }

    /**
     * Looks at what it was given before it asks AWS.
     *
     * @throws io.gatelink.local.cli.terminal.BadInputException if that cannot be right
     */
    void check() {}

    /** Whether, as it was called, it asks nothing of AWS. */
    boolean isOffline() {
        return false;
    }

    /**
     * Does it.
     *
     * @param aws {@code null} if it is offline
     * @return the exit code
     * @throws SdkException if AWS refuses
     */
    abstract int run(Aws aws);

    GatelinkStack stack(Aws aws) {
        return GatelinkStack.find(aws, stackOptions.stack());
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    Terminal terminal() {
        return context.terminals().get();
    }

    /** Says a sentence on stdout, in lines that fit. */
    void say(String sentence) {
        out().println(terminal().fit(sentence, 0));
        out().flush();
    }
}
