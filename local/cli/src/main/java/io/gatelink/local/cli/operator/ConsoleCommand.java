package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.console.Console;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Interruption;
import io.gatelink.local.cli.terminal.Version;
import io.gatelink.local.http.HttpBindException;
import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatelink console}: the console's page for an account. */
@Command(
        name = "console",
        description = {
            "Serves a page that shows what is published and how, and does it, until Ctrl-C.",
            "It is the console of gatelink up, for the AWS that the environment points at. It acts with the caller's "
                    + "rights, and answers on this machine only. Open the address that it prints: that holds a secret, "
                    + "which keeps other users of this machine out."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 2 wrong usage or input.",
            "",
            "Example: gatelink console --profile operator --region eu-central-1"
        })
public final class ConsoleCommand extends OperatorCommand {

    private static final int MOST_PORTS = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port on 127.0.0.1. Default: any free one")
    private int port;

    /** @param context what it finds around it */
    public ConsoleCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        if (port < 0 || port > MOST_PORTS) {
            throw new BadInputException("--port is " + port + ", but must be from 0 to 65535 (0: any free one).");
        }
    }

    @Override
    @SuppressWarnings("try") // the prompt is to begin a line of its own after Ctrl-C
    int run(Aws aws) {
        try (var unused = Interruption.quiet(out(), terminal());
                Console console = Console.forOneUser(new AccountSource(aws, stack(aws), Console.secret()));
                HttpServer server = HttpServer.create(
                        HttpServerConfiguration.onLoopback(port),
                        request -> answer(console, request),
                        defect -> err().println("gatelink: internal error: " + defect))) {
            server.start();
            out().println("Gatelink console on " + console.address("http://127.0.0.1:" + server.port()));
            out().flush();
            new CountDownLatch(1).await();
            return ExitCode.OK;
        } catch (HttpBindException e) {
            throw new BadInputException("--port: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            return ExitCode.OK;
        }
    }

    private static Response answer(Console console, Request request) {
        return console.answer(request)
                .orElseGet(() -> Response.text(
                        404, "text/plain; charset=utf-8", "This is Gatelink's console: open it in a browser.\n"));
    }
}
