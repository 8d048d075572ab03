package io.gatelink.local.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Workers that take turns with the loop: a worker runs until it ends or sleeps, and the loop waits for that. So
 * threads add no chance of their own to a run under the virtual clock.
 */
final class AlternatingWorkers implements Workers {

    private final EventLoop loop;
    private final ThreadLocal<Turn> turns = new ThreadLocal<>();
    private final Set<Turn> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "gatelink-worker");
        thread.setDaemon(true);
        return thread;
    });

    AlternatingWorkers(EventLoop loop) {
        this.loop = loop;
    }

    /** Whose turn it is: the worker's after {@code toWorker}, the loop's after {@code toLoop}. */
    private static final class Turn {
        private final Semaphore toWorker = new Semaphore(0);
        private final Semaphore toLoop = new Semaphore(0);
        private volatile boolean cancelled;

        void give() {
            toWorker.release();
            toLoop.acquireUninterruptibly();
        }
    }

    @Override
    public void execute(Runnable work) {
        var turn = new Turn();
        loop.scheduleUnlocked(Duration.ZERO, () -> {
            threads.execute(() -> {
                turn.toWorker.acquireUninterruptibly();
                turns.set(turn);
                try {
                    work.run();
                } catch (CancellationException e) {
                    if (!turn.cancelled) {
                        loop.fail(e);
                    }
                } catch (RuntimeException | Error e) {
                    loop.fail(e);
                } finally {
                    turns.remove();
                    turn.toLoop.release();
                }
            });
            turn.give();
        });
    }

    @Override
    public void sleep(Duration duration) {
        Turn turn = turns.get();
        if (turn == null) {
            throw new IllegalStateException("Only a worker can wait under the virtual clock");
        }
        waiting.add(turn);
        loop.scheduleUnlocked(duration, () -> {
            waiting.remove(turn);
            turn.give();
        });
        turn.toLoop.release();
        turn.toWorker.acquireUninterruptibly();
        if (turn.cancelled) {
            throw new CancellationException("The local AWS was closed while a worker waited");
        }
    }

    @Override
    public void close() {
        for (Turn turn : waiting) {
            turn.cancelled = true;
            turn.toWorker.release();
        }
        threads.shutdown();
    }
}
