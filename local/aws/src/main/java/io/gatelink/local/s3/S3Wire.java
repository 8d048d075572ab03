package io.gatelink.local.s3;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** {@link Buckets} on the wire: what clients ask for stands in the method, the path and the query's parameters. */
public final class S3Wire implements WireService {

    /** Parameters that say which operation is meant. */
    private static final Set<String> SUBRESOURCES = Set.of(
            "abac",
            "accelerate",
            "acl",
            "analytics",
            "annotation",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "list-type",
            "location",
            "logging",
            "metadataAnnotationTable",
            "metadataConfiguration",
            "metadataInventoryTable",
            "metadataJournalTable",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versioning",
            "versions",
            "website");

    private final Account account;
    /** By method, what it is about, and the parameter that tells. */
    private final Map<String, Route> routes = new LinkedHashMap<>();

    public S3Wire(Account account, Buckets buckets) {
        this.account = account;
        new BucketRequests(account, buckets).addRoutes(this);
        new ListingRequests(account, buckets).addRoutes(this);
        new ObjectRequests(buckets).addRoutes(this);
        new UploadRequests(buckets).addRoutes(this);
    }

    private record Route(
            String operation, Set<String> parameters, BiFunction<ObjectAddress, Request, Response> action) {}

    /**
     * @param on         method and level, and the parameter that tells, e.g. {@code GET bucket location}
     * @param parameters what else of the query it knows
     */
    void add(String operation, String on, Set<String> parameters, BiFunction<ObjectAddress, Request, Response> action) {
        routes.put(on, new Route(operation, parameters, action));
    }

    @Override
    public String signingName() {
        return "s3";
    }

    @Override
    public Protocol protocol() {
        return Protocol.S3;
    }

    /** An object that comes at once; clients send bigger ones in parts. */
    @Override
    public int maxBodyBytes() {
        return 32 << 20;
    }

    @Override
    public List<String> operations() {
        return routes.values().stream().map(Route::operation).toList();
    }

    @Override
    public Operation route(Request request) {
        ObjectAddress address = ObjectAddress.of(request);
        Optional<String> subresource = request.queryParameters().keySet().stream()
                .filter(SUBRESOURCES::contains)
                .findFirst();
        String on = request.method() + " " + address.level()
                + subresource.map(name -> " " + name).orElse("");
        boolean copies = request.header("x-amz-copy-source").isPresent();
        Route route = routes.get(on);
        if (route == null || copies) {
            throw Protocol.notImplemented(
                    "S3",
                    UnsupportedS3Operations.operation(on, copies, request)
                            .orElse(request.method() + " requests for " + address.level() + "s"
                                    + subresource.map(name -> " with ?" + name).orElse("")));
        }
        request.queryParameters().keySet().stream()
                .filter(name -> !name.equals("x-id") && !name.startsWith("X-Amz-"))
                .filter(name -> !subresource.equals(Optional.of(name)))
                .filter(name -> !route.parameters().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Protocol.notImplemented("S3", route.operation() + " with the parameter " + name);
                });
        RequestHeaders.check(request, account);
        return Operation.of(route.operation(), () -> route.action().apply(address, request));
    }

    static AwsException unsupportedValue(String what) {
        return Protocol.notImplemented("S3", what);
    }
}
