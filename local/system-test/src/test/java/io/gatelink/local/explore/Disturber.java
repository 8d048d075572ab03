package io.gatelink.local.explore;

import io.gatelink.local.explore.Disturbance.Effect;
import io.gatelink.local.http.ApiCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * Decides what goes wrong: by chance, while a schedule runs for the first time, or as the schedule says. Once it is
 * peace, nothing does. Used exclusively.
 */
final class Disturber {

    /** The states in which a backend has to answer. */
    private static final List<String> TESTS = List.of("Smoke test", "Deploy", "Finish");

    /** From none to heavy: how many of 1000 calls, of 1000 states entered, and of 1000 smoke tests, are disturbed. */
    private record Rates(int calls, int states, int tests) {}

    private static final Rates[] RATES = {
        new Rates(0, 0, 0), new Rates(25, 0, 50), new Rates(60, 15, 80), new Rates(10, 60, 120), new Rates(250, 20, 20)
    };
    private static final int[] SHARES = {20, 30, 30, 12, 8};

    private final Random random;
    private final Rates rates;
    private final Map<String, Disturbance> planned = new HashMap<>();
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final List<Disturbance> happened = new ArrayList<>();
    private boolean peace;

    private Disturber(Random random, Rates rates) {
        this.random = random;
        this.rates = rates;
    }

    /** By chance, which the seed decides. */
    static Disturber byChance(long seed) {
        var random = new Random(seed * 0xD1B54A32D192ED03L + 1);
        random.nextLong();
        int drawn = random.nextInt(100);
        int index = 0;
        while (drawn >= SHARES[index]) {
            drawn -= SHARES[index++];
        }
        return new Disturber(random, RATES[index]);
    }

    /** As planned, and nothing else. */
    static Disturber of(List<Disturbance> disturbances) {
        var disturber = new Disturber(null, new Rates(0, 0, 0));
        disturbances.forEach(each -> disturber.planned.put(each.point() + " #" + each.occurrence(), each));
        return disturber;
    }

    /** From now on nothing goes wrong. */
    void endOfDisturbances() {
        peace = true;
    }

    /** All that has gone wrong, in its order. */
    List<Disturbance> happened() {
        return List.copyOf(happened);
    }

    /** What goes wrong with a call. */
    Optional<Disturbance> call(ApiCall call) {
        return disturbance(call.service() + " " + call.operation(), rates.calls, this::ofCall);
    }

    /** How far a listing lags behind. */
    Optional<Disturbance> listed() {
        return disturbance("listing", rates.calls * 2, this::ofListing);
    }

    /** How long something new does not show. */
    Optional<Disturbance> created() {
        return disturbance("creation", rates.calls, this::ofCreation);
    }

    /** What happens to an execution that enters a state. */
    Optional<Disturbance> entered(String state) {
        boolean tested = TESTS.contains(state);
        return disturbance(state, tested ? Math.max(rates.states, rates.tests) : rates.states, this::ofState);
    }

    private Optional<Disturbance> disturbance(String point, int rate, BiFunction<String, Integer, Disturbance> made) {
        if (peace) {
            return Optional.empty();
        }
        int occurrence = occurrences.merge(point, 1, Integer::sum);
        Disturbance disturbance = null;
        if (random == null) {
            disturbance = planned.get(point + " #" + occurrence);
        } else if (random.nextInt(1000) < rate) {
            disturbance = made.apply(point, occurrence);
        }
        if (disturbance != null) {
            happened.add(disturbance);
        }
        return Optional.ofNullable(disturbance);
    }

    private Disturbance ofCall(String point, int occurrence) {
        Effect effect =
                switch (random.nextInt(10)) {
                    case 0, 1 -> Effect.REFUSED;
                    case 2 -> Effect.THROTTLED;
                    case 3 -> Effect.LOST;
                    case 4, 5 -> Effect.ANSWER_LOST;
                    case 6 -> Effect.ANSWERED_WITH_ERROR;
                    case 7, 8 -> Effect.HELD_UP;
                    default -> Effect.ANSWERED_LATE;
                };
        Duration duration =
                switch (effect) {
                    // What is on its way for longer does not arrive: by then the client has given up and closed the
                    // connection.
                    case HELD_UP -> Duration.ofMillis(50 + random.nextInt(random.nextBoolean() ? 1_000 : 7_000));
                    // Functions may stand still for longer than they may take, and end so.
                    case ANSWERED_LATE -> Duration.ofSeconds(2 + random.nextInt(80));
                    default -> Duration.ZERO;
                };
        return new Disturbance(point, occurrence, effect, duration);
    }

    private Disturbance ofListing(String point, int occurrence) {
        return new Disturbance(point, occurrence, Effect.LAGS_BEHIND, Duration.ofSeconds(1 + random.nextInt(15)));
    }

    private Disturbance ofCreation(String point, int occurrence) {
        return new Disturbance(point, occurrence, Effect.SHOWS_LATE, Duration.ofMillis(100 + random.nextInt(6_000)));
    }

    private Disturbance ofState(String point, int occurrence) {
        if (TESTS.contains(point) && random.nextInt(rates.tests + rates.states) < rates.tests) {
            return new Disturbance(
                    point, occurrence, Effect.BACKENDS_FAIL, Duration.ofSeconds(60 + random.nextInt(240)));
        }
        Duration after =
                switch (random.nextInt(4)) {
                    case 0 -> Duration.ZERO;
                    case 1 -> Duration.ofMillis(random.nextInt(2_000));
                    default -> Duration.ofSeconds(random.nextInt(90));
                };
        return new Disturbance(
                point, occurrence, random.nextInt(3) == 0 ? Effect.ABORTED_AND_REDRIVEN : Effect.ABORTED, after);
    }
}
