package io.gatelink.local.explore;

import io.gatelink.local.explore.Schedule.Setting;
import io.gatelink.local.explore.Schedule.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes schedules up. The same seed gives the same one. */
final class Generator {

    private static final String PUBLISH = Specification.PUBLISH;
    private static final String REPLACES = Specification.REPLACES;
    private static final String AUTHORIZATION = Specification.AUTHORIZATION;

    private final Random random;
    private final Setting setting;
    private final LinkGenerator ofLinks;

    private Generator(long seed) {
        // Neighbouring seeds begin alike.
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextLong();
        setting = new Setting(
                LinkGenerator.variant(seed, weighted(LinkGenerator.WITHOUT, 32, 18, 10, 10, 8, 22)),
                weighted(new Integer[] {1, 2, 3, 4}, 30, 42, 20, 8),
                seconds(0, 5, 40),
                seconds(5, 50, 200),
                seconds(1, 20, 60),
                chance(10));
        ofLinks = new LinkGenerator(random, setting.variant());
    }

    /** The steps of a schedule; what goes wrong is decided while it runs, see {@link Disturber}. */
    static Schedule schedule(long seed) {
        var generator = new Generator(seed);
        return new Schedule(seed, generator.setting, generator.steps(), List.of());
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        Duration at = Duration.ZERO;
        // Some are there to replace others later.
        int first = setting.loadBalancers() > 1 && chance(30) ? setting.loadBalancers() - 1 : setting.loadBalancers();
        for (int i = 0; i < first; i++) {
            steps.add(new Step(at, ofLinks.create(i, tags(i)), events()));
            at = at.plus(pause());
        }
        if (setting.loadBalancers() > 1 && chance(45)) {
            // All are published then.
            at = at.plus(Duration.ofMinutes(10));
            int replacer = setting.loadBalancers() - 1;
            Map<String, String> tags = Map.of(PUBLISH, "true", REPLACES, name(random.nextInt(replacer)));
            steps.add(new Step(
                    at,
                    first < setting.loadBalancers() ? ofLinks.create(replacer, tags) : Action.addTags(replacer, tags),
                    events()));
        }
        if (setting.variant().hasSharedLinks()) {
            at = addSteps(ofLinks.moves(setting.loadBalancers()), steps, at);
        }
        int more = weighted(new Integer[] {0, 1, 2, 3, 5, 8}, 12, 36, 28, 15, 6, 3);
        for (int i = 0; i < more; i++) {
            at = at.plus(pause());
            steps.add(new Step(at, action(), events()));
        }
        if (setting.variant().hasDomain() && chance(15)) {
            // It is others' path from then on, whatever becomes of the load balancer.
            int loadBalancer = random.nextInt(setting.loadBalancers());
            at = at.plus(Duration.ofMinutes(10));
            steps.add(new Step(at, Action.drift(loadBalancer, Drifts.Kind.PATH_LED_AWAY), List.of()));
            at = at.plus(pause());
            steps.add(new Step(at, Action.addTags(loadBalancer, Map.of(PUBLISH, "false")), events()));
        }
        return steps;
    }

    /** The first of them comes once all are published, or meanwhile. */
    private Duration addSteps(List<Action> actions, List<Step> steps, Duration since) {
        Duration at = actions.isEmpty() || chance(40) ? since : since.plus(Duration.ofMinutes(10));
        for (Action action : actions) {
            steps.add(new Step(at, action, events()));
            at = at.plus(pause());
        }
        return at;
    }

    private Action action() {
        int loadBalancer = random.nextInt(setting.loadBalancers());
        if (setting.variant().hasSharedLinks() && chance(35)) {
            return ofLinks.action(loadBalancer, this::owner);
        }
        if (setting.variant().hasDomain() && chance(35)) {
            return actionOnPath(loadBalancer);
        }
        return switch (weighted(
                new Integer[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
                12,
                8,
                8,
                9,
                12,
                6,
                6,
                4,
                6,
                9,
                4,
                6,
                4,
                3,
                3)) {
            case 0 -> Action.addTags(loadBalancer, Map.of(PUBLISH, chance(60) ? "true" : "false"));
            case 1 -> Action.removeTags(loadBalancer, List.of(chance(80) ? PUBLISH : AUTHORIZATION));
            case 2 -> Action.addTags(loadBalancer, Map.of(AUTHORIZATION, authorization()));
            case 3 -> Action.delete(loadBalancer);
            case 4 ->
                chance(70)
                        ? Action.addTags(
                                loadBalancer,
                                Map.of(REPLACES, name(random.nextInt(setting.loadBalancers() + (chance(10) ? 1 : 0)))))
                        : Action.removeTags(loadBalancer, List.of(REPLACES));
            case 5 -> wrongOrRare(loadBalancer);
            case 6 -> Action.start(loadBalancer, chance(20));
            case 7 -> Action.reconcile();
            case 8 -> Action.answer(loadBalancer, chance(60) ? 503 : 200);
            case 9 -> Action.drift(loadBalancer, drift(setting.variant().hasDomain() && chance(20)));
            case 10 ->
                chance(50)
                        ? Action.foreignApi(loadBalancer, owner())
                        : Action.foreignLink(loadBalancer, owner(), chance(40));
            case 11 -> ofLinks.create(loadBalancer, tags(loadBalancer));
            case 12 -> chance(50) ? Action.redrive(random.nextInt(3)) : Action.stop(random.nextInt(2));
            case 13 -> Action.listen(loadBalancer, chance(60) ? People.FIRST_LISTENER : 81, chance(50));
            case 14 ->
                chance(50)
                        ? Action.loseTable(chance(80))
                        : Action.restoreTable(true, Duration.ofMillis(random.nextInt(3_600_000)));
            default -> throw new IllegalStateException("No such action");
        };
    }

    private Action actionOnPath(int loadBalancer) {
        return switch (weighted(new Integer[] {0, 1, 2, 3, 4, 5}, 40, 14, 12, 12, 12, 10)) {
            case 0 -> Action.addTags(loadBalancer, Map.of(Specification.BASE_PATH, chance(92) ? path() : "a/b"));
            case 1 -> Action.removeTags(loadBalancer, List.of(Specification.BASE_PATH));
            case 2 -> Action.drift(loadBalancer, drift(true));
            case 3 -> PathActions.foreign(path(), loadBalancer, owner());
            case 4 -> PathActions.free(path());
            default -> PathActions.extra(chance(40) ? Paths.BY_HAND : path(), loadBalancer);
        };
    }

    /** Few, so that load balancers want the same one. */
    private String path() {
        return weighted(
                new String[] {"shop", "pay", name(random.nextInt(setting.loadBalancers())), "nlb-0"}, 40, 15, 25, 20);
    }

    private Drifts.Kind drift(boolean ofPath) {
        List<Drifts.Kind> kinds = Arrays.stream(Drifts.Kind.values())
                .filter(kind -> kind.isOfPath() == ofPath && !kind.isOfSharedLink())
                .toList();
        return kinds.get(random.nextInt(kinds.size()));
    }

    private Action wrongOrRare(int loadBalancer) {
        return switch (random.nextInt(6)) {
            case 0 -> Action.addTags(loadBalancer, Map.of(Specification.PORT, chance(50) ? "80" : "81"));
            case 1 -> Action.addTags(loadBalancer, Map.of(Specification.PORT, "eighty"));
            case 2 -> Action.addTags(loadBalancer, Map.of("gatelink:unknown", "x"));
            case 3 -> Action.removeTags(loadBalancer, List.of(Specification.PORT, "gatelink:unknown"));
            case 4 -> Action.removeTags(loadBalancer, List.of(Specification.STAGE));
            default -> Action.addTags(loadBalancer, Map.of(Specification.STAGE, chance(70) ? "blue" : "prod"));
        };
    }

    private Map<String, String> tags(int loadBalancer) {
        var tags = new TreeMap<String, String>();
        if (chance(80)) {
            tags.put(PUBLISH, chance(92) ? "true" : "false");
        }
        if (chance(15)) {
            tags.put(AUTHORIZATION, authorization());
        }
        if (chance(5)) {
            tags.put(Specification.STAGE, "blue");
        }
        if (loadBalancer > 0 && chance(15)) {
            tags.put(REPLACES, name(random.nextInt(loadBalancer)));
        }
        if (setting.variant().hasDomain() && chance(35)) {
            tags.put(Specification.BASE_PATH, path());
        }
        return tags;
    }

    private static String name(int loadBalancer) {
        return "nlb-" + loadBalancer;
    }

    private String owner() {
        return weighted(new String[] {"", "another-stack", "Gatelink"}, 30, 35, 35);
    }

    private String authorization() {
        return weighted(new String[] {"AWS_IAM", "NONE", "API_KEY", "IAM"}, 32, 36, 28, 4);
    }

    /** Mostly one at once; some are late, which is how they come in another order, some doubled, some lost. */
    private List<Duration> events() {
        return weighted(
                        new List<?>[] {
                            List.of(Duration.ZERO),
                            List.of(),
                            List.of(seconds(1, 60, 600)),
                            List.of(Duration.ZERO, Duration.ZERO),
                            List.of(Duration.ZERO, seconds(1, 60, 600))
                        },
                        60,
                        15,
                        10,
                        7,
                        8)
                .stream()
                .map(Duration.class::cast)
                .toList();
    }

    /** Short ones, so that workflows meet at work, and long ones, so that they don't. */
    private Duration pause() {
        return weighted(
                new Duration[] {
                    Duration.ZERO,
                    Duration.ofMillis(random.nextInt(5_000)),
                    Duration.ofMillis(random.nextInt(90_000)),
                    Duration.ofMillis(random.nextInt(600_000)),
                    Duration.ofMinutes(70)
                },
                10,
                20,
                30,
                30,
                10);
    }

    private Duration seconds(int low, int middle, int high) {
        return Duration.ofSeconds(weighted(new Integer[] {low, middle, high}, 30, 50, 20));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T weighted(T[] values, int... weights) {
        return weighted(random, values, weights);
    }

    /** One of these values, each as often as its weight says. */
    static <T> T weighted(Random random, T[] values, int... weights) {
        int all = 0;
        for (int weight : weights) {
            all += weight;
        }
        int drawn = random.nextInt(all);
        int index = 0;
        while (drawn >= weights[index]) {
            drawn -= weights[index++];
        }
        return values[index];
    }
}
