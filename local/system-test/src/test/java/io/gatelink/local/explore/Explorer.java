package io.gatelink.local.explore;

import io.gatelink.local.LeanClients;
import io.gatelink.local.PreparedStack;
import io.gatelink.local.explore.Schedule.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Lets schedules happen, one after the other. For one thread. */
final class Explorer {

    private final Path home;
    private final Map<Variant, PreparedStack> images = new EnumMap<>(Variant.class);

    Explorer(Path home) {
        this.home = home;
    }

    /**
     * What came of a schedule.
     *
     * @param schedule with all that went wrong in it
     */
    record Outcome(Schedule schedule, Optional<Promises.Broken> broken) {}

    /** Makes up a schedule and lets it happen; what goes wrong is decided meanwhile. */
    Outcome explore(long seed, Coverage coverage) {
        Schedule schedule = Generator.schedule(seed);
        coverage.count("schedules", schedule.setting().variant().name());
        return run(schedule, Disturber.byChance(seed), Trace.none(), coverage);
    }

    /** Lets a schedule happen again. */
    Outcome replay(Schedule schedule, Trace trace) {
        return run(schedule, Disturber.of(schedule.disturbances()), trace, new Coverage());
    }

    private Outcome run(Schedule schedule, Disturber disturber, Trace trace, Coverage coverage) {
        PreparedStack image = images.computeIfAbsent(schedule.setting().variant(), variant -> {
            try {
                return PreparedStack.of(home, variant.parameters(), LeanClients::install);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (var world = new World(home, image, schedule, disturber, trace, coverage)) {
            Optional<Promises.Broken> broken = world.run();
            return new Outcome(schedule.with(schedule.steps(), disturber.happened()), broken);
        }
    }
}
