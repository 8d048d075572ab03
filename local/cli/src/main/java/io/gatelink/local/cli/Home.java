package io.gatelink.local.cli;

import io.gatelink.local.cli.terminal.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of Gatelink's template, samples and sources. */
final class Home {

    private Home() {}

    /** @throws BadInputException if there is no template */
    static Path find() {
        Path home = Path.of(System.getProperty("gatelink.home", "."))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(home.resolve("template.yaml"))) {
            throw new BadInputException("There is no template.yaml in " + home
                    + ". Start the command as ./gatelink from Gatelink's folder.");
        }
        return home;
    }
}
