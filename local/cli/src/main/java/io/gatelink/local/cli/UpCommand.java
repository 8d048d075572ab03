package io.gatelink.local.cli;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.cli.console.Console;
import io.gatelink.local.cli.console.ConsoleObserver;
import io.gatelink.local.cli.console.EmbeddedSource;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Interruption;
import io.gatelink.local.cli.terminal.Version;
import io.gatelink.local.tls.CertificateAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatelink up}: the embedded AWS, until Ctrl-C. */
@Command(
        name = "up",
        description = {
            "Starts the embedded AWS with Gatelink deployed in it, in real time, until Ctrl-C.",
            "Open http://127.0.0.1:4566/ in a browser: its console shows what happens.",
            "Then the ordinary aws command works with it, after",
            "  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_DEFAULT_REGION=us-east-1",
            "  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4566",
            description = "The port on 127.0.0.1; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            description = "The port on 127.0.0.1 for HTTPS, also of custom domain names; 0 for any free one. "
                    + "Default: the one after --port, or any if that is taken")
    private Integer httpsPort;

    @Option(
            names = "--link-delay",
            paramLabel = "DURATION",
            defaultValue = "3s",
            description = "How long VPC links stay PENDING, and DELETING, e.g. 3s or 3m. Default: ${DEFAULT-VALUE}")
    private Duration linkDelay;

    @Option(names = "--quotas", description = "Apply AWS's quotas: throttling, 20 VPC links, 600 REST APIs.")
    private boolean quotas;

    @Option(
            names = "--empty",
            description = "Start with nothing deployed, for sam deploy and the like. Takes no --parameter.")
    private boolean empty;

    @Mixin
    private IntegrationTimeoutQuota integrationTimeoutQuota;

    @Mixin
    private StackParameters parameters;

    @Override
    @SuppressWarnings("try") // it is closed at the end: that is its use
    public Integer call() throws IOException {
        if (port < 0 || port > 65_535) {
            throw new BadInputException("--port is " + port + ", but must be from 0 to 65535 (0: any free one).");
        }
        if (httpsPort != null && (httpsPort < 0 || httpsPort > 65_535 || httpsPort != 0 && httpsPort == port)) {
            throw new BadInputException("--https-port is " + httpsPort
                    + ", but must be from 0 to 65535 (0: any free one), and not --port.");
        }
        if (empty && !parameters.values().isEmpty()) {
            throw new BadInputException("--empty deploys nothing, so --parameter has no effect. Give one of them.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = integrationTimeoutQuota.applyTo(Configuration.realTime(Home.find())
                .withPort(port)
                .withHttpsPort(httpsPort != null ? httpsPort : portAfter(port))
                .withLinkDelay(linkDelay)
                .withLinkDeletionDelay(linkDelay)
                .withQuotas(quotas)
                .withEmpty(empty)
                .withParameters(parameters.values()));
        var activity = new Activity(out);
        var observer = new ConsoleObserver();
        try (var unused = new Interruption(spec.commandLine().getErr(), activity::interrupted);
                LocalAws aws = LocalAwsStarter.start(configuration, Observer.of(activity, observer));
                Console console =
                        Console.open(new EmbeddedSource(aws, observer, configuration.home(), Console.secret()))) {
            activity.at(aws.endpoint());
            aws.show(console);
            out.println("Gatelink local AWS ready on " + aws.endpoint());
            out.flush();
            out.println("HTTPS, also of custom domain names, on "
                    + aws.secureEndpoint().orElseThrow() + "; the certificate of its authority: "
                    + writeCertificate(aws.certificateAuthority().orElseThrow()));
            out.println("Console on " + console.address(aws.endpoint()));
            out.flush();
            aws.loop().runUntil(() -> false);
            return ExitCode.OK;
        }
    }

    /** Writes an authority's certificate to a file that goes when this command ends. */
    private static Path writeCertificate(CertificateAuthority authority) throws IOException {
        Path file = Files.createTempFile("gatelink-ca-", ".pem");
        file.toFile().deleteOnExit();
        return Files.writeString(file, authority.pem());
    }

    /** The port after another; 0, for any, if there is none or it is taken. */
    private static int portAfter(int port) {
        if (port == 0 || port == 65_535) {
            return 0;
        }
        try (var probe = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }
}
