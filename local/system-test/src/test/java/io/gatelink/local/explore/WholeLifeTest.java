package io.gatelink.local.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The whole life of published load balancers, in as many ways as there is time for. {@code local/explore} explores
 * more.
 */
@Execution(ExecutionMode.CONCURRENT)
class WholeLifeTest {

    private static final Path HOME = Path.of(System.getProperty("gatelink.home", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final Set<Integer> ALL_PROMISES = Set.of(0, 1, 2, 3, 4, 5, 6, 7);
    private static final long SEED = Long.getLong("gatelink.explore.seed", 1);
    private static final long SCHEDULES = Long.getLong("gatelink.explore.schedules", 2000);

    @Test
    void whateverPeopleDoAndWhateverGoesWrongNoPromiseIsBroken() throws InterruptedException {
        var expedition = new Expedition(HOME, ALL_PROMISES, 1, Optional.empty());

        Expedition.Result result =
                expedition.explore(SEED, SCHEDULES, Runtime.getRuntime().availableProcessors(), done -> true);

        assertThat(result.found())
                .as(() -> String.join("\n", expedition.explain(result.found().get(0))))
                .isEmpty();
        Coverage coverage = result.coverage();
        System.out.println("Explored from seed " + SEED + " on: " + String.join("; ", coverage.lines()));
        assertThat(coverage.of("schedules")).isEqualTo(SCHEDULES);
        for (String often : new String[] {
            "publish PUBLISHED",
            "publish FAILED",
            "publish NOT_WANTED",
            "publish WITHDRAWN",
            "publish JOINED",
            "publish ABORTED",
            "reconcile RECONCILED"
        }) {
            assertThat(coverage.of("executions", often)).as(often).isGreaterThan(SCHEDULES / 200);
        }
        for (Disturbance.Effect effect : Disturbance.Effect.values()) {
            assertThat(coverage.of("disturbances", effect.name()))
                    .as(effect.name())
                    .isGreaterThan(SCHEDULES / 50);
        }
        for (String event : new String[] {"lost", "doubled", "late"}) {
            assertThat(coverage.of("events", event)).as(event).isGreaterThan(SCHEDULES / 20);
        }
    }

    @Test
    void theSameSeedHasTheSameHistoryWhateverWasExploredBefore() {
        var explorer = new Explorer(HOME);
        Schedule schedule = explorer.explore(SEED + 2, new Coverage()).schedule();
        var first = Trace.kept();
        explorer.replay(schedule, first);
        explorer.explore(SEED + 3, new Coverage());
        var second = Trace.kept();
        new Explorer(HOME).replay(schedule, second);

        assertThat(second.lines()).isEqualTo(first.lines()).hasSizeGreaterThan(30);
    }
}
