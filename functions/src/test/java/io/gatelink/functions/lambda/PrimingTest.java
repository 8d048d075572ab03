package io.gatelink.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes of functions as Lambda starts them for a snapshot; see {@link PrimingProbe}. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class PrimingTest {

    private static final Pattern HANDLER = Pattern.compile("(?m)^ +Handler: (io\\.gatelink\\.\\S+)$");
    private static final Pattern LOADED = Pattern.compile("(?m)^\\S*\\[class,load] (\\S+) source: .*$");

    /** What the function brings along; the rest is the Java platform's, of which the test's server loads much, too. */
    private static final String BROUGHT =
            "(software\\.amazon|org\\.apache|com\\.fasterxml|com\\.amazonaws|org\\.joda)\\..*";

    @TempDir
    private Path folder;

    private record Result(String output, List<String> loadedByFirstEvent) {

        private List<String> all(String beginning) {
            return output.lines().filter(line -> line.startsWith(beginning)).toList();
        }
    }

    static Stream<String> handlers() throws IOException {
        return HANDLER.matcher(Files.readString(Path.of("..", "template.yaml")))
                .results()
                .map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void afterPrimingTheFirstEventLoadsNothingOfOursAndNextToNothingOfTheSdk(String handler) throws Exception {
        Result result = run(handler, "snap-start");

        assertThat(result.output()).doesNotContain("Priming failed", "\tat ");
        assertThat(result.all("calls while priming: ")).containsExactly("calls while priming: 0");
        assertThat(result.all("answers left over: ")).as(result.output()).containsExactly("answers left over: 0");
        assertThat(result.all("client: ")).isNotEmpty().doesNotHaveDuplicates();
        assertThat(result.loadedByFirstEvent()).noneMatch(type -> type.startsWith("io.gatelink."));
        // An endpoint that is set as here, and connections that are kept, are all that is new to it.
        assertThat(result.loadedByFirstEvent())
                .filteredOn(type -> type.matches(BROUGHT))
                .hasSizeLessThan(15);
    }

    @Test
    void withoutASnapshotNothingPrimes() throws Exception {
        Result result = run("io.gatelink.functions.publish.TakeTurnHandler", "on-demand");

        assertThat(result.all("answers left over: ")).as(result.output()).containsExactly("answers left over: 0");
        assertThat(result.loadedByFirstEvent())
                .contains("io.gatelink.functions.registry.Step")
                .hasSizeGreaterThan(500);
    }

    @Test
    void aFailureOfPrimingIsOneWarningAndTheFunctionWorks() throws Exception {
        Result result = run("io.gatelink.functions.publish.TakeTurnHandler", "snap-start", "OtherHandler");

        assertThat(result.all("{"))
                .singleElement()
                .asString()
                .contains(
                        "\"level\":\"WARN\"",
                        "\"message\":\"Priming failed: first events take longer\"",
                        "\"reason\":\"java.lang.NullPointerException: OtherHandler.txt\"");
        assertThat(result.output()).doesNotContain("\tat ");
        assertThat(result.all("answers left over: ")).as(result.output()).containsExactly("answers left over: 0");
    }

    private Result run(String handler, String initializationType) throws Exception {
        return run(handler, initializationType, handler);
    }

    /** @param primed the handler that the function's configuration names */
    private Result run(String handler, String initializationType, String primed) throws Exception {
        Path loads = folder.resolve("loads");
        // No name but localhost is resolved, so that nothing else can be called.
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xlog:class+load:file=" + loads + "::filecount=0",
                        "-Djdk.net.hosts.file=" + hosts,
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrimingProbe.class.getName(),
                        handler)
                .redirectErrorStream(true);
        builder.environment().clear();
        try (var in = Priming.class.getResourceAsStream("priming/variables.json")) {
            JSON.std.mapFrom(in).forEach((name, value) -> builder.environment().put(name, (String) value));
        }
        builder.environment()
                .putAll(Map.of(
                        "_HANDLER",
                        primed,
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        initializationType,
                        "AWS_ACCESS_KEY_ID",
                        "test",
                        "AWS_SECRET_ACCESS_KEY",
                        "test"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> loaded = LOADED.matcher(Files.readString(loads))
                .results()
                .map(MatchResult::group)
                .map(line -> LOADED.matcher(line).replaceFirst("$1"))
                .toList();
        return new Result(
                output, loaded.subList(loaded.indexOf(PrimingProbe.FirstEvent.class.getName()) + 1, loaded.size()));
    }
}
