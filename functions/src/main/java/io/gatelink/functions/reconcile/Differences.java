package io.gatelink.functions.reconcile;

import io.gatelink.functions.elbv2.LoadBalancers.Found;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.reconcile.LiveLoadBalancers.Standing;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.wanted.PublicationPolicy;
import io.gatelink.functions.wanted.PublicationPolicy.PublishMode;
import io.gatelink.functions.wanted.PublicationTags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares what should be with what is, as far as lists show it: the workflow publish looks into the details. */
final class Differences {

    /** What a run sees in this time after another has seen it has not been seen twice. */
    private static final Duration TWICE = Duration.ofMinutes(1);

    /** Why a publication is started; the most urgent first. */
    private enum Reason {
        HOLDER_ENDED,
        NOT_PUBLISHED,
        UNWANTED,
        CHANGED,
        FAILED,
        CHECK
    }

    /**
     * What a reconciliation has read.
     *
     * @param loadBalancers the network and application load balancers, by ARN
     * @param items         the table of publications, by ARN
     * @param resources     what carries our owner tag
     * @param ended         the ARNs of the load balancers whose item names a holder that has ended
     */
    record Snapshot(
            Map<String, Found> loadBalancers,
            Map<String, Publication> items,
            List<Resource> resources,
            Set<String> ended) {}

    /**
     * A resource of API Gateway that carries our owner tag.
     *
     * @param usable       whether it can serve; a VPC link that failed cannot
     * @param loadBalancer the ARN of the load balancer that it was made for, or {@code null} if its tag holds none of a
     *                     load balancer of this account and Region
     */
    record Resource(Part part, String id, boolean usable, String loadBalancer) {

        /** The resource among the strays of an item. */
        String stray() {
            return part.stray(id);
        }
    }

    /**
     * What a reconciliation does. Load balancers are named by their ARNs.
     *
     * @param start     those to start the workflow publish for, the most urgent first
     * @param notes     what is to be written into their items: since when they are not wanted, or that they are again,
     *                  and resources of ours that are in no item
     * @param leftAlone resources that carry our owner tag, but name no load balancer of here
     * @param tell      what people are to be told, or {@code null}
     */
    record Plan(List<String> start, Map<String, Change> notes, List<String> leftAlone, String tell) {}

    private final Snapshot snapshot;
    private final PublicationPolicy policy;
    private final LiveLoadBalancers live;
    private final Instant startedAt;
    private final Instant now;
    private final Map<String, List<Resource>> unrecorded;
    private final Map<Reason, List<String>> starts = new EnumMap<>(Reason.class);
    private final List<String> checks = new ArrayList<>();
    private final List<String> withdrawals = new ArrayList<>();
    private final List<String> deletions = new ArrayList<>();
    private final Set<String> recorded = new HashSet<>();
    private final Map<String, Change> notes = new TreeMap<>();

    private Differences(Snapshot snapshot, PublicationPolicy policy, Instant startedAt, Instant now) {
        this.snapshot = snapshot;
        this.policy = policy;
        this.live = LiveLoadBalancers.of(snapshot.loadBalancers(), policy);
        this.startedAt = startedAt;
        this.now = now;
        this.unrecorded = unrecorded(snapshot);
    }

    /**
     * Compares.
     *
     * @param owner     the stack's name
     * @param startedAt when the execution started: what an earlier one has seen is seen twice now
     */
    static Plan between(
            Snapshot snapshot, PublicationPolicy policy, Limits limits, String owner, Instant startedAt, Instant now) {
        var differences = new Differences(snapshot, policy, startedAt, now);
        Set<String> arns = new TreeSet<>(snapshot.loadBalancers().keySet());
        arns.addAll(snapshot.items().keySet());
        arns.addAll(differences.unrecorded.keySet());
        arns.forEach(differences::judge);
        return differences.plan(limits, owner);
    }

    private void judge(String arn) {
        Publication item = snapshot.items().get(arn);
        if (item != null && item.has(Publication.HOLDER)) {
            if (snapshot.ended().contains(arn)) {
                start(arn, Reason.HOLDER_ENDED);
            }
            return;
        }
        if (unrecorded.containsKey(arn) && (item == null || !isCreating(item))) {
            record(arn, item);
        }
        if (item != null && item.has(Publication.AGAIN)) {
            start(arn, Reason.CHANGED);
            return;
        }
        Standing standing = live.standing(arn);
        if (standing == Standing.UNWANTED || standing == Standing.REPLACED && isReplacerPublished(arn)) {
            judgeUnwanted(arn, item, standing);
            return;
        }
        if (item != null && item.has(Publication.UNWANTED_SINCE)) {
            note(arn).remove(Publication.UNWANTED_SINCE);
        }
        if (standing == Standing.LIVE) {
            if (snapshot.loadBalancers().get(arn).active()) {
                judgeLive(arn, item);
            }
        } else if (item != null
                && (item.has(Publication.TAKEN_OVER)
                        || item.has(Publication.STRAYS)
                        || !item.isPublished() && item.hasResources())
                && !item.isAhead(Publication.NEXT_TRY_AT, now)) {
            // What it has is to go, was never published, or is in no item since the table was lost: publish sees which.
            start(arn, Reason.CHANGED);
        }
    }

    private void judgeUnwanted(String arn, Publication item, Standing standing) {
        if (item == null || !item.hasResources()) {
            if (recorded.contains(arn)) {
                note(arn).set(Publication.UNWANTED_SINCE, now.toString());
            } else if (item != null && standing == Standing.UNWANTED) {
                start(arn, Reason.UNWANTED);
            }
            return;
        }
        Optional<Instant> since = item.time(Publication.UNWANTED_SINCE);
        if (since.isEmpty()) {
            note(arn).set(Publication.UNWANTED_SINCE, now.toString());
        } else if (since.get().isBefore(startedAt) && !now.isBefore(since.get().plus(TWICE))) {
            withdrawals.add(arn);
        }
    }

    private void judgeLive(String arn, Publication item) {
        if (item == null) {
            start(arn, Reason.NOT_PUBLISHED);
            return;
        }
        if (!item.isPublished() && item.isToBeDeleted(now)) {
            return;
        }
        String current = PublicationTags.hash(snapshot.loadBalancers().get(arn).tags());
        boolean changed = item.text(Publication.TAGS_HASH)
                .filter(hash -> !hash.equals(current))
                .isPresent();
        if (item.is(Publication.OUTCOME, "FAILED")) {
            if (changed || !item.isAhead(Publication.NEXT_TRY_AT, now)) {
                start(arn, Reason.FAILED);
            }
        } else if (!item.isPublished()) {
            if (item.has(Publication.DELETION_ASKED_AT)) {
                deletions.add(arn);
            }
            start(arn, Reason.NOT_PUBLISHED);
        } else if (changed || recorded.contains(arn) || item.has(Publication.STRAYS)) {
            start(arn, Reason.CHANGED);
        } else {
            checks.add(arn);
        }
    }

    private Change note(String arn) {
        return notes.computeIfAbsent(arn, first -> new Change());
    }

    /** An item of what is not published takes over one resource of each kind that it has not; all others are to go. */
    private void record(String arn, Publication item) {
        recorded.add(arn);
        Set<String> strays = item == null ? new TreeSet<>() : item.set(Publication.STRAYS);
        Set<Part> adopted = EnumSet.noneOf(Part.class);
        for (Resource resource : unrecorded.get(arn)) {
            String attribute = resource.part().attribute();
            boolean has = item != null && (item.isPublished() || item.has(attribute));
            if (has || !resource.usable() || !adopted.add(resource.part())) {
                strays.add(resource.stray());
            } else {
                note(arn).set(attribute, resource.id()).set(Publication.ADOPTED, "true");
            }
        }
        note(arn).set(Publication.STRAYS, strays);
    }

    private void start(String arn, Reason reason) {
        starts.computeIfAbsent(reason, key -> new ArrayList<>()).add(arn);
    }

    private Plan plan(Limits limits, String owner) {
        var announcement = new Announcement();
        int made = count(Publication::hasResources);
        if (policy.mode() == PublishMode.NONE || withdrawals.size() <= limits.withdrawn(made)) {
            withdrawals.forEach(arn -> start(arn, Reason.UNWANTED));
        } else if (limits.isFirstOfDay(startedAt)
                || withdrawals.stream()
                        .anyMatch(arn -> limits.isNews(time(arn, Publication.UNWANTED_SINCE), startedAt))) {
            announcement.notWithdrawing(withdrawals, limits.withdrawn(made), made, limits.maxWithdrawPercent());
        }
        checks.stream()
                .sorted(Comparator.comparing((String arn) -> time(arn, Publication.CHECKED_AT)))
                .limit(limits.checked(count(Publication::isPublished)))
                .forEach(arn -> start(arn, Reason.CHECK));
        List<String> started = starts.values().stream()
                .flatMap(List::stream)
                .limit(Limits.STARTED)
                .toList();
        List<String> again = deletions.stream().filter(started::contains).toList();
        if (!again.isEmpty()) {
            announcement.publishedAgain(again);
        }
        List<String> leftAlone = snapshot.resources().stream()
                .filter(resource -> resource.loadBalancer() == null)
                .map(resource -> resource.part().words() + " " + Text.printable(resource.id()))
                .toList();
        if (!leftAlone.isEmpty() && limits.isFirstOfDay(startedAt)) {
            announcement.leftAlone(leftAlone, owner);
        }
        return new Plan(started, notes, leftAlone, announcement.text());
    }

    private int count(Predicate<Publication> which) {
        return (int) snapshot.items().values().stream().filter(which).count();
    }

    private Instant time(String arn, String attribute) {
        return snapshot.items().get(arn).time(attribute).orElse(Instant.EPOCH);
    }

    /** Whether the load balancer that replaces this one is published, or one that replaces that one. */
    private boolean isReplacerPublished(String arn) {
        for (Optional<String> next = live.replacer(arn); next.isPresent(); next = live.replacer(next.get())) {
            Publication item = snapshot.items().get(next.get());
            if (item != null && item.isPublished()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCreating(Publication item) {
        return Arrays.stream(Part.values())
                .anyMatch(part -> item.creatingSince(part).isPresent());
    }

    /** The resources that are in no item, by the load balancers that they were made for. */
    private static Map<String, List<Resource>> unrecorded(Snapshot snapshot) {
        Set<String> known = new HashSet<>();
        snapshot.items().values().forEach(item -> known.addAll(item.resources()));
        return snapshot.resources().stream()
                .filter(resource -> resource.loadBalancer() != null
                        && !(resource.part() == Part.BASE_PATH_MAPPING ? recorded(resource, snapshot) : known)
                                .contains(resource.stray()))
                .collect(Collectors.groupingBy(Resource::loadBalancer));
    }

    /** A path has no id of its own: another load balancer's item may name it, although it leads elsewhere. */
    private static Collection<String> recorded(Resource resource, Snapshot snapshot) {
        Publication item = snapshot.items().get(resource.loadBalancer());
        return item == null ? List.of() : item.resources();
    }
}
