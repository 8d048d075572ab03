package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.TaskHandler;

/**
 * A task of the execution that has the lease of a load balancer.
 *
 * @param <I> its input apart from execution and load balancer
 * @param <O> its output
 */
public abstract class PublicationTask<I extends Record, O extends Record> extends TaskHandler<I, O> {

    private final AwsClients clients;
    private final Registry registry;

    /** For the handler that is being created on this thread. */
    protected PublicationTask(Class<I> inputType) {
        this(inputType, AwsClients.current());
    }

    private PublicationTask(Class<I> inputType, AwsClients clients) {
        this(inputType, clients, Registry.of(clients));
    }

    protected PublicationTask(Class<I> inputType, AwsClients clients, Registry registry) {
        super(inputType, clients.environment().clock());
        this.clients = clients;
        this.registry = registry;
    }

    /** AWS. */
    protected final AwsClients clients() {
        return clients;
    }

    /** The tables. */
    protected final Registry registry() {
        return registry;
    }

    /** Does the task. */
    protected abstract O handle(I input, Step step);

    /** @throws io.gatelink.functions.lambda.LeaseLostException if another execution has the lease by now */
    @Override
    protected O handle(I input, Run run) {
        return handle(input, registry.begin(LoadBalancerArn.of(run.loadBalancerArn()), run));
    }
}
