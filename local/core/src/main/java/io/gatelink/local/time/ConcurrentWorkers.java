package io.gatelink.local.time;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Workers that run at the same time, each on a thread of its own. While one is at work, the loop does not jump. */
final class ConcurrentWorkers implements Workers {

    private final EventLoop loop;
    private final ThreadLocal<Boolean> isWorker = ThreadLocal.withInitial(() -> false);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "gatelink-worker");
        thread.setDaemon(true);
        return thread;
    });

    ConcurrentWorkers(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public boolean drive(BooleanSupplier done) {
        return loop.drive(done);
    }

    @Override
    public void execute(Runnable work) {
        loop.busy(1);
        threads.execute(() -> {
            isWorker.set(true);
            try {
                work.run();
            } catch (CancellationException e) {
                // The loop was closed: its work is not awaited any more.
            } catch (RuntimeException | Error e) {
                loop.fail(e);
            } finally {
                isWorker.remove();
                loop.busy(-1);
            }
        });
    }

    @Override
    public void sleep(Duration duration) {
        // Other threads, such as those of the HTTP server, may wait too, but the loop does not count them.
        int counted = isWorker.get() ? 1 : 0;
        var over = new CountDownLatch(1);
        loop.schedule(duration, () -> {
            loop.busy(counted);
            over.countDown();
        });
        loop.busy(-counted);
        try {
            over.await();
        } catch (InterruptedException e) {
            loop.busy(counted);
            Thread.currentThread().interrupt();
            throw new CancellationException("The local AWS was closed while a worker waited");
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> answer) {
        if (isWorker.get() && !answer.isDone()) {
            // Counted again on the thread that answers, before the loop can jump.
            var counted = answer.whenComplete((value, failure) -> loop.busy(1));
            loop.busy(-1);
            return counted.join();
        }
        return answer.join();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
