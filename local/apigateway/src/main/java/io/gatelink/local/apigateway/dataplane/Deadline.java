package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.http.HttpClientConnection;

/** Breaks off what takes too long. Other time-outs bound single reads; this one bounds all together. */
final class Deadline implements Runnable {

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<HttpClientConnection> guarded = new AtomicReference<>();

    @Override
    public void run() {
        over.countDown();
        breakOff(guarded.get());
    }

    void guard(HttpClientConnection connection) {
        guarded.set(connection);
        if (isOver()) {
            breakOff(connection);
        }
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void await(int timeoutMillis) {
        try {
            over.await(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void breakOff(HttpClientConnection connection) {
        if (connection != null) {
            try {
                connection.shutdown();
            } catch (IOException e) {
                // Closed already: all that was wanted.
                return;
            }
        }
    }
}
