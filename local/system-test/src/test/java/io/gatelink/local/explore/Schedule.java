package io.gatelink.local.explore;

import io.gatelink.local.explore.Balancer.Strength;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that happens to an account from outside: what people do and when, and what goes wrong on the way. The same
 * schedule leads to the same history, to the byte.
 *
 * @param seed         of the account's identifiers and jitter
 * @param steps        what people do, in the order of their times
 * @param disturbances what goes wrong, each at a point that a run may come to
 */
record Schedule(long seed, Setting setting, List<Step> steps, List<Disturbance> disturbances) {

    Schedule {
        steps = List.copyOf(steps);
        disturbances = List.copyOf(disturbances);
    }

    /**
     * How the stack and the account are.
     *
     * @param loadBalancers how many people play with
     * @param quotas        whether API Gateway and Elastic Load Balancing throttle as in AWS
     */
    record Setting(
            Variant variant,
            int loadBalancers,
            Duration provisioningDelay,
            Duration linkDelay,
            Duration linkDeletionDelay,
            boolean quotas) {

        @Override
        public String toString() {
            return "parameters " + variant.parameters() + ", load balancers become active after "
                    + Text.of(provisioningDelay) + ", links available after " + Text.of(linkDelay) + " and gone after "
                    + Text.of(linkDeletionDelay) + (quotas ? ", with AWS's quotas" : "");
        }
    }

    /** The template's parameters. */
    enum Variant {
        OPT_IN(Map.of()),
        OPEN_ALLOWED(Map.of("AllowWeakerAuthorization", "true")),
        ALL(Map.of("PublishMode", "ALL")),
        KEYS(Map.of("Authorization", "API_KEY")),
        CAREFUL(Map.of("MaxWithdrawPercent", "50", "AllowWeakerAuthorization", "true")),
        DOMAIN(Map.of("DomainName", Paths.DOMAIN, "AllowWeakerAuthorization", "true")),

        // Load balancers whose tags ask for it are reached through the link of version 2 that their VPC shares.
        MOVING(Map.of("AllowWeakerAuthorization", "true"), true),
        MOVING_ALL(Map.of("PublishMode", "ALL"), true),
        MOVING_DOMAIN(Map.of("DomainName", Paths.DOMAIN, "AllowWeakerAuthorization", "true"), true),

        // All are.
        SHARED(Map.of("LinkVersion", "V2", "AllowWeakerAuthorization", "true"), true),
        SHARED_DOMAIN(
                Map.of("LinkVersion", "V2", "DomainName", Paths.DOMAIN, "AllowWeakerAuthorization", "true"), true);

        @SuppressWarnings("ImmutableEnumChecker") // Map.of
        private final Map<String, String> own;

        private final boolean sharedLinks;

        Variant(Map<String, String> own) {
            this(own, false);
        }

        Variant(Map<String, String> own, boolean sharedLinks) {
            this.own = own;
            this.sharedLinks = sharedLinks;
        }

        /** Long pauses between looks, so that a run is made of few calls; reconciliation when the schedule says so. */
        Map<String, String> parameters() {
            var all = new TreeMap<>(own);
            all.put("LinkPollSeconds", "60");
            all.put("LoadBalancerWaitMinutes", "5");
            all.put("SmokeTestWaitMinutes", "1");
            all.put("ReconcileMinutes", "1440");
            all.putIfAbsent("MaxWithdrawPercent", "100");
            return all;
        }

        boolean allowsWeakerAuthorization() {
            return own.containsKey("AllowWeakerAuthorization");
        }

        boolean publishesAll() {
            return own.containsKey("PublishMode");
        }

        /** Whether people have to do with links of version 2. */
        boolean hasSharedLinks() {
            return sharedLinks;
        }

        /** Whether all load balancers are reached through such links, and not only those whose tags ask for it. */
        boolean isShared() {
            return own.containsKey("LinkVersion");
        }

        boolean hasDomain() {
            return own.containsKey("DomainName");
        }

        /** What the stack gives those who ask for nothing. */
        Strength strength() {
            return Strength.valueOf(own.getOrDefault("Authorization", "AWS_IAM"));
        }

        boolean withdrawsAll() {
            return !own.containsKey("MaxWithdrawPercent");
        }
    }

    /**
     * Something that people do.
     *
     * @param at     since the beginning
     * @param events after how long each copy of the event about it is delivered: none if it is lost, several if it is
     *               doubled
     */
    record Step(Duration at, Action action, List<Duration> events) {

        Step {
            events = List.copyOf(events);
        }

        @Override
        public String toString() {
            String delivery = !action.kind().hasEvent() || events.equals(List.of(Duration.ZERO))
                    ? ""
                    : events.isEmpty()
                            ? "; the event is lost"
                            : "; the event comes after "
                                    + events.stream().map(Text::of).collect(Collectors.joining(" and "));
            return Text.of(at) + "  " + action + delivery;
        }
    }

    Schedule with(List<Step> fewerSteps, List<Disturbance> fewerDisturbances) {
        return new Schedule(seed, setting, fewerSteps, fewerDisturbances);
    }

    /** For people, a line for each thing. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(setting.toString());
        steps.forEach(step -> lines.add(step.toString()));
        disturbances.forEach(disturbance -> lines.add(disturbance.toString()));
        return lines;
    }
}
