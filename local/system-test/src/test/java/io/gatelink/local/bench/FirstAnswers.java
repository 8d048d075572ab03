package io.gatelink.local.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Measures how long each function's first answer takes after a snapshot was restored, and after a start without one.
 * It runs Lambda's own runtime interface client, plays the Runtime API to it, and answers as AWS, by TLS, what was
 * recorded of a run; a snapshot's loading is not in it. For {@code local/benchmark --snapstart}.
 */
public final class FirstAnswers {

    private static final Path RECORDINGS = Path.of("functions/src/main/resources/io/gatelink/functions/lambda/priming");

    /** A snapshot without priming: a function is primed for only if a variable names its handler. */
    private static final String UNPRIMED = "unprimed";

    private static final char[] PASSWORD = "priming".toCharArray();

    private final String jar;
    private final String runtime;
    private final Path cgroup;
    private final String memory;
    private final Path work = Files.createTempDirectory("first-answers");
    private final Map<String, String> variables = new TreeMap<>();
    private final SSLContext tls = SSLContext.getInstance("TLS");

    private FirstAnswers(String jar, String runtime, String memory, String cgroup) throws Exception {
        this.jar = jar;
        this.runtime = runtime;
        this.memory = memory;
        this.cgroup = Path.of(cgroup);
        found("\"(\\w+)\":\"([^\"]*)\"", Files.readString(RECORDINGS.resolve("variables.json")))
                .forEach(variable -> variables.put(variable.group(1), variable.group(2)));
        var own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(RECORDINGS.resolve("localhost.p12"))) {
            own.load(in, PASSWORD);
        }
        var authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("authority", own.getCertificateChain("localhost")[1]);
        try (OutputStream out = Files.newOutputStream(work.resolve("authorities"))) {
            authorities.store(out, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        tls.init(keys.getKeyManagers(), null, null);
    }

    private static List<MatchResult> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    /** @param arguments jar, class path of the runtime interface client, megabytes, cgroup, starts, mode */
    public static void main(String[] arguments) throws Exception {
        var answers = new FirstAnswers(arguments[0], arguments[1], arguments[2], arguments[3]);
        System.out.printf("%-28s %10s %10s %10s %10s%n", arguments[5], "init ms", "first ms", "of CPU ms", "classes");
        List<Run> medians = new ArrayList<>();
        String template = Files.readString(Path.of("template.yaml"));
        for (MatchResult handler : found("(?m)^ +Handler: (io\\.gatelink\\S+)$", template)) {
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
                runs.add(answers.run(handler.group(1), arguments[5]));
            }
            medians.add(median(runs));
            medians.get(medians.size() - 1).print(handler.group(1).replaceAll(".*\\.|Handler$", ""));
        }
        median(medians).print("median");
        System.exit(0);
    }

    private static Run median(List<Run> runs) {
        return new Run(
                median(runs, Run::init), median(runs, Run::first), median(runs, Run::cpu), median(runs, Run::classes));
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /**
     * @param init    milliseconds from the process's start until it asks for the snapshot or for an event
     * @param first   milliseconds from when it is given the first event until it answers
     * @param cpu     milliseconds of processor time of that, which other processes disturb less
     * @param classes how many are loaded meanwhile
     */
    private record Run(double init, double first, double cpu, double classes) {

        void print(String name) {
            System.out.printf("%-28s %10.0f %10.0f %10.0f %10.0f%n", name, init, first, cpu, classes);
        }
    }

    private Run run(String handler, String mode) throws Exception {
        Deque<String> recording = new ArrayDeque<>(
                Files.readAllLines(RECORDINGS.resolve(handler.substring(handler.lastIndexOf('.') + 1) + ".txt")));
        recording.remove();
        String event = recording.remove();
        var initialized = new CompletableFuture<Long>();
        var given = new CompletableFuture<Long>();
        var answered = new CompletableFuture<Long>();
        var ready = new CompletableFuture<Void>();
        HttpsServer aws = HttpsServer.create(loopback(), 0);
        aws.setHttpsConfigurator(new HttpsConfigurator(tls));
        serve(aws, exchange -> answer(exchange, recording.remove().split(" ", 3)));
        HttpServer credentials = HttpServer.create(loopback(), 0);
        serve(
                credentials,
                exchange -> answer(
                        exchange,
                        ok(
                                "{\"AccessKeyId\":\"test\","
                                        + "\"SecretAccessKey\":\"test\",\"Token\":\"test\",\"Expiration\":\"2999-01-01T00:00:00Z\"}")));
        String url = "https://localhost:" + aws.getAddress().getPort();
        HttpServer lambda = HttpServer.create(loopback(), 0);
        serve(lambda, exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/next")) {
                initialized.complete(System.nanoTime());
                ready.join();
                if (path.endsWith("/restore/next")) {
                    answer(exchange, ok(""));
                    return;
                }
                if (given.isDone()) {
                    // There is no second event.
                    new CompletableFuture<Void>().join();
                }
                exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "request-1");
                exchange.getResponseHeaders()
                        .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
                exchange.getResponseHeaders()
                        .set(
                                "Lambda-Runtime-Invoked-Function-Arn",
                                "arn:aws:lambda:us-east-1:123456789012:function:function:live");
                given.complete(System.nanoTime());
                answer(exchange, ok(event.replace("https://localhost:0", url)));
                return;
            }
            String answer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            long now = System.nanoTime();
            answer(exchange, ok(""));
            // Such a run ends with the wait for a link's deletion.
            if (path.endsWith("/error") && !answer.contains("VpcLinkDeletingException")) {
                initialized.completeExceptionally(new IOException(path + ": " + answer));
                answered.completeExceptionally(new IOException(path + ": " + answer));
            }
            answered.complete(now);
        });
        Path loads = work.resolve("loads");
        ProcessBuilder builder = new ProcessBuilder(
                        "taskset",
                        "-c",
                        "0",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        mode.equals("on-demand") ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                        "-Xmx" + (Integer.parseInt(memory) * 17 / 20) + "m",
                        "-Xlog:class+load:file=" + loads + "::filecount=0",
                        "-Djavax.net.ssl.trustStore=" + work.resolve("authorities"),
                        "-Djavax.net.ssl.trustStorePassword=priming",
                        "-cp",
                        jar + File.pathSeparator + runtime,
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        handler)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        if (!mode.equals(UNPRIMED)) {
            builder.environment().put("_HANDLER", handler);
        }
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        mode.equals(UNPRIMED) ? "snap-start" : mode,
                        "AWS_LAMBDA_RUNTIME_API",
                        "127.0.0.1:" + lambda.getAddress().getPort(),
                        "AWS_LAMBDA_LOG_FORMAT",
                        "JSON",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        memory,
                        "AWS_ENDPOINT_URL",
                        url,
                        "TZ",
                        ":UTC",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://127.0.0.1:" + credentials.getAddress().getPort()));
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            long init = initialized.get(60, TimeUnit.SECONDS) - start;
            // What compiles in the background is in the snapshot, too, as far as it has come; the share is for events.
            Thread.sleep(300);
            if (!cgroup.toString().isEmpty()) {
                Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(process.pid()));
            }
            long loaded = lines(loads);
            Duration used = process.info().totalCpuDuration().orElseThrow();
            ready.complete(null);
            long first = answered.get(60, TimeUnit.SECONDS) - given.join();
            if (Files.readString(work.resolve("log")).contains("Priming failed")) {
                throw new IOException(Files.readString(work.resolve("log")));
            }
            return new Run(
                    init / 1e6,
                    first / 1e6,
                    process.info().totalCpuDuration().orElseThrow().minus(used).toMillis(),
                    lines(loads) - loaded);
        } finally {
            process.destroyForcibly().waitFor();
            List.of(aws, credentials, lambda).forEach(server -> server.stop(0));
        }
    }

    private static long lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private interface Answers {

        void to(HttpExchange exchange) throws IOException;
    }

    private static void serve(HttpServer server, Answers answers) {
        server.createContext("/", exchange -> {
            try (exchange) {
                answers.to(exchange);
            } catch (RuntimeException e) {
                // There is no further answer: what asks notices.
            }
        });
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    private static String[] ok(String body) {
        return new String[] {"200", "Content-Type:application/json", body};
    }

    /** @param answer status, a header, body */
    private static void answer(HttpExchange exchange, String[] answer) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = answer[2].getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set(answer[1].split(":")[0], answer[1].split(":")[1]);
        exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
