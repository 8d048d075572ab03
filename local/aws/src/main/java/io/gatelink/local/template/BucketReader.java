package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.s3.BucketSettings;
import io.gatelink.local.s3.BucketSettings.Versioning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads buckets and their policies, as {@code sam deploy} makes them for what it uploads. */
final class BucketReader {

    private static final Set<String> BUCKET = Set.of(
            "BucketName", "VersioningConfiguration", "BucketEncryption", "PublicAccessBlockConfiguration", "Tags");

    private final Problems problems;
    private final List<Stack.Bucket> buckets = new ArrayList<>();
    private final Map<String, String> policies = new LinkedHashMap<>();

    BucketReader(Problems problems) {
        this.problems = problems;
    }

    void bucket(String logicalId, String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, BUCKET, problems);
        var settings =
                BucketSettings.defaults().withVersioning(versioning(properties)).withTags(tags(properties));
        if (!properties.at("PublicAccessBlockConfiguration").isMissingNode()) {
            settings = settings.withPublicAccessBlock(publicAccessBlock(properties));
        }
        buckets.add(new Stack.Bucket(logicalId, name, settings.withEncryption(encryption(properties))));
    }

    private Versioning versioning(Properties properties) {
        Optional<String> status =
                properties.mapping("VersioningConfiguration", Set.of("Status")).text("Status");
        return switch (status.orElse("")) {
            case "" -> Versioning.NEVER;
            case "Enabled" -> Versioning.ENABLED;
            case "Suspended" -> Versioning.SUSPENDED;
            default -> {
                problems.add(properties.path() + ".VersioningConfiguration.Status", "must be Enabled or Suspended");
                yield Versioning.NEVER;
            }
        };
    }

    private String encryption(Properties properties) {
        String place = properties.path() + ".BucketEncryption.ServerSideEncryptionConfiguration";
        JsonNode rules = properties
                .mapping("BucketEncryption", Set.of("ServerSideEncryptionConfiguration"))
                .at("ServerSideEncryptionConfiguration");
        String algorithm = rules.isMissingNode()
                ? "AES256"
                : Properties.of(
                                rules.path(0),
                                place + ".0",
                                Set.of("ServerSideEncryptionByDefault", "BucketKeyEnabled"),
                                problems)
                        .mapping("ServerSideEncryptionByDefault", Set.of("SSEAlgorithm"))
                        .requiredText("SSEAlgorithm");
        if (rules.size() > 1 || !algorithm.equals("AES256") && !algorithm.equals("aws:kms")) {
            problems.add(place, "must be one rule with the SSEAlgorithm AES256 or aws:kms");
            return "AES256";
        }
        return algorithm;
    }

    private Map<String, Boolean> publicAccessBlock(Properties properties) {
        Set<String> known = BucketSettings.defaults().publicAccessBlock().keySet();
        var block = properties.mapping("PublicAccessBlockConfiguration", known);
        var settings = new LinkedHashMap<String, Boolean>();
        known.forEach(
                name -> settings.put(name, block.text(name).orElse("false").equals("true")));
        return settings;
    }

    private Map<String, String> tags(Properties properties) {
        var tags = new LinkedHashMap<String, String>();
        JsonNode list = properties.at("Tags");
        for (int i = 0; i < list.size(); i++) {
            var tag = Properties.of(list.get(i), properties.path() + ".Tags." + i, Set.of("Key", "Value"), problems);
            tags.put(tag.requiredText("Key"), tag.requiredText("Value"));
        }
        return tags;
    }

    /** Kept and shown, but not evaluated: nothing but people uses buckets here. */
    void policy(JsonNode values, String path) {
        var properties = Properties.of(values, path, Set.of("Bucket", "PolicyDocument"), problems);
        if (!properties.at("PolicyDocument").path("Statement").isContainerNode()) {
            problems.add(path + ".PolicyDocument", "must have a Statement");
        }
        policies.put(properties.requiredText("Bucket"), Json.write(properties.at("PolicyDocument")));
    }

    List<Stack.Bucket> buckets() {
        return buckets.stream()
                .map(bucket -> new Stack.Bucket(
                        bucket.logicalId(),
                        bucket.name(),
                        bucket.settings().withPolicy(Optional.ofNullable(policies.get(bucket.name())))))
                .toList();
    }
}
