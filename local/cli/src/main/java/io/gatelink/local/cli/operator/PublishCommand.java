package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Version;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatelink publish}: tags a load balancer and shows what comes of it. */
@Command(
        name = "publish",
        description = {
            "Publishes a load balancer, and shows how, to the end.",
            "It tags the load balancer gatelink:publish = true, and follows the workflow that the tag's event "
                    + "starts. If it is tagged so already, the workflow is started, which looks at everything again."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 published, or nothing to do; 1 publication failed; 2 wrong usage or input.",
            "",
            "Example: gatelink publish orders --region eu-central-1"
        })
public final class PublishCommand extends WorkflowCommand {

    private static final Map<String, String> TAGS = Map.of(LoadBalancer.PUBLISH, "true");

    @Parameters(paramLabel = "NAME", description = "The load balancer's name or ARN.")
    private String name;

    /** @param context what it finds around it */
    public PublishCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        LoadBalancers.check("NAME", name);
    }

    @Override
    int run(Aws aws) {
        GatelinkStack stack = stack(aws);
        LoadBalancer balancer = LoadBalancer.find(aws, "NAME", name);
        return tagAndShow(workflow(aws, stack, balancer.arn()), balancer, TAGS);
    }
}
