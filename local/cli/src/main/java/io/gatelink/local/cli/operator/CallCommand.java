package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.cli.terminal.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatelink call}: a request to a published API. */
@Command(
        name = "call",
        description = {
            "Calls the API of a load balancer, and prints the answer.",
            "The request is signed with the caller's credentials, or sent with the API's key, as the API asks "
                    + "for it; a token "
                    + "is to be given with -H."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 an answer below 400; 1 any other, or none; 2 wrong usage or input.",
            "",
            "Example: gatelink call orders /items?limit=1 -X POST -d '{\"sku\": 5}'"
        })
public final class CallCommand extends OperatorCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "The load balancer's name or ARN.")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = "/",
            description = "What follows the invoke URL, with a query if need be. Default: ${DEFAULT-VALUE}")
    private String path;

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method. Default: GET, or POST with a body")
    private String method;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "The request's body; @FILE takes it from a file.")
    private String data;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "HEADER",
            description = "A header, such as 'Accept: text/plain'. May be repeated.")
    private List<String> headers = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the answer's body to a file, too.")
    private Path output;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long to wait for an answer, such as 30s or 5m. Default: ${DEFAULT-VALUE}")
    private Duration timeout;

    /** @param context what it finds around it */
    public CallCommand(CommandContext context) {
        super(context);
    }

    @Override
    void check() {
        LoadBalancers.check("NAME", name);
        if (timeout.isZero()) {
            throw new BadInputException("--timeout is 0, but must be longer, such as 30s.");
        }
    }

    @Override
    int run(Aws aws) {
        Publication publication = new Publications(aws, stack(aws)).one("NAME", name);
        String invokeUrl = publication
                .invokeUrl()
                .filter(url -> publication.isServed())
                .orElseThrow(() -> new BadInputException("NAME is '" + name + "', which is not published now ("
                        + publication.state() + "): see gatelink status " + publication.name() + "."));
        ApiRequest request = ApiRequest.of(invokeUrl, path, method, headers, body());
        var authorized = request.authorized(aws, publication);
        out().println(request.method() + " " + request.url());
        out().flush();
        try {
            ApiAnswer answer = ApiAnswer.to(aws, request, authorized, timeout);
            answer.print(out(), terminal().isInteractive());
            if (output != null) {
                answer.save(output);
            }
            printCall(aws, publication, request);
            answer.failure().ifPresent(failure -> err().println("gatelink: " + publication.name() + ": " + failure));
            return answer.failure().isPresent() ? ExitCode.FAILED : ExitCode.OK;
        } catch (IOException e) {
            err().println("gatelink: " + publication.name() + ": no answer from "
                    + request.url().getHost() + " ("
                    + Text.oneLine(e.getMessage() == null ? e.toString() : e.getMessage())
                    + "). A private API answers only in its VPC; a custom domain needs its DNS record.");
            return ExitCode.FAILED;
        }
    }

    private void printCall(Aws aws, Publication publication, ApiRequest request) {
        String preparation = aws.curl().preparation(publication.authorization());
        out().println();
        out().println("Call it: " + preparation + (preparation.isEmpty() ? "" : "; ")
                + aws.curl().of(request.url().toString(), publication.authorization(), publication.readKey())
                + request.curlOptions(data));
        out().flush();
    }

    private byte[] body() {
        if (data == null) {
            return null;
        }
        if (!data.startsWith("@")) {
            return data.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Files.readAllBytes(Path.of(data.substring(1)));
        } catch (IOException e) {
            throw new BadInputException(
                    "-d is '" + Text.oneLine(data) + "', but there is no such file that can be read.");
        }
    }
}
