package io.gatelink.local.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes the connections of callers who send a request, or take an answer, so slowly that it can only be on purpose, or
 * never ends: a byte now and then is enough to keep a connection from being idle. The time that the handler takes for
 * its answer does not count.
 *
 * <p>It looks at all connections once a period, and closes those that it has seen waiting for their caller, for the
 * same request, {@value #MOST_SIGHTINGS} times: after two to three periods.
 */
final class SlowPeers implements Connection.Listener, Runnable {

    private static final int MOST_SIGHTINGS = 3;

    private final Scheduler scheduler;
    private final Duration period;
    private final Map<Connection, Peer> peers = new ConcurrentHashMap<>();

    SlowPeers(Scheduler scheduler, Duration period) {
        this.scheduler = scheduler;
        this.period = period;
    }

    /**
     * What is known of a connection. Written by the thread that serves it; all see it at the next look at the latest.
     */
    private static final class Peer {

        private volatile boolean served;
        private volatile int sightings;
    }

    /** Looks for the first time one period from now. */
    void start() {
        scheduler.schedule(this, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The whole request is there: from now on its caller waits for us. */
    void requestArrived(Connection connection) {
        Peer peer = peers.get(connection);
        if (peer != null) {
            peer.served = true;
        }
    }

    /** The answer is there: from now on we wait for its caller to take it, and to send the next request. */
    void answerReady(Connection connection) {
        Peer peer = peers.get(connection);
        if (peer != null) {
            peer.sightings = 0;
            peer.served = false;
        }
    }

    @Override
    public void onOpened(Connection connection) {
        // The one that decrypts carries another, which is looked at from its beginning on.
        if (!(connection instanceof SslConnection)) {
            peers.put(connection, new Peer());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        peers.remove(connection);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only this task counts.
    public void run() {
        peers.forEach((connection, peer) -> {
            if (!peer.served && ++peer.sightings >= MOST_SIGHTINGS) {
                connection.getEndPoint().close();
            }
        });
        start();
    }
}
