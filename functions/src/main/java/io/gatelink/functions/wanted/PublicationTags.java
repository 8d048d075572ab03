package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a load balancer's tags ask for, every one of them checked: a mistyped one would otherwise be ignored without a
 * word.
 */
public record PublicationTags(Map<LoadBalancerTag, String> values) {

    /** A key as far as it may stand in a command: there it needs no quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/=+@-]{1,128}");

    /** Control and format characters, separators and marks. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Z}\\p{Mn}\\p{Me}]");

    /** So many wrong tags a message names, in so many characters. */
    private static final int NAMED = 5;

    private static final int LONGEST = 1_500;

    /** How many letters of a look-alike have to be the very ones. */
    private static final int ALIKE = 4;

    /**
     * Reads and checks the tags of a load balancer; those that are not meant for us do not matter.
     *
     * @throws UnsupportedLoadBalancerException naming the tags of ours that are unknown, misspelled or have a
     *                                          value that they do not take: at most five, in at most 1,500 characters
     */
    public static PublicationTags of(String loadBalancerArn, Map<String, String> tags) {
        Map<LoadBalancerTag, String> values = new EnumMap<>(LoadBalancerTag.class);
        Map<String, String> problems = new TreeMap<>();
        new TreeMap<>(tags).forEach((key, value) -> {
            Optional<LoadBalancerTag> known = LoadBalancerTag.of(key);
            if (known.isPresent() && known.get().takes(value)) {
                values.put(known.get(), value);
            } else if (known.isPresent()) {
                String allowed = known.get().allowed();
                problems.put(
                        key, "Tag " + key + " is " + Text.shown(value) + ": set it to " + allowed + ", or remove it.");
            } else if (isMeantForUs(key)) {
                problems.put(key, "Tag " + Text.shown(key) + " with the value " + Text.shown(value) + " is unknown.");
            }
        });
        if (!problems.isEmpty()) {
            throw new UnsupportedLoadBalancerException(message(loadBalancerArn, problems));
        }
        return new PublicationTags(values);
    }

    /** As many problems as fit. */
    private static String message(String loadBalancerArn, Map<String, String> problems) {
        List<String> keys = List.copyOf(problems.keySet());
        for (int named = Math.min(NAMED, keys.size()); ; named--) {
            List<String> first = keys.subList(0, named);
            int more = keys.size() - named;
            boolean unknown =
                    first.stream().anyMatch(key -> LoadBalancerTag.of(key).isEmpty());
            String message = first.stream().map(problems::get).collect(Collectors.joining(" "))
                    + (more == 0 ? "" : " And " + more + " more.")
                    + (unknown ? " Known tags are " + LoadBalancerTag.keys() + "." : "")
                    + removal(loadBalancerArn, first);
            if (message.length() <= LONGEST || named == 1) {
                return message;
            }
        }
    }

    /** The value of a tag, if there is one. */
    public Optional<String> value(LoadBalancerTag tag) {
        return Optional.ofNullable(values.get(tag));
    }

    /**
     * Tells whether a load balancer's tags of ours have changed: the SHA-256 hash, in hexadecimal, of those whose keys
     * begin with {@link LoadBalancerTag#PREFIX}, sorted by key, each as a line {@code key=value}.
     */
    public static String hash(Map<String, String> tags) {
        return Text.sha256(new TreeMap<>(tags)
                .entrySet().stream()
                        .filter(tag -> tag.getKey().startsWith(LoadBalancerTag.PREFIX))
                        .map(tag -> tag.getKey() + "=" + tag.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    /** The keys that look like one of ours without being it. */
    public static List<String> lookAlikes(Map<String, String> tags) {
        return tags.keySet().stream()
                .filter(key -> LoadBalancerTag.of(key).isEmpty() && isMeantForUs(key))
                .sorted()
                .toList();
    }

    private static String removal(String loadBalancerArn, List<String> keys) {
        return keys.stream().allMatch(key -> PLAIN.matcher(key).matches())
                ? " To remove " + (keys.size() == 1 ? "it" : "them") + ", run "
                        + removeTags(loadBalancerArn, keys.toArray(String[]::new))
                        + "."
                : "";
    }

    /** The command that removes tags. */
    public static String removeTags(String loadBalancerArn, String... keys) {
        return "aws elbv2 remove-tags --resource-arns " + loadBalancerArn + " --tag-keys " + String.join(" ", keys);
    }

    /** The command that sets a tag. */
    public static String addTags(String loadBalancerArn, LoadBalancerTag tag, String value) {
        return "aws elbv2 add-tags --resource-arns " + loadBalancerArn + " --tags Key=" + tag.key() + ",Value=" + value;
    }

    /**
     * Whether a key begins with our prefix, or with something that looks like it: in capitals, with invisible
     * characters or accents, or with letters of other scripts among Latin ones.
     */
    private static boolean isMeantForUs(String key) {
        int[] visible = INVISIBLE
                .matcher(Normalizer.normalize(key, Normalizer.Form.NFKD))
                .replaceAll("")
                .codePoints()
                .limit(LoadBalancerTag.PREFIX.length())
                .toArray();
        if (visible.length < LoadBalancerTag.PREFIX.length()) {
            return false;
        }
        int same = 0;
        for (int i = 0; i < visible.length; i++) {
            if (Character.toLowerCase(visible[i]) == LoadBalancerTag.PREFIX.charAt(i)) {
                same++;
            } else if (visible[i] < 0x80) {
                return false;
            }
        }
        return same >= ALIKE;
    }
}
