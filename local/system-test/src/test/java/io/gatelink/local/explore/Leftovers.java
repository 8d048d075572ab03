package io.gatelink.local.explore;

import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What executions have made and when, so that a failed one is seen to leave nothing of its own behind. */
final class Leftovers {

    private final World world;
    private final Ours ours;
    private final Map<String, Duration> made = new HashMap<>();

    Leftovers(World world, Ours ours) {
        this.world = world;
        this.ours = ours;
    }

    /** Something was created, or a path deleted, which may be made again. */
    void changed() {
        Set<String> there = ours.ids();
        made.keySet().removeIf(id -> id.startsWith(Paths.text("")) && !there.contains(id));
        there.forEach(id -> made.putIfAbsent(id, world.now()));
    }

    /** People have made something. */
    void madeByHand() {
        ours.ids().forEach(id -> made.putIfAbsent(id, Duration.ZERO));
    }

    /** A path that people have deleted is made again, also if the publication fails. */
    private boolean isPublishedAt(Balancer balancer, String id) {
        return world.items()
                .find(balancer.arn)
                .filter(item -> id.equals(Items.published(item, "basePathMapping")))
                .isPresent();
    }

    /** What is there for a load balancer that a failed execution made, and does not name, in words. */
    Optional<String> of(Balancer balancer, Execution execution, String cause) {
        if (balancer == null || balancer.untagged) {
            return Optional.empty();
        }
        Duration began = world.now()
                .minus(Duration.between(
                        execution.startDate(), execution.stopDate().orElseThrow()));
        Set<String> there = ours.idsOf(balancer);
        return there.stream()
                .filter(id -> made.getOrDefault(id, Duration.ZERO).compareTo(began) > 0)
                .filter(id -> !cause.contains(id))
                .filter(id -> !isPublishedAt(balancer, id))
                .findFirst()
                .map(id -> execution.name() + " failed, and left " + id + " behind without saying so: " + cause);
    }
}
