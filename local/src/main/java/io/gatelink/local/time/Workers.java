package io.gatelink.local.time;

import java.time.Duration;

/** How an {@link EventLoop} runs work beside itself. */
interface Workers {

    void execute(Runnable work);

    void sleep(Duration duration);

    void close();
}
