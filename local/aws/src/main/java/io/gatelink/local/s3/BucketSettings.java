package io.gatelink.local.s3;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a bucket is set up. Immutable; begin with {@link #defaults}.
 *
 * @param versioning        what versioning there is
 * @param encryption        what encrypts objects whose upload does not say: {@code AES256} or {@code aws:kms}
 * @param publicAccessBlock S3's own names of the four settings, and whether each is on
 * @param tags              of the bucket itself
 * @param policy            a policy document; kept and shown, but not evaluated: people at the local AWS may do
 *                          everything
 */
public record BucketSettings(
        Versioning versioning,
        String encryption,
        Map<String, Boolean> publicAccessBlock,
        Map<String, String> tags,
        Optional<String> policy) {

    /** Whether a bucket keeps the versions of its objects. */
    public enum Versioning {
        NEVER,
        ENABLED,
        SUSPENDED
    }

    public BucketSettings {
        Objects.requireNonNull(versioning, "versioning");
        if (!encryption.equals("AES256") && !encryption.equals("aws:kms")) {
            throw new IllegalArgumentException("encryption is " + encryption + ", not AES256 or aws:kms");
        }
        publicAccessBlock = Map.copyOf(publicAccessBlock);
        tags = Map.copyOf(tags);
        Objects.requireNonNull(policy, "policy");
    }

    /** Those of a new bucket. */
    public static BucketSettings defaults() {
        return new BucketSettings(
                Versioning.NEVER,
                "AES256",
                Map.of(
                        "BlockPublicAcls", true,
                        "IgnorePublicAcls", true,
                        "BlockPublicPolicy", true,
                        "RestrictPublicBuckets", true),
                Map.of(),
                Optional.empty());
    }

    public BucketSettings withVersioning(Versioning newVersioning) {
        return new BucketSettings(newVersioning, encryption, publicAccessBlock, tags, policy);
    }

    public BucketSettings withEncryption(String newEncryption) {
        return new BucketSettings(versioning, newEncryption, publicAccessBlock, tags, policy);
    }

    public BucketSettings withPublicAccessBlock(Map<String, Boolean> newPublicAccessBlock) {
        return new BucketSettings(versioning, encryption, newPublicAccessBlock, tags, policy);
    }

    public BucketSettings withTags(Map<String, String> newTags) {
        return new BucketSettings(versioning, encryption, publicAccessBlock, newTags, policy);
    }

    public BucketSettings withPolicy(Optional<String> newPolicy) {
        return new BucketSettings(versioning, encryption, publicAccessBlock, tags, newPolicy);
    }
}
