package io.gatelink.local.explore;

import io.gatelink.local.explore.Action.Workflow;
import io.gatelink.local.explore.Schedule.Setting;
import io.gatelink.local.explore.Schedule.Step;
import io.gatelink.local.explore.Schedule.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes schedules up. The same seed gives the same one. */
final class Generator {

    private static final String PUBLISH = "gatelink:publish";
    private static final String AUTHORIZATION = "gatelink:authorization";

    private final Random random;
    private final Setting setting;

    private Generator(long seed) {
        // Neighbouring seeds begin alike.
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextLong();
        setting = new Setting(weighted(new Variant[] {Variant.OPT_IN, Variant.OPEN_ALLOWED, Variant.ALL}, 60, 25, 15),
                weighted(new Integer[] {1, 2, 3}, 50, 45, 5),
                seconds(0, 5, 40), seconds(5, 50, 200), seconds(1, 20, 60), chance(15));
    }

    /** The steps of a schedule; what goes wrong is decided while it runs, see {@link Disturber}. */
    static Schedule schedule(long seed) {
        var generator = new Generator(seed);
        return new Schedule(seed, generator.setting, generator.steps(), List.of());
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        Duration at = Duration.ZERO;
        // One that is there to be switched to.
        int spare = setting.loadBalancers() > 1 && chance(50) ? setting.loadBalancers() - 1 : -1;
        for (int i = 0; i < setting.loadBalancers(); i++) {
            steps.add(new Step(at, new Action.Create(i, i == spare ? spareTags() : tags()), events()));
            at = at.plus(pause());
        }
        int more = weighted(new Integer[] {0, 1, 2, 3, 5, 8}, 12, 38, 28, 14, 6, 2);
        for (int i = 0; i < more; i++) {
            at = at.plus(pause());
            Action action = spare > 0 && chance(30) ? new Action.Switch(random.nextInt(spare), spare) : action();
            if (action instanceof Action.Switch && chance(60)) {
                // Both are ready then.
                at = at.plus(Duration.ofMinutes(10));
            }
            steps.add(new Step(at, action, events()));
        }
        return steps;
    }

    private Action action() {
        int loadBalancer = random.nextInt(setting.loadBalancers());
        int other = random.nextInt(setting.loadBalancers());
        return switch (weighted(new Integer[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 14, 12, 10, 6, 8, 8, 18, 6, 8, 6, 6)) {
            case 0 -> new Action.AddTags(loadBalancer, Map.of(PUBLISH,
                    weighted(new String[] {"true", "false", "standby"}, 50, 40, 10)));
            case 1 -> new Action.RemoveTags(loadBalancer, List.of(PUBLISH));
            case 2 -> chance(60) ? new Action.AddTags(loadBalancer, Map.of(AUTHORIZATION, authorization()))
                    : new Action.RemoveTags(loadBalancer, List.of(AUTHORIZATION));
            case 3 -> new Action.Delete(loadBalancer);
            case 4 -> new Action.Start(Workflow.PUBLISH, loadBalancer);
            case 5 -> new Action.Start(Workflow.WITHDRAW, loadBalancer);
            case 6 -> loadBalancer == other ? new Action.AddTags(loadBalancer, Map.of(PUBLISH, "true"))
                    : new Action.Switch(loadBalancer, other);
            case 7 -> new Action.Reconcile();
            case 8 -> new Action.Answer(loadBalancer, chance(60) ? 503 : 200);
            case 9 -> chance(50) ? new Action.ForeignApi(loadBalancer, chance(50))
                    : new Action.ForeignLink(loadBalancer, chance(50), chance(40));
            case 10 -> chance(50) ? new Action.Redrive(random.nextInt(3)) : new Action.Create(loadBalancer, tags());
            default -> throw new IllegalStateException("No such action");
        };
    }

    private Map<String, String> tags() {
        var tags = new TreeMap<String, String>();
        if (chance(75)) {
            tags.put(PUBLISH, chance(90) ? "true" : "false");
        }
        if (chance(15)) {
            tags.put(AUTHORIZATION, authorization());
        }
        return tags;
    }

    private Map<String, String> spareTags() {
        return setting.variant() == Variant.ALL || chance(40) ? Map.of(PUBLISH, "standby") : Map.of();
    }

    private String authorization() {
        return weighted(new String[] {"AWS_IAM", "NONE", "API_KEY"}, 35, 45, 20);
    }

    /** Mostly one at once; some are late, which is how they come in another order, some doubled, some lost. */
    private List<Duration> events() {
        return weighted(new List<?>[] {
            List.of(Duration.ZERO),
            List.of(),
            List.of(seconds(1, 60, 600)),
            List.of(Duration.ZERO, Duration.ZERO),
            List.of(Duration.ZERO, seconds(1, 60, 600))}, 60, 15, 10, 7, 8).stream().map(Duration.class::cast).toList();
    }

    /** Short ones, so that workflows meet at work, and long ones, so that they don't. */
    private Duration pause() {
        return weighted(new Duration[] {
            Duration.ZERO,
            Duration.ofMillis(random.nextInt(5_000)),
            Duration.ofMillis(random.nextInt(90_000)),
            Duration.ofMillis(random.nextInt(600_000)),
            Duration.ofMinutes(60)}, 10, 20, 30, 30, 10);
    }

    private Duration seconds(int low, int middle, int high) {
        return Duration.ofSeconds(weighted(new Integer[] {low, middle, high}, 30, 50, 20));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T weighted(T[] values, int... weights) {
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
