package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Text;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells whether a load balancer's tags of ours have changed. */
public final class TagsHash {

    private TagsHash() {
    }

    /**
     * The SHA-256 hash, in hexadecimal, of the tags whose keys begin with {@link Tags#PREFIX}: sorted by key, each as a
     * line {@code key=value}.
     */
    public static String of(Map<String, String> tags) {
        return Text.sha256(new TreeMap<>(tags).entrySet().stream().filter(tag -> tag.getKey().startsWith(Tags.PREFIX))
                .map(tag -> tag.getKey() + "=" + tag.getValue() + "\n").collect(Collectors.joining()));
    }
}
