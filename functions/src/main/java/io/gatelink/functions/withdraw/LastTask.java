package io.gatelink.functions.withdraw;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Executions;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Step;
import java.util.Optional;

/**
 * The last task of an execution, which lets go of the lease. The workflow is started for the load balancers that what
 * it has changed is about.
 *
 * @param <I> its input apart from execution and load balancer
 * @param <O> its output
 */
public abstract class LastTask<I extends Record, O extends Record> extends PublicationTask<I, O> {

    private final Executions executions;
    private final ApiGateway apiGateway;

    @SuppressWarnings("this-escape") // clients() needs nothing of a subclass
    protected LastTask(Class<I> inputType) {
        super(inputType);
        this.executions = new Executions(clients().stepFunctions());
        this.apiGateway = ApiGateway.of(clients());
    }

    /** REST APIs. */
    protected final ApiGateway apiGateway() {
        return apiGateway;
    }

    /** The answer of an earlier run of this task, which has let go of the lease, once more. */
    protected abstract O again(I input, Run run, Publication ended);

    /**
     * The same if there is no item.
     *
     * @throws LeaseLostException unless this task deletes items
     */
    protected O again(I input, Run run) {
        throw Registry.lost(LoadBalancerArn.of(run.loadBalancerArn()), run);
    }

    @Override
    protected final O handle(I input, Run run) {
        LoadBalancerArn loadBalancer = LoadBalancerArn.of(run.loadBalancerArn());
        Optional<Step> step = registry().beginIfHeld(loadBalancer, run);
        if (step.isPresent()) {
            return handle(input, step.get());
        }
        Optional<Publication> item = registry().find(loadBalancer);
        if (item.isEmpty()) {
            return again(input, run);
        }
        if (!item.get().isEndedBy(run.execution())) {
            throw Registry.lost(loadBalancer, run);
        }
        startAffected(item.get(), run.execution());
        return again(input, run, item.get());
    }

    /** Lets go of the lease. */
    protected final Publication end(Step step, Change change) {
        Publication ended = step.end(change);
        startAffected(ended, step.execution());
        return ended;
    }

    /** Starts the workflow for each load balancer in {@link Publication#AFFECTED}; a rerun starts nothing twice. */
    protected final void startAffected(Publication item, ExecutionArn execution) {
        item.set(Publication.AFFECTED).forEach(arn -> executions.start(LoadBalancerArn.of(arn), execution));
        if (item.has(Publication.AFFECTED)) {
            registry().annotate(item.loadBalancerArn(), item, new Change().remove(Publication.AFFECTED));
        }
    }
}
