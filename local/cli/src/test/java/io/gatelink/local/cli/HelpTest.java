package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script answers for help and the version itself, without Java and without a build. */
class HelpTest {

    private static final Path HOME = Path.of(System.getProperty("gatelink.home"));

    private record Ended(int exitCode, String output) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "help",
                "run --help",
                "help run",
                "up --help",
                "help up",
                "",
                "status --help",
                "help publish",
                "withdraw -h",
                "replace --help",
                "call --help",
                "logs -h",
                "console --help",
                "help doctor"
            })
    void theScriptPrintsTheHelpOfTheCommandItself(String arguments) throws Exception {
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        var output = new StringWriter();
        int exitCode = Main.run(new PrintWriter(output, true), new PrintWriter(output, true), words);

        assertThat(script(words)).isEqualTo(new Ended(exitCode, output.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "run --version", "up -V"})
    void theScriptPrintsTheVersionOfTheProject(String arguments) throws Exception {
        Matcher version = Pattern.compile("<artifactId>gatelink</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(HOME.resolve("pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(script(arguments.split(" "))).isEqualTo(new Ended(0, "gatelink " + version.group(1) + "\n"));
    }

    @Test
    void otherCommandsNeedJava() throws Exception {
        assertThat(script("run"))
                .isEqualTo(new Ended(
                        2,
                        "gatelink: no Java found at '/nowhere/bin/java': install a JDK 17 "
                                + "or later, or point JAVA_HOME at one.\n"));
    }

    private static Ended script(String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<String>(List.of("bash", HOME.resolve("gatelink").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", "/nowhere");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
