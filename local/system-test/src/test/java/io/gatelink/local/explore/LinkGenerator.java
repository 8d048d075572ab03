package io.gatelink.local.explore;

import io.gatelink.local.explore.Schedule.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes up what has to do with VPC links of version 2. Schedules without them are as if there were none. */
final class LinkGenerator {

    /** The variants that have nothing to do with links of version 2. */
    static final Variant[] WITHOUT = variants(false);

    private static final Variant[] WITH = variants(true);

    /** How many of 100 schedules are of each of {@link #WITH}. */
    private static final int[] SHARES = {11, 3, 4, 8, 4};

    private final Random random;
    private final Variant variant;

    LinkGenerator(Random random, Variant variant) {
        this.random = random;
        this.variant = variant;
    }

    private static Variant[] variants(boolean sharedLinks) {
        return Arrays.stream(Variant.values())
                .filter(variant -> variant.hasSharedLinks() == sharedLinks)
                .toArray(Variant[]::new);
    }

    /** @param otherwise the variant unless the schedule has to do with links of version 2 */
    static Variant variant(long seed, Variant otherwise) {
        var own = new Random(seed * 0xBF58476D1CE4E5B9L + 2);
        own.nextLong();
        int drawn = own.nextInt(100);
        for (int i = 0; i < WITH.length; i++) {
            drawn -= SHARES[i];
            if (drawn < 0) {
                return WITH[i];
            }
        }
        return otherwise;
    }

    /** A load balancer of either type, in either VPC. */
    Action create(int loadBalancer, Map<String, String> tags) {
        if (!variant.hasSharedLinks()) {
            return Action.create(loadBalancer, false, false, tags);
        }
        boolean application = chance(30);
        var all = new TreeMap<>(tags);
        if (chance(variant.isShared() ? 5 : application ? 92 : 45)) {
            all.put(Specification.LINK, "v2");
        }
        return Action.create(loadBalancer, application, chance(25), all);
    }

    /** Load balancers that move to the link of their VPC or back, and what becomes of a link that is new. */
    List<Action> moves(int loadBalancers) {
        List<Action> moves = new ArrayList<>();
        if (chance(10)) {
            moves.add(LinkActions.fail(random.nextInt(loadBalancers)));
        }
        for (int i = 0; i < loadBalancers; i++) {
            if (!variant.isShared() && chance(35)) {
                moves.add(
                        chance(65)
                                ? Action.addTags(i, Map.of(Specification.LINK, "v2"))
                                : Action.removeTags(i, List.of(Specification.LINK)));
            }
        }
        return moves;
    }

    /** Something that people do to links, or to the tag that asks for them. */
    Action action(int loadBalancer, Supplier<String> owner) {
        return switch (Generator.weighted(
                random, new Integer[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 34, 22, 3, 8, 7, 7, 7, 2, 2, 5, 4)) {
            case 0 -> Action.addTags(loadBalancer, Map.of(Specification.LINK, "v2"));
            case 1 -> Action.removeTags(loadBalancer, List.of(Specification.LINK));
            case 2 -> Action.addTags(loadBalancer, Map.of(Specification.LINK, "v1"));
            case 3 -> LinkActions.foreign(loadBalancer, owner.get());
            case 4 -> LinkActions.rest(loadBalancer);
            case 5 -> LinkActions.fail(loadBalancer);
            case 6 -> LinkActions.delete(loadBalancer);
            case 7 -> LinkActions.untag(loadBalancer);
            case 8 -> LinkActions.use(loadBalancer);
            case 9 ->
                chance(50)
                        ? Action.loseTable(false)
                        : Action.restoreTable(false, Duration.ofMillis(random.nextInt(3_600_000)));
            default -> Action.drift(loadBalancer, Drifts.Kind.LED_THROUGH_ANOTHER);
        };
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
