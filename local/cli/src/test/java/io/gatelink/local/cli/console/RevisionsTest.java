package io.gatelink.local.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RevisionsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Revisions revisions = new Revisions();

    @Test
    void whatHasChangedIsNotWaitedFor() throws InterruptedException {
        long before = revisions.latest();
        revisions.next();

        assertThat(revisions.await(before, LONG)).isTrue();
        assertThat(revisions.isAwaited()).isFalse();
    }

    @Test
    void aChangeEndsAWait() throws Exception {
        var waits = CompletableFuture.supplyAsync(() -> await(revisions.latest()));
        while (!revisions.isAwaited()) {
            Thread.onSpinWait();
        }

        revisions.next();

        assertThat(waits.get()).isTrue();
    }

    @Test
    void closingEndsAllWaits() throws Exception {
        var waits = CompletableFuture.supplyAsync(() -> await(revisions.latest()));
        while (!revisions.isAwaited()) {
            Thread.onSpinWait();
        }

        revisions.close();

        assertThat(waits.get()).isFalse();
        assertThat(revisions.await(revisions.latest(), LONG)).isFalse();
    }

    private boolean await(long seen) {
        try {
            return revisions.await(seen, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
