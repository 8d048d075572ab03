package io.gatelink.local.explore;

import io.gatelink.local.explore.Explorer.Outcome;
import io.gatelink.local.explore.Schedule.Setting;
import io.gatelink.local.explore.Schedule.Step;
import io.gatelink.local.explore.Schedule.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Looks for the shortest schedule that breaks the same promise: takes away what need not be in it, and makes the rest
 * plainer.
 *
 * @see <a href="https://www.st.cs.uni-saarland.de/dd/">Delta debugging</a>
 */
final class Shrinker {

    private final Explorer explorer;
    private final int promise;
    private Schedule best;
    private int runsLeft;

    private Shrinker(Explorer explorer, Schedule schedule, int promise, int runs) {
        this.explorer = explorer;
        this.best = schedule;
        this.promise = promise;
        this.runsLeft = runs;
    }

    /** @param runs how often it may be tried */
    static Schedule shrink(Explorer explorer, Outcome outcome, int runs) {
        var shrinker = new Shrinker(
                explorer, outcome.schedule(), outcome.broken().orElseThrow().promise(), runs);
        Schedule before;
        do {
            before = shrinker.best;
            shrinker.pass();
        } while (!shrinker.best.equals(before) && shrinker.runsLeft > 0);
        return shrinker.best;
    }

    private void pass() {
        fewer(Schedule::disturbances, disturbances -> best.with(best.steps(), disturbances));
        fewer(Schedule::steps, steps -> best.with(steps, best.disturbances()));
        plainerSetting(setting -> new Setting(
                Variant.OPT_IN,
                setting.loadBalancers(),
                setting.provisioningDelay(),
                setting.linkDelay(),
                setting.linkDeletionDelay(),
                setting.quotas()));
        plainerSetting(setting -> new Setting(
                setting.variant(),
                setting.loadBalancers(),
                Duration.ZERO,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                false));
        for (int i = 0; i < best.steps().size(); i++) {
            plainerStep(i, step -> new Step(step.at(), step.action(), List.of(Duration.ZERO)));
            plainerStep(
                    i,
                    step -> new Step(
                            step.at(),
                            step.action(),
                            step.events().subList(0, Math.min(1, step.events().size()))));
            plainerStep(i, step -> new Step(round(step.at()), step.action(), step.events()));
        }
        for (int i = 0; i < best.disturbances().size(); i++) {
            Disturbance now = best.disturbances().get(i);
            var plainer = new ArrayList<>(best.disturbances());
            plainer.set(i, new Disturbance(now.point(), now.occurrence(), now.effect(), round(now.duration())));
            accept(best.with(best.steps(), plainer));
        }
    }

    /** Takes away ever smaller parts of a list. */
    private <T> void fewer(Function<Schedule, List<T>> list, Function<List<T>, Schedule> with) {
        for (int size = Math.max(1, list.apply(best).size() / 2); size > 0; size /= 2) {
            for (int from = 0; from < list.apply(best).size(); ) {
                var shorter = new ArrayList<>(list.apply(best));
                shorter.subList(from, Math.min(from + size, shorter.size())).clear();
                if (!accept(with.apply(shorter))) {
                    from += size;
                }
            }
        }
    }

    private void plainerSetting(UnaryOperator<Setting> change) {
        accept(new Schedule(best.seed(), change.apply(best.setting()), best.steps(), best.disturbances()));
    }

    private void plainerStep(int index, UnaryOperator<Step> change) {
        var plainer = new ArrayList<>(best.steps());
        plainer.set(index, change.apply(plainer.get(index)));
        accept(best.with(plainer, best.disturbances()));
    }

    private static Duration round(Duration duration) {
        return Duration.ofSeconds(duration.toSeconds());
    }

    private boolean accept(Schedule candidate) {
        if (candidate.equals(best) || runsLeft <= 0) {
            return false;
        }
        runsLeft--;
        boolean same = explorer.replay(candidate, Trace.none())
                .broken()
                .filter(broken -> broken.promise() == promise)
                .isPresent();
        if (same) {
            best = candidate;
        }
        return same;
    }
}
