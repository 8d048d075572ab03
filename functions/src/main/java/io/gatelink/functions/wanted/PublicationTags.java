package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a load balancer's tags ask for, every one of them checked: somebody who mistypes one would otherwise get something
 * else than was asked for, without a word.
 */
public record PublicationTags(Map<LoadBalancerTag, String> values) {

    /** A key as far as it may stand in a command: there it needs no quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/=+@-]{1,128}");

    private static final String HTTP = "http";

    /** How many letters of a look-alike have to be the very ones. */
    private static final int ALIKE = 4;

    public PublicationTags {
        values = Map.copyOf(values);
    }

    /**
     * Reads and checks the tags of a load balancer; those that are not meant for us do not matter.
     *
     * @throws UnsupportedLoadBalancerException naming every tag of ours that is unknown, misspelled or has a value that it
     *                                          does not take
     */
    public static PublicationTags of(String loadBalancerArn, Map<String, String> tags) {
        Map<LoadBalancerTag, String> values = new EnumMap<>(LoadBalancerTag.class);
        List<String> problems = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        new TreeMap<>(tags).forEach((key, value) -> {
            Optional<LoadBalancerTag> known = LoadBalancerTag.of(key);
            if (known.isPresent() && known.get().takes(value)) {
                values.put(known.get(), value);
            } else if (isMeantForUs(key)) {
                problems.add(known.map(tag -> "Tag " + key + " is " + Text.ascii(value) + ": set it to " + tag.allowed()
                                + ", or remove it.")
                        .orElseGet(() -> "Tag " + Text.ascii(key) + " with the value " + Text.ascii(value)
                                + " is unknown: use one of " + LoadBalancerTag.keys() + ", or remove it."));
                wrong.add(key);
            }
        });
        if (HTTP.equals(values.get(LoadBalancerTag.INTEGRATION))
                && values.getOrDefault(LoadBalancerTag.PATH, "").contains("?")) {
            problems.add("Tag " + Tags.PATH + " is " + Text.ascii(values.get(LoadBalancerTag.PATH)) + ", and tag "
                    + Tags.INTEGRATION + " is \"http\", with which API Gateway passes on no query: set " + Tags.PATH
                    + " to a path without one, or remove " + Tags.INTEGRATION + ".");
            wrong.add(Tags.INTEGRATION);
        }
        if (!problems.isEmpty()) {
            throw new UnsupportedLoadBalancerException(
                    String.join(" ", problems) + removal(loadBalancerArn, wrong));
        }
        return new PublicationTags(values);
    }

    /** What the tags ask for as far as they can be understood: without those that {@link #of} refuses. */
    public static PublicationTags understood(Map<String, String> tags) {
        Map<LoadBalancerTag, String> values = new EnumMap<>(LoadBalancerTag.class);
        tags.forEach((key, value) -> LoadBalancerTag.of(key).filter(tag -> tag.takes(value))
                .ifPresent(tag -> values.put(tag, value)));
        return new PublicationTags(values);
    }

    /** The value of a tag, if there is one. */
    public Optional<String> value(LoadBalancerTag tag) {
        return Optional.ofNullable(values.get(tag));
    }

    /** The keys that look like one of ours without being it. */
    public static List<String> lookAlikes(Map<String, String> tags) {
        return tags.keySet().stream().filter(key -> LoadBalancerTag.of(key).isEmpty() && isMeantForUs(key)).sorted()
                .toList();
    }

    private static String removal(String loadBalancerArn, List<String> keys) {
        return keys.stream().allMatch(key -> PLAIN.matcher(key).matches())
                ? " To remove " + (keys.size() == 1 ? "it" : "them") + ", run " + removeTags(loadBalancerArn, keys) + "."
                : "";
    }

    /** The command that removes tags. */
    public static String removeTags(String loadBalancerArn, List<String> keys) {
        return "aws elbv2 remove-tags --resource-arns " + loadBalancerArn + " --tag-keys " + String.join(" ", keys);
    }

    /** The command that sets a tag. */
    public static String addTags(String loadBalancerArn, LoadBalancerTag tag, String value) {
        return "aws elbv2 add-tags --resource-arns " + loadBalancerArn + " --tags Key=" + tag.key() + ",Value=" + value;
    }

    /**
     * Whether a key begins with our prefix, or with something that looks like it: in capitals, with invisible characters
     * or accents, or with letters of other scripts among Latin ones.
     */
    private static boolean isMeantForUs(String key) {
        int[] visible = Normalizer.normalize(key, Normalizer.Form.NFKD).codePoints()
                .filter(PublicationTags::isVisible).limit(Tags.PREFIX.length()).toArray();
        if (visible.length < Tags.PREFIX.length()) {
            return false;
        }
        int same = 0;
        for (int i = 0; i < visible.length; i++) {
            if (Character.toLowerCase(visible[i]) == Tags.PREFIX.charAt(i)) {
                same++;
            } else if (visible[i] < 0x80) {
                return false;
            }
        }
        return same >= ALIKE;
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> false;
            default -> true;
        };
    }
}
