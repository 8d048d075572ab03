package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.LocalAws;
import io.gatelink.local.cli.replay.EventPreconditions;
import io.gatelink.local.cli.replay.RuleMismatch;
import io.gatelink.local.events.InvalidEventException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Delivers a sample event to an embedded AWS that runs: first what it takes for granted is made, and published if it is
 * about a publication. Used exclusively; waits on the event loop.
 */
final class Replay {

    private static final Duration LOOK = Duration.ofMillis(100);
    /** Ten minutes: longer than a publication takes here. */
    private static final int MOST_LOOKS = 6_000;

    private final LocalAws aws;
    private final EmbeddedBalancers balancers;
    private final ObjectNode event;
    private final EventPreconditions scene;

    Replay(LocalAws aws, EmbeddedBalancers balancers, ObjectNode event, InetSocketAddress backend) {
        this.aws = aws;
        this.balancers = balancers;
        this.event = event;
        this.scene = new EventPreconditions(aws, event, backend);
    }

    /**
     * Begins.
     *
     * @return a sentence on what happens
     * @throws RefusedException if it is no event about a load balancer
     */
    String begin() {
        if (aws.eventBus().matchingRules(event).isEmpty()) {
            aws.eventBus().publish(event);
            return "No rule matched it. " + RuleMismatch.explain(aws.eventBus(), event);
        }
        List<ObjectNode> creations;
        try {
            creations = scene.set();
        } catch (InvalidEventException e) {
            throw new RefusedException(422, e.getMessage());
        }
        if (!scene.isAboutAPublication()) {
            deliver();
            return "Delivered.";
        }
        List<String> arns = creations.stream().map(Replay::created).toList();
        creations.forEach(aws.eventBus()::publish);
        when(() -> arns.stream().allMatch(this::isPublished), this::delete, MOST_LOOKS);
        return "It may end a publication, so its load balancer is published first; then it is delivered.";
    }

    private void delete() {
        scene.beginDeletion();
        when(
                scene::isDeletable,
                () -> {
                    scene.endDeletion();
                    deliver();
                },
                MOST_LOOKS);
    }

    private void deliver() {
        scene.change();
        aws.eventBus().publish(scene.happeningNow());
    }

    private boolean isPublished(String arn) {
        return balancers.item(arn).state().equals("PUBLISHED");
    }

    private static String created(ObjectNode creation) {
        return creation.path("detail")
                .path("responseElements")
                .path("loadBalancers")
                .path(0)
                .path("loadBalancerArn")
                .asText();
    }

    private void when(BooleanSupplier ready, Runnable next, int looks) {
        aws.loop().schedule(LOOK, () -> {
            if (ready.getAsBoolean()) {
                next.run();
            } else if (looks > 0) {
                when(ready, next, looks - 1);
            }
        });
    }
}
