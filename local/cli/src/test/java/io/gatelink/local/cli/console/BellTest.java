package io.gatelink.local.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BellTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Bell bell = new Bell();

    @Test
    void whatHasChangedIsNotWaitedFor() throws InterruptedException {
        long before = bell.revision();
        bell.ring();

        assertThat(bell.await(before, LONG)).isTrue();
        assertThat(bell.isAwaited()).isFalse();
    }

    @Test
    void aChangeEndsAWait() throws Exception {
        var waits = CompletableFuture.supplyAsync(() -> await(bell.revision()));
        while (!bell.isAwaited()) {
            Thread.onSpinWait();
        }

        bell.ring();

        assertThat(waits.get()).isTrue();
    }

    @Test
    void aClosedBellEndsAllWaits() throws Exception {
        var waits = CompletableFuture.supplyAsync(() -> await(bell.revision()));
        while (!bell.isAwaited()) {
            Thread.onSpinWait();
        }

        bell.close();

        assertThat(waits.get()).isFalse();
        assertThat(bell.await(bell.revision(), LONG)).isFalse();
    }

    private boolean await(long seen) {
        try {
            return bell.await(seen, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
