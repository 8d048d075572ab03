package io.gatelink.local.http;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Faults.LostAnswerException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one way into the local AWS, for both transports: finds the service by the request's signature scope, as
 * AWS-compatible endpoints do, and lets guards and {@link Faults} have their say around each call.
 */
public final class FrontDoor implements Function<Request, Response> {

    private static final Logger LOG = Logger.getLogger(FrontDoor.class.getName());
    private static final String ANONYMOUS = "anonymous";

    private final Account account;
    private final Map<String, WireService> services = new LinkedHashMap<>();
    private final DataPlane dataPlane;
    private final List<CallGuard> guards;
    private final Faults faults;
    private final RequestIds requestIds;
    private final BrowserGuard browsers;
    private volatile Pages pages = request -> Optional.empty();

    /** Serves the stages of deployed APIs; not called exclusively. */
    public interface DataPlane {

        /** @param path what follows the stage, as sent */
        Response invoke(String restApiId, String stage, String path, Request request);

        /**
         * Whether a host is a custom domain name. Asked at each request.
         *
         * @param host in lower case, without a port
         */
        boolean isCustomDomain(String host);

        /**
         * Serves a request to a custom domain name.
         *
         * @param host in lower case, without a port
         */
        Response invokeCustomDomain(String host, Request request);
    }

    /** A door that callers reach as the host of {@code 127.0.0.1} alone. */
    public FrontDoor(
            Account account, List<WireService> services, DataPlane dataPlane, List<CallGuard> guards, Faults faults) {
        this(account, services, dataPlane, guards, faults, Set.of());
    }

    /** @param hosts further names that callers may address it by */
    public FrontDoor(
            Account account,
            List<WireService> services,
            DataPlane dataPlane,
            List<CallGuard> guards,
            Faults faults,
            Set<String> hosts) {
        this.account = account;
        this.browsers = new BrowserGuard(hosts);
        this.requestIds = new RequestIds(account.id());
        services.forEach(service -> this.services.put(service.name(), service));
        this.dataPlane = dataPlane;
        this.guards = List.copyOf(guards);
        this.faults = faults;
    }

    /** Serves pages for people from now on. */
    public void show(Pages newPages) {
        pages = Objects.requireNonNull(newPages, "newPages");
    }

    /**
     * Answers a request; on any thread but the event loop's own.
     *
     * @throws LostAnswerException if the connection is to break without an answer
     */
    @Override
    public Response apply(Request request) {
        String host = LocalEndpoint.host(request);
        if (dataPlane.isCustomDomain(host)) {
            // A deployed API, which is open to pages of all sites.
            return dataPlane.invokeCustomDomain(host, request);
        }
        var endpoint = LocalEndpoint.of(request);
        Optional<AwsException> refusal = browsers.refusal(
                request, endpoint.flatMap(LocalEndpoint::region).isPresent(), endpoint.isPresent());
        if (refusal.isPresent()) {
            return Protocol.ofRequest(request, CredentialScope.of(request)).render(refusal.get(), requestIds.next());
        }
        if (endpoint.isPresent()) {
            Optional<String> elsewhere = endpoint.get().region().filter(it -> !it.equals(account.region()));
            if (elsewhere.isPresent()) {
                return Protocol.REST_JSON.render(noApiIn(elsewhere.get()), requestIds.next());
            }
            return dataPlane.invoke(
                    endpoint.get().restApiId(),
                    endpoint.get().stage(),
                    endpoint.get().path(),
                    request);
        }
        Optional<Response> page =
                Health.answer(request, account, services.keySet()).or(() -> pages.answer(request));
        if (page.isPresent()) {
            return page.get();
        }
        String requestId = requestIds.next();
        var signature = CredentialScope.of(request);
        Protocol protocol = Protocol.ofRequest(request, signature);
        try {
            Optional<WireService> open = signature.isPresent()
                    ? Optional.empty()
                    : services.values().stream()
                            .filter(it -> it.isOpen(request))
                            .findFirst();
            WireService service = open.orElseGet(() ->
                    service(request, signature.map(CredentialScope::service).orElse(null)));
            protocol = service.protocol();
            if (open.isEmpty()) {
                checkSigned(request);
                checkRegion(signature.orElseThrow());
                protocol.checkMethod(request.method());
            }
            checkLength(service, request);
            return call(
                            service,
                            request,
                            signature.map(CredentialScope::accessKeyId).orElse(ANONYMOUS))
                    .with(protocol.requestIdHeader(), requestId);
        } catch (AwsException e) {
            return protocol.render(e, requestId);
        } catch (LostAnswerException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            // A defect of the local AWS: the caller gets AWS's words for it, the operator gets the trace.
            LOG.log(Level.SEVERE, "Internal failure at " + request.method() + " request " + requestId, e);
            return protocol.render(internalFailure(requestId), requestId);
        }
    }

    /** What a caller hears of a defect of the local AWS, whose details are in the log under {@code requestId}. */
    public static AwsException internalFailure(String requestId) {
        return new AwsException(
                "InternalFailure",
                500,
                "The local AWS failed internally. Its log has the details under " + "request " + requestId
                        + "; gatelink writes it to stderr if GATELINK_DEBUG=1 is set.");
    }

    /** The names of the operations that are supported, by the service's name. */
    public Map<String, List<String>> operations() {
        var operations = new TreeMap<String, List<String>>();
        services.forEach((name, service) -> operations.put(name, service.operations()));
        return operations;
    }

    private WireService service(Request request, String signedFor) {
        if (signedFor == null) {
            throw new AwsException("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
        }
        return services.values().stream()
                .filter(service -> service.signingName().equals(signedFor) && service.serves(request))
                .findFirst()
                .orElseThrow(() -> Protocol.notImplemented(signedFor, Protocol.operationOf(request)));
    }

    /** AWS finds no such API there. */
    private AwsException noApiIn(String region) {
        return new AwsException(
                "ForbiddenException",
                403,
                "The local AWS is the Region " + account.region() + ": it has no APIs in '" + region + "'.");
    }

    private static void checkSigned(Request request) {
        boolean inHeader = request.header("Authorization")
                .filter(it -> it.contains("Signature="))
                .isPresent();
        if (!inHeader && request.queryParameter("X-Amz-Signature").isEmpty()) {
            throw new AwsException(
                    "IncompleteSignatureException",
                    403,
                    "Authorization header requires 'Signature' "
                            + "parameter. AWS query-string parameters must include 'X-Amz-Signature'.");
        }
    }

    /** Global services are signed for one Region in each partition, whatever Region is meant. */
    private void checkRegion(CredentialScope signature) {
        if (!signature.region().equals(account.region()) && !signature.service().equals("sts")) {
            throw new AwsException(
                    "InvalidSignatureException",
                    403,
                    "Credential should be scoped to a valid Region. The "
                            + "local AWS is the Region " + account.region() + ", not '" + signature.region()
                            + "': set AWS_REGION=" + account.region() + ".");
        }
    }

    /** Far above AWS's own limits: it only protects the memory. */
    private static void checkLength(WireService service, Request request) {
        if (request.body().length > service.maxBodyBytes()) {
            throw new AwsException(
                    "RequestEntityTooLargeException",
                    413,
                    "Request must be smaller than " + service.maxBodyBytes() + " bytes");
        }
    }

    private Response call(WireService service, Request request, String caller) {
        record Routed(Operation operation, ApiCall call, Duration delay) {}
        Routed routed = account.loop().exclusively(() -> {
            Operation operation = service.route(request);
            var call = new ApiCall(service.name(), operation.name(), caller);
            try {
                guards.forEach(guard -> guard.check(call, request));
            } catch (AwsException e) {
                faults.refused(call, e);
                throw e;
            }
            return new Routed(operation, call, faults.before(call));
        });
        account.loop().sleep(routed.delay());
        var answer = new CompletableFuture<Response>();
        account.loop().exclusively(() -> routed.operation().start(new Operation.Callback() {
            @Override
            public void succeeded(Response response) {
                try {
                    faults.after(routed.call());
                    answer.complete(response);
                } catch (AwsException | LostAnswerException e) {
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void failed(AwsException error) {
                faults.refused(routed.call(), error);
                answer.completeExceptionally(error);
            }
        }));
        try {
            Response response = account.loop().await(answer);
            account.loop().sleep(account.loop().exclusively(() -> faults.answerDelay(routed.call())));
            return response;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
