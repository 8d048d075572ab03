package io.gatelink.local.s3;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.s3.BucketSettings.Versioning;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * S3: buckets and their objects. Used exclusively, as all services.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">Amazon S3
 *     API</a>
 */
public final class Buckets implements AutoCloseable {

    private static final Pattern NAME =
            Pattern.compile("(?!xn--|sthree-|.*\\.\\.|.*(?:-s3alias|--ol-s3|\\.mrap|--x-s3)$)"
                    + "(?![0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final int MOST_KEY_BYTES = 1024;

    private final Account account;
    private final ObjectStore store = new ObjectStore();
    private final MultipartUploads uploads;
    private final NavigableMap<String, Bucket> buckets = new TreeMap<>();

    public Buckets(Account account) {
        this.account = Objects.requireNonNull(account, "account");
        this.uploads = new MultipartUploads(account, store);
    }

    /**
     * What a deleted object has left.
     *
     * @param versionId    of the delete marker, or of the version that is gone; absent in a bucket without versions
     * @param deleteMarker whether that version is a delete marker
     */
    record Deletion(Optional<String> versionId, boolean deleteMarker) {}

    /**
     * An object as it was sent.
     *
     * @param encryption absent for the bucket's own
     */
    record NewObject(
            byte[] content, Map<String, String> headers, Optional<Checksum> checksum, Optional<String> encryption) {}

    /**
     * Creates a bucket with the settings of a new one.
     *
     * @throws AwsException InvalidBucketName, BucketAlreadyOwnedByYou
     */
    public void create(String name) {
        create(name, BucketSettings.defaults());
    }

    /**
     * Creates a bucket.
     *
     * @throws AwsException InvalidBucketName, BucketAlreadyOwnedByYou
     */
    public void create(String name, BucketSettings settings) {
        checkCreation(name);
        buckets.put(name, new Bucket(name, account.loop().instant(), settings, store));
    }

    /**
     * Checks that a bucket could be created.
     *
     * @throws AwsException InvalidBucketName, BucketAlreadyOwnedByYou
     */
    public void checkCreation(String name) {
        if (!NAME.matcher(name).matches()) {
            throw S3Errors.invalidBucketName(name);
        }
        if (buckets.containsKey(name)) {
            throw S3Errors.bucketAlreadyOwnedByYou(name);
        }
    }

    /** @throws AwsException NoSuchBucket */
    public boolean isEmpty(String name) {
        return bucket(name).isEmpty();
    }

    /**
     * Deletes a bucket, which has to be empty.
     *
     * @throws AwsException NoSuchBucket, BucketNotEmpty
     */
    public void delete(String name) {
        Bucket bucket = bucket(name);
        if (!bucket.isEmpty()) {
            throw S3Errors.bucketNotEmpty(name, bucket.hasOnlyOldVersions());
        }
        uploads.abortAll(name);
        buckets.remove(name);
    }

    /** Whether there is such a bucket. */
    public boolean exists(String name) {
        return buckets.containsKey(name);
    }

    /** @throws AwsException NoSuchBucket */
    public BucketSettings settings(String name) {
        return bucket(name).settings();
    }

    /**
     * Changes how a bucket is set up.
     *
     * @throws AwsException NoSuchBucket; IllegalVersioningConfigurationException, as versioning can only be suspended
     */
    public void update(String name, BucketSettings settings) {
        Bucket bucket = bucket(name);
        if (settings.versioning() == Versioning.NEVER && bucket.settings().versioning() != Versioning.NEVER) {
            throw new AwsException("IllegalVersioningConfigurationException", 400, "Versioning can only be suspended.");
        }
        bucket.setSettings(settings);
    }

    /**
     * The content of an object.
     *
     * @throws AwsException NoSuchBucket, NoSuchKey
     */
    public byte[] read(String bucket, String key) {
        return read(object(bucket, key, Optional.empty()));
    }

    /**
     * The content of a version of an object.
     *
     * @throws AwsException NoSuchBucket, NoSuchKey, NoSuchVersion
     */
    public byte[] read(String bucket, String key, String versionId) {
        return read(object(bucket, key, Optional.of(versionId)));
    }

    List<Bucket> list() {
        return List.copyOf(buckets.values());
    }

    MultipartUploads uploads() {
        return uploads;
    }

    /** @throws AwsException NoSuchBucket */
    Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw S3Errors.noSuchBucket(name);
        }
        return bucket;
    }

    /** @throws AwsException NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker */
    StoredObject object(String bucketName, String key, Optional<String> versionId) {
        Bucket bucket = bucket(bucketName);
        if (versionId.isEmpty()) {
            return bucket.current(key).orElseThrow(() -> S3Errors.noSuchKey(key));
        }
        StoredObject object =
                bucket.version(key, versionId.get()).orElseThrow(() -> S3Errors.noSuchVersion(key, versionId.get()));
        if (object.deleteMarker()) {
            throw S3Errors.deleteMarker();
        }
        return object;
    }

    byte[] read(StoredObject object) {
        return store.read(object.content());
    }

    byte[] read(StoredObject object, long offset, int length) {
        return store.read(object.content(), offset, length);
    }

    /** @throws AwsException NoSuchBucket, KeyTooLongError */
    StoredObject putObject(String bucketName, String key, NewObject sent) {
        Bucket bucket = bucket(bucketName);
        checkKey(key);
        var object = new StoredObject(
                key,
                newVersionId(bucket),
                account.loop().instant(),
                false,
                sent.content().length,
                HexFormat.of().formatHex(Checksum.hash("MD5", sent.content())),
                sent.encryption().orElse(bucket.settings().encryption()),
                sent.headers(),
                sent.checksum(),
                store.write(List.of(sent.content())));
        bucket.add(object);
        return object;
    }

    /** @throws AwsException as {@link MultipartUploads#complete} */
    StoredObject completeUpload(
            String bucketName, String key, String uploadId, MultipartUploads.Completion completion) {
        Bucket bucket = bucket(bucketName);
        StoredObject object = uploads.complete(bucket, key, uploadId, completion, newVersionId(bucket));
        bucket.add(object);
        return object;
    }

    /**
     * Deletes an object, or one of its versions. No such key is no error.
     *
     * @throws AwsException NoSuchBucket
     */
    Deletion deleteObject(String bucketName, String key, Optional<String> versionId) {
        Bucket bucket = bucket(bucketName);
        if (versionId.isPresent()) {
            Optional<StoredObject> gone = bucket.remove(key, versionId.get());
            return new Deletion(versionId, gone.map(StoredObject::deleteMarker).orElse(false));
        }
        if (bucket.settings().versioning() == Versioning.NEVER) {
            bucket.remove(key, StoredObject.NULL_VERSION);
            return new Deletion(Optional.empty(), false);
        }
        String marker = newVersionId(bucket);
        bucket.add(StoredObject.deleteMarker(key, marker, account.loop().instant()));
        return new Deletion(Optional.of(marker), true);
    }

    /** @throws AwsException KeyTooLongError */
    static void checkKey(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES) {
            throw new AwsException("KeyTooLongError", 400, "Your key is too long");
        }
    }

    private String newVersionId(Bucket bucket) {
        return bucket.keepsVersions() ? account.newId(32) : StoredObject.NULL_VERSION;
    }

    /** Forgets everything. */
    @Override
    public void close() {
        store.close();
    }
}
