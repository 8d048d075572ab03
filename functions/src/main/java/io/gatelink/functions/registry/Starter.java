package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.TaskJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/** Starts the publish workflow for the load balancers that the end of an execution is about. */
public record Starter(SfnClient stepFunctions, Publications publications) {

    /**
     * Starts it for each load balancer in {@link Attributes#AFFECTED}. A rerun starts nothing twice: the names of the
     * executions are made from the load balancer and the execution that ends.
     */
    public void startAffected(Publication ended, ExecutionArn execution) {
        for (String arn : ended.set(Attributes.AFFECTED)) {
            LoadBalancerArn loadBalancer = LoadBalancerArn.of(arn);
            String name = loadBalancer.name() + "-"
                    + UUID.nameUUIDFromBytes((execution.text() + "\n" + arn).getBytes(StandardCharsets.UTF_8));
            try {
                stepFunctions.startExecution(request -> request.stateMachineArn(execution.stateMachineArn()).name(name)
                        .input(TaskJson.text(Map.of("loadBalancerArn", arn))));
            } catch (ExecutionAlreadyExistsException e) {
                continue;
            }
        }
        if (ended.has(Attributes.AFFECTED)) {
            publications.annotate(ended, new Change().remove(Attributes.AFFECTED));
        }
    }
}
