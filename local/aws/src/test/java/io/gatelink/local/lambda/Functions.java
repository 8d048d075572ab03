package io.gatelink.local.lambda;

import io.gatelink.local.core.Account;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** A local Lambda with the functions of {@link Handlers}. */
final class Functions {

    static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:test-";
    static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead";

    final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    final Account account = new Account("123456789012", "us-east-1", loop, 1);
    final List<String> log = new ArrayList<>();
    int callsOfAws;
    private final SdkHttpClient transport = new SdkHttpClient() {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            callsOfAws++;
            return null;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    };
    final LambdaService lambda;

    @SuppressWarnings("StaticAssignmentInConstructor") // Lambda makes the handler itself.
    Functions(Class<?>... handlers) {
        var functions = new ArrayList<Stack.Function>();
        for (Class<?> handler : handlers) {
            functions.add(function(handler.getSimpleName(), handler.getName()));
        }
        lambda = service(functions);
        Handlers.Slow.loop = loop;
        Handlers.Slow.ended = 0;
    }

    LambdaService service(List<Stack.Function> functions) {
        var service = new LambdaService(
                account,
                new SandboxNetwork(
                        () -> "http://127.0.0.1:4566",
                        function -> transport,
                        (function, stream, line) -> log.add(function.name() + " " + line)),
                new WarmSandboxes(handler -> {}),
                DeploymentPackages.onTheClassPath());
        service.deploy(functions).run();
        return service;
    }

    static Stack.Function function(String name, String handler) {
        return new Stack.Function(
                name + "Function",
                "test-" + name,
                ARN + name,
                Optional.of("live"),
                "1",
                Optional.empty(),
                handler,
                Map.of("SETTING", "from the template"),
                Duration.ofSeconds(30),
                512,
                new Stack.AsynchronousInvocation(Duration.ofHours(6), 2, Optional.of(QUEUE)),
                "arn:aws:iam::123456789012:role/test-" + name + "Role",
                List.of(),
                List.of(),
                Stack.Function.defaultLogGroup("test-" + name));
    }

    Invocation invoke(String function, String payload) {
        var ends = new ArrayList<Invocation>();
        loop.exclusively(() -> lambda.invoke(function, payload.getBytes(StandardCharsets.UTF_8), ends::add));
        loop.runUntil(() -> !ends.isEmpty());
        return ends.get(0);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
