package io.gatelink.local.cli;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.http.HttpBindException;
import io.gatelink.local.template.InvalidParameterException;
import java.io.IOException;

/** Starts the local AWS for a command; what is wrong with its input becomes a {@link BadInputException}. */
final class LocalAwsStarter {

    private LocalAwsStarter() {}

    static LocalAws start(Configuration configuration, Observer observer) {
        try {
            return LocalAws.start(configuration, observer);
        } catch (InvalidParameterException e) {
            throw new BadInputException(String.join("\n          ", e.problems()));
        } catch (InvalidDocumentException e) {
            throw new BadInputException(
                    "template.yaml cannot be run locally:\n          " + String.join("\n          ", e.problems()));
        } catch (HttpBindException e) {
            boolean https =
                    Integer.valueOf(e.port()).equals(configuration.httpsPort()) && e.port() != configuration.port();
            throw new BadInputException((https ? "--https-port: " : "--port: ") + e.getMessage() + ".");
        } catch (IOException e) {
            throw new BadInputException("template.yaml cannot be read: " + e.getMessage());
        }
    }
}
