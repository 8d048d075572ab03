package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Version;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatelink replace}: a load balancer takes over the API of another one. */
@Command(
        name = "replace",
        description = {
            "Moves the API of a load balancer, with its URL, to another one, and shows how, to the end.",
            "It tags the new one gatelink:publish = true and gatelink:replaces = OLD, and follows the workflow "
                    + "that the tags' event starts. If the new one does not pass its smoke test, the old one goes on "
                    + "serving."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 replaced, or nothing to do; 1 the take-over failed; 2 wrong usage or input.",
            "",
            "Example: gatelink replace orders orders-v2"
        })
public final class ReplaceCommand extends WorkflowCommand {

    @Parameters(index = "0", paramLabel = "OLD", description = "The name of the load balancer that is published.")
    private String oldName;

    @Parameters(index = "1", paramLabel = "NEW", description = "The name or ARN of the one that takes over.")
    private String newName;

    /** @param context what it finds around it */
    public ReplaceCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        LoadBalancers.check("OLD", oldName);
        LoadBalancers.check("NEW", newName);
        if (LoadBalancers.name(oldName).equals(LoadBalancers.name(newName))) {
            throw new BadInputException("OLD and NEW are both '" + LoadBalancers.name(newName)
                    + "': give the names of two load balancers.");
        }
    }

    @Override
    int run(Aws aws) {
        GatelinkStack stack = stack(aws);
        String old = new Publications(aws, stack).one("OLD", oldName).name();
        LoadBalancer balancer = LoadBalancer.find(aws, "NEW", newName);
        Map<String, String> tags = Map.of(LoadBalancer.PUBLISH, "true", LoadBalancer.REPLACES, old);
        return tagAndShow(workflow(aws, stack, balancer.arn()), balancer, tags);
    }
}
