package io.gatelink.local.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import io.gatelink.local.template.Stack;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link LambdaService} on the wire. */
public final class LambdaWire implements WireService {

    private static final Pattern PATH = Pattern.compile("/2015-03-31/functions(?:/|/(?<name>[^/]+)(?<rest>/[^/]*)?)?");
    private static final Map<String, String> UNSUPPORTED_HEADERS = new TreeMap<>(Map.of(
            "X-Amz-Client-Context", "ClientContext",
            "X-Amz-Durable-Execution-Name", "DurableExecutionName",
            "X-Amz-Tenant-Id", "TenantId"));
    private static final int MOST_ITEMS = 10_000;
    private static final int TAIL_BYTES = 4096;

    private final LambdaService lambda;
    private final AsyncInvocations asyncInvocations;
    /** By HTTP method and what the path has: a function's {@code name}, and what follows it. */
    private final Map<String, Route> routes = new LinkedHashMap<>();

    public LambdaWire(LambdaService lambda, AsyncInvocations asyncInvocations) {
        this.lambda = Objects.requireNonNull(lambda, "lambda");
        this.asyncInvocations = Objects.requireNonNull(asyncInvocations, "asyncInvocations");
        routes.put(
                "GET",
                new Route("ListFunctions", (path, request, callback) -> callback.succeeded(listFunctions(request))));
        routes.put(
                "GET name",
                new Route(
                        "GetFunction",
                        (path, request, callback) -> callback.succeeded(getFunction(target(path, request)))));
        routes.put(
                "GET name/configuration",
                new Route(
                        "GetFunctionConfiguration",
                        (path, request, callback) -> callback.succeeded(json(configuration(target(path, request))))));
        routes.put(
                "POST name/invocations",
                new Route("Invoke", (path, request, callback) -> invoke(target(path, request), request, callback)));
    }

    private record Route(String operation, Action action) {}

    private interface Action {

        /** @throws AwsException instead of calling back */
        void start(Matcher path, Request request, Operation.Callback callback);
    }

    @Override
    public String signingName() {
        return "lambda";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_JSON;
    }

    /** The payload of a synchronous invocation. */
    @Override
    public int maxBodyBytes() {
        return 6 << 20;
    }

    @Override
    public List<String> operations() {
        return routes.values().stream().map(Route::operation).toList();
    }

    @Override
    public Operation route(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw notSupported(request);
        }
        String rest = path.group("rest") == null ? "" : path.group("rest");
        Route route = routes.get(request.method() + (path.group("name") == null ? "" : " name" + rest));
        if (route == null) {
            throw notSupported(request);
        }
        return Operation.async(route.operation(), callback -> {
            try {
                route.action().start(path, request, callback);
            } catch (AwsException e) {
                callback.failed(e);
            }
        });
    }

    private static AwsException notSupported(Request request) {
        return UnsupportedLambdaOperations.operation(request)
                .map(operation -> Protocol.notImplemented("Lambda", operation))
                .orElseGet(() -> new AwsException(
                        "UnknownOperationException",
                        404,
                        "There is no operation of Lambda for " + request.method() + " on this path"));
    }

    private LambdaService.Target target(Matcher path, Request request) {
        String name;
        try {
            // Not a form: a plus sign stands for itself in a path.
            name = URLDecoder.decode(path.group("name").replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            name = path.group("name");
        }
        return lambda.resolve(name, request.queryParameter("Qualifier").orElse(null));
    }

    private void invoke(LambdaService.Target target, Request request, Operation.Callback callback) {
        UNSUPPORTED_HEADERS.forEach((header, parameter) -> {
            if (request.header(header).isPresent()) {
                throw Protocol.notImplemented("Lambda", "Invoke with " + parameter);
            }
        });
        String logType = request.header("X-Amz-Log-Type").orElse("None");
        if (!logType.equals("None") && !logType.equals("Tail")) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value at 'logType' failed to satisfy constraint: Member must satisfy "
                            + "enum value set: [None, Tail]");
        }
        String type = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        switch (type) {
            case "RequestResponse" -> {
                boolean tail = logType.equals("Tail");
                List<String> log = Collections.synchronizedList(new ArrayList<>());
                lambda.invoke(
                        target,
                        request.body(),
                        lambda.newRequestId(),
                        log::add,
                        invocation -> callback.succeeded(answer(target, invocation, tail ? log : null)));
            }
            case "Event" -> {
                asyncInvocations.accept(target, request.body());
                callback.succeeded(Response.empty(202));
            }
            case "DryRun" -> callback.succeeded(Response.empty(204));
            default ->
                throw new AwsException(
                        "ValidationException",
                        400,
                        "1 validation error detected: Value at "
                                + "'invocationType' failed to satisfy constraint: Member must satisfy enum value set: "
                                + "[Event, RequestResponse, DryRun]");
        }
    }

    private static Response answer(LambdaService.Target target, Invocation invocation, List<String> log) {
        Response response = new Response(200, Map.of("Content-Type", List.of("application/json")), invocation.payload())
                .with("X-Amz-Executed-Version", target.version());
        if (invocation.failed()) {
            response = response.with("X-Amz-Function-Error", invocation.functionError());
        }
        if (log != null) {
            byte[] text = String.join("\n", log).getBytes(StandardCharsets.UTF_8);
            byte[] tail =
                    text.length <= TAIL_BYTES ? text : Arrays.copyOfRange(text, text.length - TAIL_BYTES, text.length);
            response = response.with("X-Amz-Log-Result", Base64.getEncoder().encodeToString(tail));
        }
        return response;
    }

    private Response listFunctions(Request request) {
        List.of("MasterRegion", "FunctionVersion").forEach(parameter -> {
            if (request.queryParameter(parameter).isPresent()) {
                throw Protocol.notImplemented("Lambda", "ListFunctions with " + parameter);
            }
        });
        Page<Stack.Function> page =
                lambda.listFunctions(request.queryParameter("Marker").orElse(""), maxItems(request));
        ObjectNode answer = Json.object();
        ArrayNode functions = answer.putArray("Functions");
        for (Stack.Function function : page.items()) {
            functions.add(configuration(lambda.resolve(function.name(), null)));
        }
        page.nextToken().ifPresent(marker -> answer.put("NextMarker", marker));
        return json(answer);
    }

    private static int maxItems(Request request) {
        String given = request.queryParameter("MaxItems").orElse("");
        if (given.isEmpty()) {
            return LambdaService.MOST_FUNCTIONS_OF_A_PAGE;
        }
        if (!given.matches("[0-9]{1,5}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > MOST_ITEMS) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value at 'maxItems' failed to "
                            + "satisfy constraint: Member must have value between 1 and " + MOST_ITEMS);
        }
        return Integer.parseInt(given);
    }

    private Response getFunction(LambdaService.Target target) {
        ObjectNode answer = Json.object();
        answer.set("Configuration", configuration(target));
        answer.putObject("Code").put("RepositoryType", "S3");
        return json(answer);
    }

    private static ObjectNode configuration(LambdaService.Target target) {
        Stack.Function function = target.function();
        ObjectNode configuration = Json.object()
                .put("FunctionName", function.name())
                .put("FunctionArn", target.invokedArn())
                .put("Handler", function.handler())
                .put("Timeout", function.timeout().toSeconds())
                .put("MemorySize", function.memoryMegabytes())
                .put("Version", target.version())
                .put("PackageType", "Zip")
                .put("State", "Active")
                .put("LastUpdateStatus", "Successful");
        ObjectNode variables = configuration.putObject("Environment").putObject("Variables");
        new TreeMap<>(function.environment()).forEach(variables::put);
        return configuration;
    }

    private static Response json(ObjectNode body) {
        return Response.json(200, "application/json", body);
    }
}
