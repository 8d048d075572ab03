package io.gatelink.local.cli.console;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Numbers changes, and wakes those who wait for them. For any thread. */
public final class Bell {

    /** Changes come in bursts: they are told together. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long revision;
    private int waiting;
    private boolean closed;

    /** A change: the number that it has. */
    public long ring() {
        lock.lock();
        try {
            revision++;
            rung.signalAll();
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the latest change; 0 before the first. */
    public long revision() {
        lock.lock();
        try {
            return revision;
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
            while (!closed && revision <= seen && left > 0) {
                left = rung.awaitNanos(left);
            }
            left = GATHERING.toNanos();
            while (!closed && left > 0) {
                left = rung.awaitNanos(left);
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
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
