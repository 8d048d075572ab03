package io.gatelink.local.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** How an {@link EventLoop} runs work beside itself. */
interface Workers {

    /** {@link EventLoop#drive} on the thread that is to have the loop, while the caller waits. */
    boolean drive(BooleanSupplier done);

    void execute(Runnable work);

    void sleep(Duration duration);

    /** @throws java.util.concurrent.CompletionException as {@link CompletableFuture#join} throws it */
    <T> T await(CompletableFuture<T> answer);

    void close();
}
