package io.gatelink.local.time;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Workers that run at the same time, each on a thread of its own. While one is at work, the loop does not jump. */
final class ConcurrentWorkers implements Workers {

    private final EventLoop loop;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "gatelink-worker");
        thread.setDaemon(true);
        return thread;
    });

    ConcurrentWorkers(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable work) {
        loop.busy(1);
        threads.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                loop.fail(e);
            } finally {
                loop.busy(-1);
            }
        });
    }

    @Override
    public void sleep(Duration duration) {
        var over = new CountDownLatch(1);
        loop.schedule(duration, () -> {
            loop.busy(1);
            over.countDown();
        });
        loop.busy(-1);
        try {
            over.await();
        } catch (InterruptedException e) {
            loop.busy(1);
            Thread.currentThread().interrupt();
            throw new CancellationException("The local AWS was closed while a worker waited");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
