package io.gatelink.local.time;

/** Something that an {@link EventLoop} will do later. */
public interface Timer {

    /** Takes the task back. Does nothing if it has run, runs now, or was cancelled before. */
    void cancel();
}
