package io.gatelink.local.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The clock and the scheduler of the local AWS.
 *
 * <p>All of its state is only touched <em>exclusively</em>: by tasks that the loop runs, one after the other, or by
 * {@link #exclusively}. So the services are plain single-threaded Java. What takes real time (a Lambda handler) runs
 * beside the loop as a worker, see {@link #execute}, and comes back with {@link #schedule}.
 *
 * <p>Three kinds:
 * <ul>
 *   <li>{@link #realTime()} waits for each task's time;</li>
 *   <li>{@link #fastForward()} flows like real time, but when nothing is at work and only waits are pending it jumps
 *       to the end of the next one;</li>
 *   <li>{@link #virtual(Instant)} stands still and only jumps; workers run strictly one at a time, so that a run is
 *       reproducible to the byte.</li>
 * </ul>
 *
 * <p>Tasks that are due at the same time run in the order in which they were scheduled.
 *
 * <p>What recurs (a schedule) is put into the background, see {@link #scheduleInBackground}: it happens when its time
 * has come, but a loop that jumps does not go on for its sake alone, as a JVM does not for daemon threads.
 */
public final class EventLoop implements InstantSource, AutoCloseable {

    private final TimeSource time;
    private final Workers workers;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private boolean jumping;
    private boolean closed;
    private long sequence;
    private int foreground;
    private int busy;
    private Throwable failure;

    private EventLoop(TimeSource time, boolean jumping, boolean concurrent) {
        this.time = time;
        this.jumping = jumping;
        this.workers = concurrent ? new ConcurrentWorkers(this) : new AlternatingWorkers(this);
    }

    /** Time as it passes. */
    public static EventLoop realTime() {
        return new EventLoop(TimeSource.flowing(), false, true);
    }

    /** Time as it passes, without the waits. */
    public static EventLoop fastForward() {
        return new EventLoop(TimeSource.flowing(), true, true);
    }

    /** Time that begins at {@code start} and passes only by jumps from one task to the next. */
    public static EventLoop virtual(Instant start) {
        return new EventLoop(TimeSource.frozen(start), true, false);
    }

    @Override
    public Instant instant() {
        return time.instant();
    }

    /** Nanoseconds since the loop was made; what {@code System.nanoTime()} is for real time. */
    public long nanoTime() {
        return time.elapsed().toNanos();
    }

    /** How far {@link #instant} is ahead of the machine's clock; zero for virtual time, which knows no other. */
    public Duration aheadOfMachine() {
        return time.aheadOfMachine();
    }

    /** From now on waits are waited for. A loop that has done its main job fast-forwarded goes on in real time so. */
    public void stopJumping() {
        exclusively(() -> {
            jumping = false;
            return null;
        });
    }

    /** Runs {@code task} exclusively, {@code delay} from now; at once, but never within this call, if it is zero. */
    public Timer schedule(Duration delay, Runnable task) {
        return add(delay, task, true, false);
    }

    /**
     * {@link #schedule} for what recurs for ever: it does not keep a loop that jumps at work. What the task schedules
     * in the ordinary way does.
     */
    public Timer scheduleInBackground(Duration delay, Runnable task) {
        return add(delay, task, true, true);
    }

    /**
     * Runs {@code work} beside the loop, not exclusively: for handlers and all else that takes real time. Under the
     * virtual clock workers alternate: only one of them, or the loop, runs at any moment.
     */
    public void execute(Runnable work) {
        workers.execute(work);
    }

    /**
     * Lets a worker wait. Other threads wait in real time, which the virtual clock does not allow.
     *
     * @throws CancellationException if the loop is closed meanwhile
     */
    public void sleep(Duration duration) {
        if (!duration.isZero()) {
            workers.sleep(duration);
        }
    }

    /**
     * Waits for an answer that comes from the loop. A worker that waits so leaves the loop to others meanwhile.
     *
     * @throws java.util.concurrent.CompletionException as {@link CompletableFuture#join} throws it
     * @throws CancellationException                    if the loop is closed meanwhile
     */
    public <T> T await(CompletableFuture<T> answer) {
        return workers.await(answer);
    }

    /** Runs {@code action} now, on this thread, while nothing else of the local AWS runs. May be nested. */
    public <T> T exclusively(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** {@link #exclusively(Supplier)} without a result. */
    public void exclusively(Runnable action) {
        exclusively(() -> {
            action.run();
            return null;
        });
    }

    /**
     * Drives the loop until {@code done} holds, which is asked exclusively, after each task.
     *
     * @return whether {@code done} holds; {@code false} if the loop was closed, or if it jumps and nothing is left to
     *         do
     * @throws IllegalStateException if a task threw: that is a defect of the local AWS itself
     */
    public boolean runUntil(BooleanSupplier done) {
        return workers.drive(done);
    }

    /** Runs what is due, on this thread. */
    boolean drive(BooleanSupplier done) {
        while (true) {
            Entry next;
            lock.lock();
            try {
                if (failure != null) {
                    throw new IllegalStateException("A task of the local AWS failed: " + failure, failure);
                }
                if (done.getAsBoolean()) {
                    return true;
                }
                if (closed) {
                    return false;
                }
                next = queue.peek();
                if (foreground == 0 && busy == 0 && jumping) {
                    return false;
                }
                if (next == null) {
                    changed.await();
                    continue;
                }
                Duration wait = Duration.between(instant(), next.due);
                if (wait.compareTo(Duration.ZERO) > 0) {
                    // A worker may hang, so its time-out has to come even while it is at work.
                    if (!jumping || busy > 0) {
                        changed.awaitNanos(wait.toNanos());
                        continue;
                    }
                    time.skip(wait);
                }
                queue.remove();
                foreground -= next.weight();
                if (next.exclusive) {
                    run(next.task);
                    continue;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                lock.unlock();
            }
            run(next.task);
        }
    }

    /** Drives the loop until nothing is left to do. For loops that jump. */
    public void runUntilIdle() {
        runUntil(() -> false);
    }

    /**
     * Drives the loop until {@code duration} has passed, whether or not there is anything to do: what is in the
     * background happens meanwhile.
     *
     * @return {@code false} if the loop was closed before
     */
    public boolean runFor(Duration duration) {
        var over = new AtomicBoolean();
        // Once more, so that what is due at the very end happens, too.
        schedule(duration, () -> schedule(Duration.ZERO, () -> over.set(true)));
        return runUntil(over::get);
    }

    /** Drives the loop on a thread of its own until it is closed. */
    public void start() {
        var thread = new Thread(() -> runUntil(() -> false), "gatelink-event-loop");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the loop; what is still scheduled never runs, workers that wait are cancelled. */
    @Override
    public void close() {
        exclusively(() -> {
            closed = true;
            queue.clear();
            foreground = 0;
            changed.signalAll();
        });
        workers.close();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Remembers what broke the loop, and lets {@link #runUntil} throw it. */
    void fail(Throwable e) {
        exclusively(() -> {
            failure = failure == null ? e : failure;
            changed.signalAll();
        });
    }

    /** Schedules a task that the loop runs without holding its lock. */
    void scheduleUnlocked(Duration delay, Runnable task) {
        add(delay, task, false, false);
    }

    void busy(int difference) {
        exclusively(() -> {
            busy += difference;
            changed.signalAll();
        });
    }

    private Timer add(Duration delay, Runnable task, boolean exclusive, boolean background) {
        Objects.requireNonNull(task, "task");
        lock.lock();
        try {
            if (closed) {
                return () -> {};
            }
            var entry = new Entry(
                    instant().plus(delay.isNegative() ? Duration.ZERO : delay),
                    sequence++,
                    task,
                    exclusive,
                    background);
            queue.add(entry);
            foreground += entry.weight();
            changed.signalAll();
            return () -> exclusively(() -> {
                if (queue.remove(entry)) {
                    foreground -= entry.weight();
                }
                changed.signalAll();
            });
        } finally {
            lock.unlock();
        }
    }

    private record Entry(Instant due, long sequence, Runnable task, boolean exclusive, boolean background)
            implements Comparable<Entry> {

        /** What it counts for among the tasks that keep the loop at work. */
        int weight() {
            return background ? 0 : 1;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }
    }
}
