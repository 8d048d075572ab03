package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Version;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatelink withdraw}: tags a load balancer and shows how its API goes. */
@Command(
        name = "withdraw",
        description = {
            "Withdraws the API of a load balancer, and shows how, to the end.",
            "It tags the load balancer gatelink:publish = false, and follows the workflow that the tag's event starts."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 withdrawn, or nothing to do; 1 withdrawal failed; 2 wrong usage or input.",
            "",
            "Example: gatelink withdraw orders"
        })
public final class WithdrawCommand extends WorkflowCommand {

    private static final Map<String, String> TAGS = Map.of(LoadBalancer.PUBLISH, "false");

    @Parameters(paramLabel = "NAME", description = "The load balancer's name or ARN.")
    private String name;

    /** @param context what it finds around it */
    public WithdrawCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        LoadBalancers.check("NAME", name);
    }

    @Override
    int run(Aws aws) {
        GatelinkStack stack = stack(aws);
        var table = new Publications(aws, stack);
        Optional<LoadBalancer> there = LoadBalancer.lookUp(aws, name);
        if (there.isEmpty()) {
            if (!table.knows(name)) {
                throw LoadBalancer.unknown(aws, "NAME", name);
            }
            say("The load balancer is gone: starting the workflow, which withdraws what is left of it.");
            return workflow(aws, stack, table.one("NAME", name).arn()).start();
        }
        LoadBalancer balancer = there.get();
        if (isOnce() && "true".equals(balancer.tags().get(LoadBalancer.PUBLISH))) {
            throw new BadInputException("--once is given, but " + balancer.name()
                    + " is tagged gatelink:publish = true, so that the workflow would publish it: leave out --once.");
        }
        if (!isOnce() && balancer.has(TAGS) && table.item(balancer.arn()).isEmpty()) {
            say("Nothing to do: " + balancer.name()
                    + " is tagged gatelink:publish = false, and nothing of it is published.");
            return ExitCode.OK;
        }
        return tagAndShow(workflow(aws, stack, balancer.arn()), balancer, TAGS);
    }
}
