package io.gatelink.local.cli.operator;

import java.util.Map;

/** A command that tags a load balancer, and shows the workflow that comes of it. */
abstract class WorkflowCommand extends OperatorCommand {

    WorkflowCommand(Surroundings surroundings) {
        super(surroundings);
    }

    Workflow workflow(Aws aws, GatelinkStack stack, String loadBalancerArn) {
        return new Workflow(aws, stack, loadBalancerArn, out(), err(), terminal());
    }

    /** Sets tags and shows what their event starts; starts the workflow if they are set already. */
    int tagAndShow(Workflow workflow, LoadBalancer balancer, Map<String, String> tags) {
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
