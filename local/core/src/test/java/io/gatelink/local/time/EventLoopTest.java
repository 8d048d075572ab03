package io.gatelink.local.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> seen = new ArrayList<>();

    @Test
    void virtualTimeJumpsFromTaskToTask() {
        try (var loop = EventLoop.virtual(START)) {
            loop.schedule(Duration.ofMinutes(3), () -> seen.add("later " + loop.instant()));
            loop.schedule(Duration.ofSeconds(1), () -> seen.add("sooner " + loop.instant()));

            loop.runUntilIdle();

            assertThat(seen).containsExactly("sooner 2026-01-01T00:00:01Z", "later 2026-01-01T00:03:00Z");
        }
    }

    @Test
    void tasksDueAtTheSameTimeRunInTheOrderInWhichTheyWereScheduled() {
        try (var loop = EventLoop.virtual(START)) {
            for (int i = 0; i < 20; i++) {
                String name = "task " + i;
                loop.schedule(Duration.ofSeconds(1), () -> seen.add(name));
            }

            loop.runUntilIdle();

            assertThat(seen)
                    .hasSize(20)
                    .isSortedAccordingTo((a, b) ->
                            Integer.compare(Integer.parseInt(a.substring(5)), Integer.parseInt(b.substring(5))));
        }
    }

    @Test
    void whatRecursDoesNotKeepTheLoopAtWorkButHappensWhileTimePassesForOthers() {
        try (var loop = EventLoop.virtual(START)) {
            recur(loop, Duration.ofMinutes(10));

            loop.runUntilIdle();
            assertThat(seen).isEmpty();
            assertThat(loop.instant()).isEqualTo(START);

            loop.schedule(Duration.ofMinutes(25), () -> seen.add("work " + loop.instant()));
            loop.runUntilIdle();
            assertThat(seen)
                    .containsExactly(
                            "recurs 2026-01-01T00:10:00Z", "recurs 2026-01-01T00:20:00Z", "work 2026-01-01T00:25:00Z");
        }
    }

    @Test
    void timePassesByItselfForAsLongAsOneSays() {
        try (var loop = EventLoop.virtual(START)) {
            recur(loop, Duration.ofMinutes(10));

            assertThat(loop.runFor(Duration.ofMinutes(30))).isTrue();

            assertThat(seen).hasSize(3);
            assertThat(loop.instant()).isEqualTo(START.plus(Duration.ofMinutes(30)));
        }
    }

    @Test
    void whatRecurringWorkStartsIsDoneBeforeTheLoopRests() {
        try (var loop = EventLoop.virtual(START)) {
            loop.scheduleInBackground(
                    Duration.ofMinutes(1),
                    () -> loop.schedule(Duration.ofHours(1), () -> seen.add("done " + loop.instant())));

            loop.runFor(Duration.ofMinutes(2));
            loop.runUntilIdle();

            assertThat(seen).containsExactly("done 2026-01-01T01:01:00Z");
        }
    }

    @Test
    void whatRecursCanBeCancelledAndThenKeepsNothingAtWork() {
        try (var loop = EventLoop.virtual(START)) {
            Timer recurring = loop.scheduleInBackground(Duration.ofMinutes(1), () -> seen.add("recurs"));
            Timer once = loop.schedule(Duration.ofMinutes(2), () -> seen.add("once"));
            recurring.cancel();
            once.cancel();
            once.cancel();

            loop.runUntilIdle();

            assertThat(seen).isEmpty();
            assertThat(loop.instant()).isEqualTo(START);
        }
    }

    private void recur(EventLoop loop, Duration every) {
        loop.scheduleInBackground(every, () -> {
            seen.add("recurs " + loop.instant());
            recur(loop, every);
        });
    }

    @Test
    void aCancelledTaskNeverRuns() {
        try (var loop = EventLoop.virtual(START)) {
            Timer timer = loop.schedule(Duration.ofSeconds(1), () -> seen.add("cancelled"));
            loop.schedule(Duration.ZERO, timer::cancel);

            loop.runUntilIdle();

            assertThat(seen).isEmpty();
            assertThat(loop.instant()).isEqualTo(START);
        }
    }

    @Test
    void workersUnderTheVirtualClockAlternateWhereTheySleep() {
        try (var loop = EventLoop.virtual(START)) {
            loop.execute(() -> {
                seen.add("a begins");
                loop.sleep(Duration.ofSeconds(2));
                seen.add("a ends " + loop.instant());
            });
            loop.execute(() -> {
                seen.add("b begins");
                loop.sleep(Duration.ofSeconds(1));
                seen.add("b ends " + loop.instant());
            });

            loop.runUntilIdle();

            assertThat(seen)
                    .containsExactly(
                            "a begins", "b begins", "b ends 2026-01-01T00:00:01Z", "a ends 2026-01-01T00:00:02Z");
        }
    }

    @Test
    void aWorkerThatWaitsOutlivesTheRunInWhichItBegan() {
        try (var loop = EventLoop.virtual(START)) {
            loop.execute(() -> {
                loop.sleep(Duration.ofSeconds(2));
                seen.add("worker");
                loop.sleep(Duration.ofSeconds(2));
                seen.add("worker " + loop.instant());
            });
            loop.schedule(Duration.ofSeconds(1), () -> seen.add("task"));

            assertThat(loop.runUntil(() -> seen.contains("task"))).isTrue();
            assertThat(seen).containsExactly("task");
            assertThat(loop.runUntil(() -> seen.contains("worker"))).isTrue();
            loop.runUntilIdle();

            assertThat(seen).containsExactly("task", "worker", "worker 2026-01-01T00:00:04Z");
        }
    }

    @Test
    void aWorkerUnderTheVirtualClockWaitsForTheAnswerOfAnother() {
        try (var loop = EventLoop.virtual(START)) {
            var answer = new CompletableFuture<String>();
            loop.execute(() -> seen.add(loop.await(answer) + " " + loop.instant()));
            loop.execute(() -> {
                loop.sleep(Duration.ofSeconds(1));
                answer.complete("answered");
            });

            loop.runUntilIdle();

            assertThat(seen).containsExactly("answered 2026-01-01T00:00:01Z");
        }
    }

    @Test
    void fastForwardSkipsWhatAnotherWorkerWaitsForToo() {
        try (var loop = EventLoop.fastForward()) {
            var answer = new CompletableFuture<String>();
            loop.execute(() -> {
                String heard = loop.await(answer);
                loop.schedule(Duration.ZERO, () -> seen.add(heard));
            });
            loop.execute(() -> {
                loop.sleep(Duration.ofHours(1));
                answer.complete("answered");
            });

            assertThat(loop.runUntil(() -> seen.contains("answered"))).isTrue();
        }
    }

    @Test
    void aWorkerTouchesStateExclusivelyWhileTheLoopWaitsForIt() {
        try (var loop = EventLoop.virtual(START)) {
            loop.execute(() -> loop.exclusively(() -> {
                seen.add("worker");
                loop.schedule(Duration.ZERO, () -> seen.add("back on the loop"));
            }));

            loop.runUntilIdle();

            assertThat(seen).containsExactly("worker", "back on the loop");
        }
    }

    @Test
    void fastForwardSkipsAnHourOfWaitingButNotTheWork() {
        try (var loop = EventLoop.fastForward()) {
            Instant before = loop.instant();
            var finished = new AtomicInteger();
            loop.schedule(
                    Duration.ofHours(1),
                    () -> loop.execute(() -> loop.schedule(Duration.ZERO, finished::incrementAndGet)));

            assertThat(loop.runUntil(() -> finished.get() == 1)).isTrue();

            assertThat(Duration.between(before, loop.instant())).isBetween(Duration.ofHours(1), Duration.ofHours(2));
        }
    }

    @Test
    void aLoopThatJumpsEndsWhenNothingIsLeftToDo() {
        try (var loop = EventLoop.virtual(START)) {
            assertThat(loop.runUntil(() -> false)).isFalse();
        }
    }

    @Test
    void aTaskThatThrowsBreaksTheLoopLoudly() {
        try (var loop = EventLoop.virtual(START)) {
            loop.schedule(Duration.ZERO, () -> {
                throw new IllegalArgumentException("defect");
            });

            assertThatThrownBy(loop::runUntilIdle)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A task of the local AWS failed: java.lang.IllegalArgumentException: defect");
        }
    }

    @Test
    void aWorkerThatThrowsBreaksTheLoopLoudly() {
        try (var loop = EventLoop.virtual(START)) {
            loop.execute(() -> {
                throw new IllegalArgumentException("defect");
            });

            assertThatThrownBy(loop::runUntilIdle).hasMessageEndingWith("IllegalArgumentException: defect");
        }
    }
}
