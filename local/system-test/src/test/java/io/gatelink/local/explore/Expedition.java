package io.gatelink.local.explore;

import io.gatelink.local.explore.Explorer.Outcome;
import io.gatelink.local.explore.Schedule.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/** Explores many schedules, on several threads at the same time. */
final class Expedition {

    /** Enough to make a schedule short. */
    private static final int SHRINKING_RUNS = 400;

    private final Path home;
    private final Set<Integer> promises;
    private final int most;
    private final Optional<Variant> variant;

    /**
     * @param promises to look at, by their numbers; others may break
     * @param most     so many schedules that break a promise are enough
     * @param variant  the schedules of others are left out
     */
    Expedition(Path home, Set<Integer> promises, int most, Optional<Variant> variant) {
        this.home = home;
        this.promises = Set.copyOf(promises);
        this.most = most;
        this.variant = variant;
    }

    /**
     * What came of it.
     *
     * @param found the schedules that break a promise, in the order of their seeds
     */
    record Result(Coverage coverage, List<Outcome> found) {}

    /**
     * @param seed   of the first schedule; the others follow
     * @param goesOn whether to begin more, by how many are done; on any thread
     */
    Result explore(long seed, long schedules, int threads, LongPredicate goesOn) throws InterruptedException {
        var next = new AtomicLong(seed);
        var end = new AtomicLong(seed + schedules);
        var done = new AtomicLong();
        var executor = Executors.newFixedThreadPool(threads);
        var all = new Coverage();
        var found = new ConcurrentSkipListMap<Long, Outcome>();
        try {
            var parts = new ArrayList<Future<Coverage>>();
            for (int i = 0; i < threads; i++) {
                parts.add(executor.submit(() -> part(next, end, done, found, goesOn)));
            }
            for (Future<Coverage> part : parts) {
                all.addAll(part.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "A schedule broke the model itself: " + e.getCause().getMessage(), e.getCause());
        } finally {
            executor.shutdownNow();
        }
        return new Result(all, found.values().stream().limit(most).toList());
    }

    private Coverage part(
            AtomicLong next, AtomicLong end, AtomicLong done, SortedMap<Long, Outcome> found, LongPredicate goesOn) {
        var explorer = new Explorer(home);
        var coverage = new Coverage();
        while (true) {
            long seed = next.getAndIncrement();
            if (seed >= end.get()) {
                return coverage;
            }
            Variant its = Generator.schedule(seed).setting().variant();
            if (variant.isPresent() && its != variant.get()) {
                continue;
            }
            Outcome outcome = explore(explorer, seed, coverage);
            if (outcome.broken()
                    .filter(broken -> promises.contains(broken.promise()))
                    .isPresent()) {
                found.put(seed, outcome);
                if (found.size() >= most) {
                    // Lower ones are under way on other threads, and may break one, too.
                    end.accumulateAndGet(seed, Math::min);
                }
            }
            if (!goesOn.test(done.incrementAndGet())) {
                end.accumulateAndGet(next.get(), Math::min);
            }
        }
    }

    private static Outcome explore(Explorer explorer, long seed, Coverage coverage) {
        try {
            return explorer.explore(seed, coverage);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** Shrinks a schedule that breaks a promise, and tells its history. */
    List<String> explain(Outcome found) {
        var explorer = new Explorer(home);
        Schedule shortest = Shrinker.shrink(explorer, found, SHRINKING_RUNS);
        Trace trace = Trace.kept();
        Outcome again = explorer.replay(shortest, trace);
        var lines = new ArrayList<String>();
        lines.add(
                "Seed " + found.schedule().seed() + " breaks " + found.broken().orElseThrow());
        lines.add("");
        lines.add("The shortest schedule found that does:");
        shortest.lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("Its history:");
        trace.lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add(again.broken()
                .map(broken -> "Broken: " + broken)
                .orElse("It does not break a promise when it is run again: the model is not deterministic."));
        lines.add("Again: local/explore --seed " + found.schedule().seed());
        return lines;
    }
}
