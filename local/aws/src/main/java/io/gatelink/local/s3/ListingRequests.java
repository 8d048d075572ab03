package io.gatelink.local.s3;

import io.gatelink.local.core.Account;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The operations that list buckets, objects and their versions. */
final class ListingRequests {

    private static final int MOST_KEYS = 1000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Account account;
    private final Buckets buckets;

    ListingRequests(Account account, Buckets buckets) {
        this.account = account;
        this.buckets = buckets;
    }

    void addRoutes(S3Wire wire) {
        wire.add("ListBuckets", "GET service", Set.of(), (address, request) -> listBuckets());
        wire.add(
                "ListObjectsV2",
                "GET bucket list-type",
                Set.of(
                        "continuation-token",
                        "delimiter",
                        "encoding-type",
                        "fetch-owner",
                        "max-keys",
                        "prefix",
                        "start-after"),
                this::listObjects);
        wire.add(
                "ListObjectVersions",
                "GET bucket versions",
                Set.of("encoding-type", "max-keys", "prefix"),
                this::listVersions);
    }

    private Response listBuckets() {
        return Xml.answer("ListAllMyBucketsResult", xml -> xml.element("Buckets", all -> buckets.list()
                        .forEach(bucket -> all.element("Bucket", one -> one.text("Name", bucket.name())
                                .text("CreationDate", time(bucket.created())))))
                .element("Owner", this::owner));
    }

    /** A key, or what several keys begin with. */
    private record Entry(String name, Optional<StoredObject> object) {}

    private Response listObjects(ObjectAddress address, Request request) {
        if (!request.queryParameter("list-type").equals(Optional.of("2"))) {
            throw S3Errors.invalidArgument(
                    "Invalid List Type",
                    "list-type",
                    request.queryParameter("list-type").orElse(""));
        }
        String prefix = request.queryParameter("prefix").orElse("");
        String delimiter = request.queryParameter("delimiter").orElse("");
        Optional<String> token = request.queryParameter("continuation-token");
        Optional<String> startAfter = request.queryParameter("start-after");
        int most = maxKeys(request);
        UnaryOperator<String> encoded = encoding(request);
        Bucket bucket = buckets.bucket(address.bucket());
        String after = token.map(ListingRequests::decoded).or(() -> startAfter).orElse("");
        List<Entry> entries = entries(bucket.currentAfter(after), prefix, delimiter, after, most);
        boolean truncated = entries.size() > most;
        List<Entry> page = truncated ? entries.subList(0, most) : entries;
        boolean owners = request.queryParameter("fetch-owner").equals(Optional.of("true"));
        return Xml.answer("ListBucketResult", xml -> {
            xml.text("Name", bucket.name())
                    .text("Prefix", encoded.apply(prefix))
                    .text("KeyCount", page.size())
                    .text("MaxKeys", most)
                    .text("IsTruncated", truncated);
            if (!delimiter.isEmpty()) {
                xml.text("Delimiter", encoded.apply(delimiter));
            }
            request.queryParameter("encoding-type").ifPresent(type -> xml.text("EncodingType", type));
            token.ifPresent(it -> xml.text("ContinuationToken", it));
            startAfter.ifPresent(it -> xml.text("StartAfter", encoded.apply(it)));
            if (truncated && !page.isEmpty()) {
                xml.text(
                        "NextContinuationToken", token(page.get(page.size() - 1).name()));
            }
            page.forEach(entry -> entry.object()
                    .ifPresentOrElse(
                            object -> xml.element("Contents", it -> object(it, object, encoded, owners)),
                            () -> xml.element("CommonPrefixes", it -> it.text("Prefix", encoded.apply(entry.name())))));
        });
    }

    /** One more than {@code most}, if there are that many. */
    private static List<Entry> entries(
            List<StoredObject> objects, String prefix, String delimiter, String after, int most) {
        var entries = new ArrayList<Entry>();
        for (StoredObject object : objects) {
            String key = object.key();
            int end = delimiter.isEmpty() || !key.startsWith(prefix) ? -1 : key.indexOf(delimiter, prefix.length());
            String common = end < 0 ? null : key.substring(0, end + delimiter.length());
            boolean seen = common != null
                    && (common.equals(after)
                            || !entries.isEmpty()
                                    && entries.get(entries.size() - 1).name().equals(common));
            if (key.startsWith(prefix) && !seen) {
                entries.add(common == null ? new Entry(key, Optional.of(object)) : new Entry(common, Optional.empty()));
            }
            if (entries.size() > most) {
                break;
            }
        }
        return entries;
    }

    private void object(Xml xml, StoredObject object, UnaryOperator<String> encoded, boolean owners) {
        xml.text("Key", encoded.apply(object.key()))
                .text("LastModified", time(object.lastModified()))
                .text("ETag", "\"" + object.etag() + "\"");
        object.checksum().ifPresent(checksum -> xml.text("ChecksumAlgorithm", checksum.algorithm())
                .text("ChecksumType", checksum.type()));
        xml.text("Size", object.size()).text("StorageClass", "STANDARD");
        if (owners) {
            xml.element("Owner", this::owner);
        }
    }

    private Response listVersions(ObjectAddress address, Request request) {
        String prefix = request.queryParameter("prefix").orElse("");
        UnaryOperator<String> encoded = encoding(request);
        int most = maxKeys(request);
        Bucket bucket = buckets.bucket(address.bucket());
        List<StoredObject> versions = bucket.versions().stream()
                .filter(object -> object.key().startsWith(prefix))
                .toList();
        if (versions.size() > most) {
            throw S3Wire.unsupportedValue(
                    "ListObjectVersions of more than " + most + " versions: name a longer prefix");
        }
        return Xml.answer("ListVersionsResult", xml -> {
            xml.text("Name", bucket.name())
                    .text("Prefix", encoded.apply(prefix))
                    .text("KeyMarker", "")
                    .text("VersionIdMarker", "")
                    .text("MaxKeys", most)
                    .text("IsTruncated", false);
            request.queryParameter("encoding-type").ifPresent(type -> xml.text("EncodingType", type));
            versions.forEach(object -> xml.element(object.deleteMarker() ? "DeleteMarker" : "Version", it -> {
                it.text("Key", encoded.apply(object.key()))
                        .text("VersionId", object.versionId())
                        .text("IsLatest", bucket.isLatest(object))
                        .text("LastModified", time(object.lastModified()))
                        .element("Owner", this::owner);
                if (!object.deleteMarker()) {
                    it.text("ETag", "\"" + object.etag() + "\"")
                            .text("Size", object.size())
                            .text("StorageClass", "STANDARD");
                }
            }));
        });
    }

    private static int maxKeys(Request request) {
        String given = request.queryParameter("max-keys").orElse(Integer.toString(MOST_KEYS));
        if (!given.matches("[0-9]{1,9}")) {
            throw S3Errors.invalidArgument(
                    "Provided max-keys not an integer or within integer range", "max-keys", given);
        }
        return Math.min(Integer.parseInt(given), MOST_KEYS);
    }

    private static UnaryOperator<String> encoding(Request request) {
        Optional<String> type = request.queryParameter("encoding-type");
        if (type.isEmpty()) {
            return UnaryOperator.identity();
        }
        if (!type.get().equals("url")) {
            throw S3Errors.invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type.get());
        }
        return text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String token(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        }
    }

    /** The canonical user that an account is to S3. */
    private void owner(Xml xml) {
        byte[] id = account.id().getBytes(StandardCharsets.UTF_8);
        xml.text("ID", HexFormat.of().formatHex(Checksum.hash("SHA-256", id)));
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
