package io.gatelink.local.cli.operator;

import java.util.Map;
import picocli.CommandLine.Option;

/** A command that tags a load balancer, and shows the workflow that comes of it. */
abstract class WorkflowCommand extends OperatorCommand {

    @Option(
            names = "--once",
            description = "Set no tags: start the workflow, which does what the tags and PublishMode say.")
    private boolean once;

    WorkflowCommand(CommandContext context) {
        super(context);
    }

    /** Whether no tags are to be set. */
    boolean isOnce() {
        return once;
    }

    Workflow workflow(Aws aws, GatelinkStack stack, String loadBalancerArn) {
        return new Workflow(aws, stack, loadBalancerArn, out(), err(), terminal());
    }

    /** Sets tags and shows what their event starts; starts the workflow if none are to be set, or they are already. */
    int tagAndShow(Workflow workflow, LoadBalancer balancer, Map<String, String> tags) {
        if (once) {
            return workflow.start();
        }
        String words = LoadBalancer.inWords(tags);
        if (balancer.has(tags)) {
            say(balancer.name() + " is tagged " + words + " already: starting the workflow.");
            return workflow.start();
        }
        return workflow.startBy(() -> {
            balancer.tag(workflow.aws(), tags);
            say("Tagged " + balancer.name() + " " + words + ".");
        });
    }
}
