package io.gatelink.local.explore;

import io.gatelink.local.explore.Balancer.Strength;
import io.gatelink.local.explore.Schedule.Variant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is to be at rest, as a function of nothing but the load balancers' tags, listeners and times of creation: the
 * design's rules, written down independently of the functions.
 */
final class Specification {

    static final String PUBLISH = "gatelink:publish";
    static final String REPLACES = "gatelink:replaces";
    static final String AUTHORIZATION = "gatelink:authorization";
    static final String STAGE = "gatelink:stage";
    static final String PORT = "gatelink:port";
    static final String BASE_PATH = "gatelink:base-path";
    static final String LINK = "gatelink:link";
    private static final Map<String, Pattern> FORMS = Map.of(
            PUBLISH,
            Pattern.compile("(?s).*"),
            REPLACES,
            Pattern.compile("[A-Za-z0-9-]{1,32}"),
            AUTHORIZATION,
            Pattern.compile("AWS_IAM|API_KEY|NONE"),
            STAGE,
            Pattern.compile("[A-Za-z0-9_-]{1,128}"),
            PORT,
            Pattern.compile("[1-9][0-9]{0,3}"),
            BASE_PATH,
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}"),
            LINK,
            Pattern.compile("v2"));

    /** What is to become of a load balancer. */
    enum Verdict {

        /** One link and one API, and all as its tags ask for. */
        PUBLISHED,

        /** Nothing of ours. */
        NOTHING,

        /** It cannot be published as it is: it keeps what was published before, or has nothing. */
        UNCHANGED
    }

    /** @param ports of its listeners */
    record Subject(String arn, String name, Instant createdAt, Map<String, String> tags, Set<Integer> ports) {

        private boolean isApplication() {
            return arn.contains(":loadbalancer/app/");
        }
    }

    private static final Comparator<Subject> OLDEST_FIRST =
            Comparator.comparing(Subject::createdAt).thenComparing(Subject::arn);

    private final Variant variant;
    private final Map<String, Subject> wanted = new TreeMap<>();
    private final Map<String, List<Subject>> claimants = new HashMap<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();

    private Specification(Variant variant) {
        this.variant = variant;
    }

    /**
     * Judges all load balancers that exist.
     *
     * @param hindered the ARNs of those whose publication cannot succeed for reasons outside their tags
     */
    static Specification of(Variant variant, Collection<Subject> all, Set<String> hindered) {
        var specification = new Specification(variant);
        all.stream().filter(one -> isWanted(variant, one)).forEach(one -> specification.wanted.put(one.name(), one));
        specification.wanted.values().stream()
                .sorted(OLDEST_FIRST)
                .filter(one -> replaces(one) != null)
                .forEach(one -> specification
                        .claimants
                        .computeIfAbsent(replaces(one), absent -> new ArrayList<>())
                        .add(one));
        all.forEach(one -> specification.verdicts.put(one.arn(), specification.judge(one, hindered)));
        return specification;
    }

    /** Of one that does not exist: nothing. */
    Verdict verdict(String arn) {
        return verdicts.getOrDefault(arn, Verdict.NOTHING);
    }

    /** The one that replaces this one first, the one that replaces that one, and so on; without those in a cycle. */
    List<Subject> replacers(String name) {
        var replacers = new LinkedHashSet<Subject>();
        String next = name;
        while (wanted.containsKey(next)
                && claimants.containsKey(next)
                && replacers.add(claimants.get(next).get(0))) {
            next = claimants.get(next).get(0).name();
        }
        return List.copyOf(replacers);
    }

    /** Those that this one replaces, one after the other. */
    List<Subject> replaced(String name) {
        var replaced = new LinkedHashSet<Subject>();
        Subject next = wanted.get(name);
        while (next != null
                && wanted.containsKey(String.valueOf(replaces(next)))
                && replaced.add(wanted.get(replaces(next)))) {
            next = wanted.get(replaces(next));
        }
        return List.copyOf(replaced);
    }

    private Verdict judge(Subject one, Set<String> hindered) {
        if (!wanted.containsValue(one)) {
            return Verdict.NOTHING;
        }
        if (leadsIntoCycle(one)) {
            return Verdict.UNCHANGED;
        }
        List<Subject> replacers = replacers(one.name());
        if (!replacers.isEmpty()) {
            Subject head = replacers.get(replacers.size() - 1);
            return canBePublished(head) && !leadsIntoCycle(head) && !hindered.contains(head.arn())
                    ? Verdict.NOTHING
                    : Verdict.UNCHANGED;
        }
        return canBePublished(one) && !hindered.contains(one.arn()) ? Verdict.PUBLISHED : Verdict.UNCHANGED;
    }

    /** By its own tags and listeners, and as far as others that claim the same are concerned. */
    private boolean canBePublished(Subject one) {
        boolean first =
                replaces(one) == null || claimants.get(replaces(one)).get(0).equals(one);
        boolean understood = one.tags().entrySet().stream()
                .filter(tag -> tag.getKey().startsWith("gatelink:"))
                .allMatch(tag -> FORMS.containsKey(tag.getKey())
                        && FORMS.get(tag.getKey()).matcher(tag.getValue()).matches());
        String port = one.tags().get(PORT);
        boolean listens = port == null
                ? one.ports().size() == 1
                : understood && one.ports().contains(Integer.valueOf(port));
        boolean hasPath = variant.hasDomain() || !one.tags().containsKey(BASE_PATH);
        return first && understood && listens && hasPath && isReached(variant, one) && isAllowed(one.tags());
    }

    private boolean isAllowed(Map<String, String> tags) {
        String asked = tags.get(AUTHORIZATION);
        return asked == null
                || variant.allowsWeakerAuthorization()
                || Strength.valueOf(asked).compareTo(variant.strength()) >= 0;
    }

    private boolean leadsIntoCycle(Subject one) {
        Set<String> seen = new LinkedHashSet<>();
        Subject next = one;
        while (next != null && seen.add(next.name())) {
            next = replaces(next) == null ? null : wanted.get(replaces(next));
        }
        return next != null;
    }

    private static boolean isWanted(Variant variant, Subject one) {
        String publish = one.tags().get(PUBLISH);
        return publish == null ? variant.publishesAll() && isReached(variant, one) : publish.equals("true");
    }

    /** Links of version 1 lead to no application load balancer. */
    private static boolean isReached(Variant variant, Subject one) {
        return !one.isApplication() || isShared(variant, one.tags());
    }

    /** Whether a load balancer is reached through the link that its VPC shares, of version 2. */
    static boolean isShared(Variant variant, Map<String, String> tags) {
        return variant.isShared() || understood(LINK, tags) != null;
    }

    /** What a tag asks for, as far as the stack allows it; the stack's own otherwise. */
    static Strength strength(Variant variant, Map<String, String> tags) {
        String asked = tags.get(AUTHORIZATION);
        if (asked == null || !FORMS.get(AUTHORIZATION).matcher(asked).matches()) {
            return variant.strength();
        }
        Strength strength = Strength.valueOf(asked);
        return strength.compareTo(variant.strength()) < 0 && !variant.allowsWeakerAuthorization()
                ? variant.strength()
                : strength;
    }

    /** Where callers by the custom domain are to reach one of this name. */
    static String path(String name, Map<String, String> tags) {
        String path = understood(BASE_PATH, tags);
        String replaced = understood(REPLACES, tags);
        return path != null ? path : replaced != null ? replaced : name;
    }

    private static String replaces(Subject one) {
        return understood(REPLACES, one.tags());
    }

    /** The value of a tag, or {@code null} if there is none that is understood. */
    private static String understood(String key, Map<String, String> tags) {
        String value = tags.get(key);
        return value != null && FORMS.get(key).matcher(value).matches() ? value : null;
    }
}
