package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Breaks off what takes too long. Other time-outs bound single reads; this one bounds all together. */
final class Deadline implements Runnable {

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Socket> guarded = new AtomicReference<>();

    @Override
    public void run() {
        over.countDown();
        breakOff(guarded.get());
    }

    void guard(Socket socket) {
        guarded.set(socket);
        if (isOver()) {
            breakOff(socket);
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

    private static void breakOff(Socket socket) {
        if (socket != null) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // Closed already: all that was wanted.
                return;
            }
        }
    }
}
