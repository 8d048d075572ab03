package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Publication;

/** What people are told of a failed publication. */
record FailureMail(LoadBalancerArn loadBalancer, ExecutionArn execution, Publication ended) {

    /** At most 100 characters of ASCII, as SNS asks for. */
    String subject() {
        return "Gatelink: " + loadBalancer.name() + " could not be published";
    }

    String message() {
        return String.join("\n",
                "Load balancer: " + loadBalancer.name() + " (" + loadBalancer + ")",
                "Reason: " + ended.text(Attributes.REASON).orElse("unknown"),
                ended.text(Attributes.INVOKE_URL)
                        .map(url -> "What was published before still serves: " + url)
                        .orElse("Nothing is published for it."),
                "Next try: " + ended.text(Attributes.NEXT_TRY_AT).orElse("unknown")
                        + ", or as soon as its gatelink: tags change.",
                "",
                "To try again now:",
                "aws stepfunctions start-execution --state-machine-arn " + execution.stateMachineArn()
                        + " --input '{\"loadBalancerArn\": \"" + loadBalancer + "\"}'",
                "To see what happened:",
                "aws stepfunctions get-execution-history --execution-arn " + execution + " --reverse-order");
    }
}
