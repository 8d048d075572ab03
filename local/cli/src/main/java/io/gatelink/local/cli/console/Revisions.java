package io.gatelink.local.cli.console;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Numbers changes, and wakes those who wait for them. For any thread. */
public final class Revisions {

    /** Changes come in bursts: they are told together. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long latest;
    private int waiting;
    private boolean closed;

    /** Numbers a change. */
    public long next() {
        lock.lock();
        try {
            latest++;
            changed.signalAll();
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the latest change; 0 before the first. */
    public long latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything waits for a change. */
    boolean isAwaited() {
        lock.lock();
        try {
            return waiting > 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a change after the one of this number, and a moment longer for those that
     * follow at once.
     *
     * @return {@code false} once it is closed
     */
    public boolean await(long seen, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            waiting++;
            long left = longest.toNanos();
            while (!closed && latest <= seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            left = GATHERING.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Ends all waits, those to come, too. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
