package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The item of a load balancer in the table of publications, as it was read. The names of its attributes are here; those
 * of the parts are in {@link Part}.
 *
 * @param attributes by name
 */
public record Publication(Map<String, AttributeValue> attributes) {

    /** The key. */
    public static final String LOAD_BALANCER_ARN = "loadBalancerArn";

    /** The ARN of the execution that has the lease. */
    public static final String HOLDER = "holder";

    /** Since when the holder has the lease. */
    public static final String HELD_SINCE = "heldSince";

    /** How many steps executions have begun; each writes it before it changes anything. */
    public static final String STEP = "step";

    /** When the latest step began. */
    public static final String STEP_AT = "stepAt";

    /** Set if something changed while an execution had the lease: the workflow is to run once more. */
    public static final String AGAIN = "again";

    /** When the latest of the resources was created: so shortly after that, it may not show. */
    public static final String CREATED_AT = "createdAt";

    /** Set once our resources were looked for by their tags; an item that has just been created has it not. */
    public static final String LISTED = "listed";

    /** Set if resources were found by their tags that no item named, as after the table was lost: they may serve. */
    public static final String ADOPTED = "adopted";

    /**
     * Resources of ours for the load balancer that are in no other attribute and are to go, such as {@code restApi:x}.
     */
    public static final String STRAYS = "strays";

    /**
     * What is published, and what a roll back restores: a map with the ids of the parts, {@code deployment}, {@code
     * stage}, {@code authorization}, {@code decidedBy}, {@code longestRequestSeconds}. A tighter deployment is in it
     * before the stage serves it; until its smoke test has passed, there is no {@code publishedAt} in it.
     */
    public static final String PUBLISHED = "published";

    /**
     * While a take-over runs: a map like {@link #PUBLISHED}, with the {@code loadBalancerArn} that it was taken from.
     */
    public static final String TAKEN_OVER = "takenOver";

    /** The latest deployment that was made. */
    public static final String DEPLOYMENT = "deployment";

    /**
     * The id of the VPC link of version 2 that requests go through, which belongs to the VPC; absent if it is the load
     * balancer's own, which is a {@link Part}.
     */
    public static final String SHARED_VPC_LINK = "sharedVpcLink";

    /** The name of the stage. */
    public static final String STAGE = "stage";

    /** Who may call: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}. */
    public static final String AUTHORIZATION = "authorization";

    /**
     * The ARNs of the user pools, with commas between them, or of the function that decide who calls; absent if none
     * does, and in items of earlier versions.
     */
    public static final String DECIDED_BY = "decidedBy";

    /** Where callers reach the stage. */
    public static final String INVOKE_URL = "invokeUrl";

    /** Since when the load balancer is published as it is now. */
    public static final String PUBLISHED_AT = "publishedAt";

    /** How long a request may be under way, in seconds; absent if no longer than {@link #USUAL_REQUEST_SECONDS}. */
    public static final String LONGEST_REQUEST_SECONDS = "longestRequestSeconds";

    /** API Gateway waits no longer unless the account's quota was raised: less than any drain takes. */
    public static final int USUAL_REQUEST_SECONDS = 29;

    /** When a publication last passed its smoke test. */
    public static final String CHECKED_AT = "checkedAt";

    /** A hash of the load balancer's tags of ours as they were last read. */
    public static final String TAGS_HASH = "tagsHash";

    /** The times reserved for the execution that has the lease, in seconds since 1970, by {@link Pace}. */
    public static final String SLOTS = "slots";

    /** The name of the load balancer that this one replaces. */
    public static final String REPLACES = "replaces";

    /** The ARNs of load balancers that what this execution changes is about; their workflow is started when it ends. */
    public static final String AFFECTED = "affected";

    /** The ARN of the load balancer that replaces this one. */
    public static final String REPLACED_BY = "replacedBy";

    /** When an attempt to delete the load balancer was refused. */
    public static final String DELETION_ASKED_AT = "deletionAskedAt";

    /** How the last execution ended: {@code PUBLISHED}, {@code FAILED} or {@code WITHDRAWN}. */
    public static final String OUTCOME = "outcome";

    /** Why it ended so, with the remedy. */
    public static final String REASON = "reason";

    /** The name of the error, if it failed. */
    public static final String ERROR = "error";

    /** How many executions failed in a row. */
    public static final String FAILURES = "failures";

    /** When a failed publication is tried again, unless the load balancer's tags change before. */
    public static final String NEXT_TRY_AT = "nextTryAt";

    /** The reason that people were told last. */
    public static final String TOLD_REASON = "toldReason";

    /** The ARN of the execution whose failure people were told. */
    public static final String TOLD_BY = "toldBy";

    /** Since when reconciliation sees that the load balancer is published and not wanted. */
    public static final String UNWANTED_SINCE = "unwantedSince";

    /** The ARN of the execution that let go of the lease last. */
    public static final String LAST_EXECUTION = "lastExecution";

    /** What describes a publication, at the top level of an item as well as in its map. */
    public static final List<String> DESCRIBING =
            List.of(INVOKE_URL, PUBLISHED_AT, DEPLOYMENT, STAGE, AUTHORIZATION, DECIDED_BY, SHARED_VPC_LINK);

    /** What tells of executions that failed. */
    public static final List<String> OF_FAILURES = List.of(ERROR, FAILURES, NEXT_TRY_AT, TOLD_REASON, TOLD_BY);

    private static final Duration DELETION = Duration.ofHours(1);

    /** What the attribute of a {@link Part} begins with between the intent and the creation. */
    static final String CREATING = "creating@";

    public LoadBalancerArn loadBalancerArn() {
        return LoadBalancerArn.of(text(LOAD_BALANCER_ARN).orElseThrow());
    }

    /** The value of a string attribute. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    /** Whether a string attribute has this value. */
    public boolean is(String name, String value) {
        return text(name).filter(value::equals).isPresent();
    }

    /** The value of an attribute that holds a time. */
    public Optional<Instant> time(String name) {
        return text(name).flatMap(Text::instant);
    }

    /** Whether an attempt to delete the load balancer was refused within the last hour: so long it stays withdrawn. */
    public boolean isToBeDeleted(Instant now) {
        return isWithin(DELETION, DELETION_ASKED_AT, now);
    }

    /** Whether an attribute holds a time that is still to come. */
    public boolean isAhead(String name, Instant now) {
        return time(name).filter(now::isBefore).isPresent();
    }

    /** Whether an attribute holds a time that is at most so long ago, or still to come. */
    public boolean isWithin(Duration since, String name, Instant now) {
        return time(name).filter(time -> now.isBefore(time.plus(since))).isPresent();
    }

    /** The value of a number attribute, or 0. */
    public long number(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElse(0L);
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** The strings in an attribute that is a map; empty if there is none. */
    public Map<String, String> map(String name) {
        Map<String, String> strings = new TreeMap<>();
        if (attributes.containsKey(name)) {
            attributes.get(name).m().forEach((key, value) -> strings.put(key, value.s()));
        }
        return strings;
    }

    /** The id of a part, or nothing if there is none so far. */
    public Optional<String> id(Part part) {
        return text(part.attribute()).filter(value -> !value.startsWith(CREATING));
    }

    /**
     * The VPC link that requests go through, of either version.
     *
     * @param served as in {@link #PUBLISHED}
     */
    public static String vpcLink(Map<String, String> served) {
        return served.getOrDefault(SHARED_VPC_LINK, served.get(Part.VPC_LINK.attribute()));
    }

    /** The VPC links of version 2 that are published, or may have to be again. */
    public Set<String> sharedVpcLinks() {
        Set<String> ids = new TreeSet<>();
        for (Map<String, String> served : List.of(map(PUBLISHED), map(TAKEN_OVER))) {
            Optional.ofNullable(served.get(SHARED_VPC_LINK)).ifPresent(ids::add);
        }
        return ids;
    }

    /** The ids of all parts that there are, by attribute. */
    public Map<String, String> ids() {
        Map<String, String> ids = new TreeMap<>();
        for (Part part : Part.values()) {
            id(part).ifPresent(id -> ids.put(part.attribute(), id));
        }
        return ids;
    }

    /** When a call began that creates a part and whose answer is not known. */
    public Optional<Instant> creatingSince(Part part) {
        return text(part.attribute())
                .filter(value -> value.startsWith(CREATING))
                .flatMap(value -> Text.instant(value.substring(CREATING.length())));
    }

    /** Whether anything of ours is, or may be, there for the load balancer. */
    public boolean hasResources() {
        return Arrays.stream(Part.values()).anyMatch(part -> has(part.attribute())) || has(STRAYS);
    }

    /**
     * All resources that the item names, as {@link Part#stray}: those there are, those published or taken over, and
     * strays.
     */
    public Set<String> resources() {
        Set<String> resources = set(STRAYS);
        for (Map<String, String> ids : List.of(ids(), map(PUBLISHED), map(TAKEN_OVER))) {
            for (Part part : Part.values()) {
                Optional.ofNullable(ids.get(part.attribute())).ifPresent(id -> resources.add(part.stray(id)));
            }
        }
        return resources;
    }

    /** The strings in an attribute that is a set; empty if there is none. */
    public Set<String> set(String name) {
        return has(name) ? new TreeSet<>(attributes.get(name).ss()) : new TreeSet<>();
    }

    /** Whether an execution was the last one that had the lease, and has let go of it. */
    public boolean isEndedBy(ExecutionArn execution) {
        return !has(HOLDER) && is(LAST_EXECUTION, execution.text());
    }

    /** Whether the load balancer is published: a smoke test has passed, and nothing withdrew it since. */
    public boolean isPublished() {
        return has(PUBLISHED);
    }
}
