package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The README of this module cannot lie: its program is compiled and run, and prints what stands there. */
@Isolated("takes what is printed")
class ReadmeTest {

    private final String readme =
            Files.readString(Path.of(System.getProperty("gatelink.home"), "local", "states", "README.md"));

    @TempDir
    private Path folder;

    ReadmeTest() throws IOException {}

    @Test
    void theProgramPrintsWhatTheReadmeSays() throws Exception {
        Path source = Files.writeString(folder.resolve("Shop.java"), block("java"));

        int exitCode = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-Xlint:all,-options",
                        "-Werror",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());

        assertThat(exitCode).isZero();
        assertThat(run("Shop")).isEqualTo(block("text"));
    }

    private String run(String name) throws Exception {
        PrintStream before = System.out;
        var output = new ByteArrayOutputStream();
        try (var classes = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            classes.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return output.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** The only block of a language. */
    private String block(String language) {
        var blocks = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(readme)
                .results()
                .toList();
        assertThat(blocks).hasSize(1);
        return blocks.get(0).group(1);
    }
}
