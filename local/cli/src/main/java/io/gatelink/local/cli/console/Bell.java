package io.gatelink.local.cli.console;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Numbers changes, and wakes those who wait for them. For any thread. */
final class Bell {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long revision;
    private boolean closed;

    /** A change: the number that it has. */
    long ring() {
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
    long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a change after the one of this number.
     *
     * @return {@code false} once it is closed
     */
    boolean await(long seen, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!closed && revision <= seen && left > 0) {
                left = rung.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits, those to come, too. */
    void close() {
        lock.lock();
        try {
            closed = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
