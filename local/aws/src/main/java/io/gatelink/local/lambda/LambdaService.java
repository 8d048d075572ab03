package io.gatelink.local.lambda;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * AWS Lambda for the functions of a template. Handlers are loaded from the class path, created in an environment of
 * their own, and run as workers beside the event loop. Used exclusively.
 */
public final class LambdaService implements AutoCloseable {

    /** What a payload, or an answer, may hold. */
    static final int MOST_BYTES = 6 * 1024 * 1024;

    /** How many functions are listed at once. */
    static final int MOST_FUNCTIONS_OF_A_PAGE = 50;

    static final String LATEST = "$LATEST";

    /** Discards the lines that an invocation logs. */
    static final Consumer<String> DISCARD = line -> {};

    private static final Pattern NOT_IN_A_KEY = Pattern.compile("[^A-Z0-9]");

    private final Account account;
    private final SandboxNetwork surroundings;
    private final WarmSandboxes sandboxes;
    private final DeploymentPackages packages;
    private final Map<String, Versions> functions = new LinkedHashMap<>();
    private final Map<String, Stack.Function> callers = new LinkedHashMap<>();

    /** @param sandboxes where those are that a local AWS before this one left */
    public LambdaService(
            Account account, SandboxNetwork surroundings, WarmSandboxes sandboxes, DeploymentPackages packages) {
        this.account = Objects.requireNonNull(account, "account");
        this.surroundings = Objects.requireNonNull(surroundings, "surroundings");
        this.sandboxes = Objects.requireNonNull(sandboxes, "sandboxes");
        this.packages = Objects.requireNonNull(packages, "packages");
        sandboxes.moveTo(account.loop(), surroundings);
    }

    /**
     * A function and its versions.
     *
     * @param latest    as it is deployed now
     * @param published the versions that can be invoked, by number; {@code $LATEST} is among them if it has no alias
     */
    private record Versions(Stack.Function latest, Map<String, Version> published) {}

    private record Version(Stack.Function function, Sandboxes sandboxes) {}

    /**
     * Prepares to run these functions and no others. Versions of theirs that were published before stay, so that
     * executions end with those that they began with.
     *
     * @return makes it so
     * @throws InvalidFunctionException for a function whose code or handler is not there, or is none
     */
    public Runnable deploy(List<Stack.Function> deployed) {
        var next = new LinkedHashMap<String, Versions>();
        var keys = new LinkedHashMap<String, Stack.Function>();
        for (Stack.Function function : deployed) {
            String accessKeyId = accessKeyOf(function, keys);
            keys.put(accessKeyId, function);
            Versions before = functions.get(function.name());
            var published = new LinkedHashMap<String, Version>();
            if (before != null && function.alias().isPresent()) {
                published.putAll(before.published());
            }
            String version = published(function);
            Version running = published.get(version);
            published.put(
                    version,
                    running != null && WarmSandboxes.runAlike(running.function(), function)
                            ? new Version(function, running.sandboxes())
                            : new Version(
                                    function,
                                    sandboxes.of(
                                            function,
                                            version,
                                            accessKeyId,
                                            account.region(),
                                            packages.loaderOf(function))));
            next.put(function.name(), new Versions(function, published));
        }
        return () -> {
            functions.clear();
            functions.putAll(next);
            callers.putAll(keys);
        };
    }

    /** Whether deployed code is the build that the local AWS runs from. */
    public boolean isBuildAtHand(Stack.S3Location code) {
        return packages.isBuildAtHand(code);
    }

    private String accessKeyOf(Stack.Function function, Map<String, Stack.Function> more) {
        return keyOf(function)
                .orElseGet(() -> accessKeyId(
                        function,
                        callers.size()
                                + (int) more.keySet().stream()
                                        .filter(key -> !callers.containsKey(key))
                                        .count()));
    }

    private Optional<String> keyOf(Stack.Function function) {
        return callers.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(function.name()))
                .findFirst()
                .map(Map.Entry::getKey);
    }

    /** All functions, in the template's order. */
    public List<Stack.Function> listFunctions() {
        return functions.values().stream().map(Versions::latest).toList();
    }

    /** Whether there is a function, a version or an alias with this ARN. */
    public boolean hasFunction(String functionArn) {
        try {
            resolve(functionArn, null);
            return true;
        } catch (AwsException e) {
            return false;
        }
    }

    /**
     * A page of all functions.
     *
     * @param marker   of the page before; empty for the first page
     * @param maxItems 1 or more, more than {@value #MOST_FUNCTIONS_OF_A_PAGE} counting as that
     * @throws AwsException InvalidParameterValueException for a marker that is none
     */
    public Page<Stack.Function> listFunctions(String marker, int maxItems) {
        List<Stack.Function> all = listFunctions();
        int from = 0;
        if (!marker.isEmpty()) {
            from = 1 + all.stream().map(Stack.Function::name).toList().indexOf(marker);
            if (from == 0) {
                throw new AwsException("InvalidParameterValueException", 400, "The marker is invalid.");
            }
        }
        return Page.of(all, from, Math.min(maxItems, MOST_FUNCTIONS_OF_A_PAGE), next -> all.get(next - 1)
                .name());
    }

    /** The function that signs with this access key. */
    public Optional<Stack.Function> callerOf(String accessKeyId) {
        return Optional.ofNullable(callers.get(accessKeyId));
    }

    /** The access key that a function's clients sign with; the secret key is {@code test}. */
    public String accessKeyOf(Stack.Function function) {
        return keyOf(function).orElseThrow();
    }

    /**
     * Finds a function by its name, ARN, or either with a version or alias behind a colon.
     *
     * @param qualifier a version or alias, or {@code null}
     * @throws AwsException ResourceNotFoundException for an unknown function, version or alias
     */
    public Target resolve(String functionName, String qualifier) {
        FunctionName name = FunctionName.parse(functionName, qualifier);
        Versions versions = functions.get(name.name());
        String arn = account.arn("lambda", "function:" + name.name());
        boolean foreign =
                name.functionArn().isPresent() && !name.functionArn().get().equals(arn);
        if (versions == null || foreign) {
            throw notFound(name.functionArn().orElse(arn)
                    + name.qualifier().map(it -> ":" + it).orElse(""));
        }
        Stack.Function function = versions.latest();
        if (name.qualifier().isEmpty()) {
            return new Target(function, LATEST, function.arn());
        }
        String asked = name.qualifier().get();
        String qualifiedArn = function.arn() + ":" + asked;
        if (asked.equals(LATEST)) {
            return new Target(function, LATEST, qualifiedArn);
        }
        String version = function.alias().filter(asked::equals).isPresent() ? function.version() : asked;
        if (!versions.published().containsKey(version)) {
            throw notFound(qualifiedArn);
        }
        return new Target(versions.published().get(version).function(), version, qualifiedArn);
    }

    /**
     * What a name stands for.
     *
     * @param version    {@code $LATEST}, or a version that SAM published
     * @param invokedArn with the qualifier that was used
     */
    public record Target(Stack.Function function, String version, String invokedArn) {}

    /**
     * Invokes a function and waits for its answer.
     *
     * @param functionName see {@link #resolve}
     * @param callback     called exclusively, never within this call
     * @throws AwsException ResourceNotFoundException; InvalidRequestContentException for a payload that is not JSON;
     *                      RequestEntityTooLargeException
     */
    public void invoke(String functionName, byte[] payload, Consumer<Invocation> callback) {
        invoke(resolve(functionName, null), payload, newRequestId(), DISCARD, callback);
    }

    String newRequestId() {
        return account.newUuid().toString();
    }

    /** Likewise; {@code log} also gets the lines that this invocation logs, not exclusively. */
    void invoke(Target target, byte[] payload, String requestId, Consumer<String> log, Consumer<Invocation> callback) {
        byte[] input = checked(payload);
        Sandboxes sandboxes = Optional.ofNullable(
                        functions.get(target.function().name()))
                .orElseThrow(() -> notFound(target.invokedArn()))
                .published()
                .get(published(target.function()))
                .sandboxes();
        Sandbox sandbox = sandboxes.take();
        Duration timeout = target.function().timeout();
        Instant deadline = account.loop().instant().plus(timeout);
        var context = new LambdaContext(
                target.function(),
                target.version(),
                target.invokedArn(),
                requestId,
                deadline,
                account.loop(),
                log == DISCARD && surroundings.log() == SandboxNetwork.FunctionLog.NONE
                        ? DISCARD
                        : line -> {
                            surroundings
                                    .log()
                                    .line(
                                            target.function(),
                                            LambdaContext.logStream(target.function(), target.version()),
                                            line);
                            log.accept(line);
                        });
        var running = new Running(callback);
        running.timer = account.loop().schedule(timeout, () -> {
            sandboxes.end(sandbox);
            running.end(FunctionErrors.timedOut(requestId, timeout));
        });
        account.loop().execute(() -> {
            Invocation result = sandbox.run(input, context, MOST_BYTES);
            account.loop().schedule(Duration.ZERO, () -> {
                if (running.end(result)) {
                    sandboxes.putBack(sandbox);
                }
            });
        });
    }

    /** Ends what is still at work. */
    @Override
    public void close() {
        functions.values().forEach(function -> function.published().values().forEach(version -> version.sandboxes()
                .close()));
        packages.close();
    }

    /** An invocation under way: it ends once, by its result or by its time-out. */
    private static final class Running {

        private final Consumer<Invocation> callback;
        private Timer timer;
        private boolean ended;

        Running(Consumer<Invocation> callback) {
            this.callback = callback;
        }

        boolean end(Invocation invocation) {
            if (ended) {
                return false;
            }
            ended = true;
            timer.cancel();
            callback.accept(invocation);
            return true;
        }
    }

    /** A payload that Lambda accepts; none at all is an empty object. */
    static byte[] checked(byte[] payload) {
        if (payload.length == 0) {
            return new byte[] {'{', '}'};
        }
        if (payload.length > MOST_BYTES) {
            throw new AwsException(
                    "RequestEntityTooLargeException",
                    413,
                    payload.length
                            + " byte payload is too large for the RequestResponse invocation type (limit " + MOST_BYTES
                            + " bytes)");
        }
        try {
            Json.parse(payload);
        } catch (Json.InvalidJsonException e) {
            throw new AwsException(
                    "InvalidRequestContentException", 400, "Could not parse request body into json: " + e.getMessage());
        }
        return payload;
    }

    private static AwsException notFound(String arn) {
        return new AwsException("ResourceNotFoundException", 404, "Function not found: " + arn);
    }

    private static String published(Stack.Function function) {
        return function.alias().isPresent() ? function.version() : LATEST;
    }

    /** Unique by its number, readable by its name, 16 to 128 characters as IAM has them. */
    private static String accessKeyId(Stack.Function function, int number) {
        String name = NOT_IN_A_KEY
                .matcher(function.logicalId().toUpperCase(Locale.ROOT))
                .replaceAll("");
        String key = String.format(Locale.ROOT, "ASIALOCAL%03d%s", number, name + "0000");
        return key.length() <= 128 ? key : key.substring(0, 128);
    }
}
