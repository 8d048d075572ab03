package io.gatelink.local.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Workers that take turns with the loop: a worker runs until it ends or waits, and the loop waits for that. So threads
 * add no chance of their own to a run under the virtual clock.
 *
 * <p>At any moment one thread has the loop and runs whatever is next on it, a task or a worker. A worker that waits
 * leaves the loop to another thread, and gets it back when its wait is over; the other thread ends then. So a change of
 * threads, which costs more than most tasks do, comes only with a wait.
 */
final class AlternatingWorkers implements Workers {

    /** For all loops: they are many in a test, and each needs a thread for moments only. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "gatelink-worker");
        thread.setDaemon(true);
        return thread;
    });

    private final EventLoop loop;
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
    private final Set<Turn> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** What the thread that has the loop works for. */
    private volatile Run run;

    /** Whose wait is over: the thread that has the loop leaves it to that one. */
    private volatile Turn next;

    AlternatingWorkers(EventLoop loop) {
        this.loop = loop;
    }

    private record Run(BooleanSupplier done, CompletableFuture<Boolean> outcome) {}

    /** A worker's wait for its turn. */
    private static final class Turn {
        private final Semaphore given = new Semaphore(0);
    }

    @Override
    public boolean drive(BooleanSupplier done) {
        var current = new Run(done, new CompletableFuture<>());
        run = current;
        THREADS.execute(this::drive);
        try {
            return current.outcome().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Has the loop until it is done, or until a worker's wait is over. */
    private void drive() {
        try {
            boolean done = loop.drive(() -> next != null || run.done().getAsBoolean());
            Turn turn = next;
            if (turn != null) {
                next = null;
                turn.given.release();
            } else {
                run.outcome().complete(done);
            }
        } catch (RuntimeException | Error e) {
            run.outcome().completeExceptionally(e);
        }
    }

    @Override
    public void execute(Runnable work) {
        loop.scheduleUnlocked(Duration.ZERO, () -> {
            working.set(true);
            try {
                work.run();
            } catch (CancellationException e) {
                if (!cancelled) {
                    loop.fail(e);
                }
            } catch (RuntimeException | Error e) {
                loop.fail(e);
            } finally {
                working.remove();
            }
        });
    }

    @Override
    public void sleep(Duration duration) {
        if (!working.get()) {
            throw new IllegalStateException("Only a worker can wait under the virtual clock");
        }
        var turn = new Turn();
        waiting.add(turn);
        loop.scheduleUnlocked(duration, () -> next = turn);
        leaveTheLoop(turn);
    }

    @Override
    public <T> T await(CompletableFuture<T> answer) {
        if (working.get() && !answer.isDone()) {
            var turn = new Turn();
            waiting.add(turn);
            var unused =
                    answer.whenComplete((value, failure) -> loop.scheduleUnlocked(Duration.ZERO, () -> next = turn));
            leaveTheLoop(turn);
        }
        return answer.join();
    }

    private void leaveTheLoop(Turn turn) {
        THREADS.execute(this::drive);
        turn.given.acquireUninterruptibly();
        waiting.remove(turn);
        if (cancelled) {
            throw new CancellationException("The local AWS was closed while a worker waited");
        }
    }

    @Override
    public void close() {
        cancelled = true;
        for (Turn turn : waiting) {
            turn.given.release();
        }
    }
}
