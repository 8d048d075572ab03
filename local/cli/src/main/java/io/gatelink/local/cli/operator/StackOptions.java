package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.document.Nearest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import software.amazon.awssdk.profiles.ProfileFile;

/** Which of Gatelink's stacks a command is about, and with whose credentials it asks. */
final class StackOptions {

    /** In the help, behind what is the command's own. */
    private static final int LAST = 1;

    private static final String REGION = "[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}";
    private static final String STACK = "[A-Za-z][A-Za-z0-9-]{0,127}";

    @Option(
            names = "--stack",
            order = LAST,
            paramLabel = "NAME",
            defaultValue = "gatelink",
            description = "The name of Gatelink's stack. Default: ${DEFAULT-VALUE}")
    private String stack;

    @Option(
            names = "--region",
            order = LAST,
            paramLabel = "REGION",
            description = "The stack's Region. Default: AWS_REGION, or the profile's")
    private String region;

    @Option(
            names = "--profile",
            order = LAST,
            paramLabel = "NAME",
            description = "The profile whose credentials to use. Default: those of AWS_ACCESS_KEY_ID, or of "
                    + "AWS_PROFILE, or wherever the aws command finds them")
    private String profile;

    @Option(
            names = "--endpoint-url",
            order = LAST,
            paramLabel = "URL",
            description =
                    "Where AWS answers, such as http://127.0.0.1:4566 for gatelink up. Default: AWS_ENDPOINT_URL, "
                            + "or the account's Region")
    private String endpoint;

    /** @throws BadInputException if it is no stack's name */
    String stack() {
        if (!stack.matches(STACK)) {
            throw new BadInputException("--stack is '" + Text.oneLine(stack)
                    + "', but must be a stack's name, such as gatelink: letters, digits and hyphens.");
        }
        return stack;
    }

    /**
     * The profile that the command line names.
     *
     * @throws BadInputException if there is no such profile
     */
    Optional<String> namedProfile() {
        if (profile != null) {
            Set<String> known = ProfileFile.defaultProfileFile().profiles().keySet();
            if (!known.contains(profile)) {
                throw new BadInputException("--profile is '" + Text.oneLine(profile)
                        + "', but there is no such profile." + Nearest.hint(profile, known)
                        + " 'aws configure list-profiles' lists them.");
            }
        }
        return Optional.ofNullable(profile);
    }

    Optional<String> profile(CommandContext context) {
        return namedProfile().or(() -> context.variable("AWS_PROFILE"));
    }

    /** The Region that is named; nothing if the profile's is to be used. */
    Optional<String> region(CommandContext context) {
        Optional<String> named = Optional.ofNullable(region);
        String field = named.isPresent() ? "--region" : "AWS_REGION";
        Optional<String> found =
                named.or(() -> context.variable("AWS_REGION")).or(() -> context.variable("AWS_DEFAULT_REGION"));
        found.filter(name -> !name.matches(REGION)).ifPresent(name -> {
            throw new BadInputException(
                    field + " is '" + Text.oneLine(name) + "', but must be a Region, such as us-east-1.");
        });
        return found;
    }

    /** @throws BadInputException if it is no URL of a host */
    Optional<URI> endpoint(CommandContext context) {
        String field = endpoint != null ? "--endpoint-url" : "AWS_ENDPOINT_URL";
        return Optional.ofNullable(endpoint)
                .or(() -> context.variable("AWS_ENDPOINT_URL"))
                .map(text -> url(field, text));
    }

    private static URI url(String field, String text) {
        try {
            URI url = URI.create(text.strip());
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new BadInputException(field + " is '" + Text.oneLine(text)
                + "', but must be an http or https URL with a host, such as http://127.0.0.1:4566.");
    }

    /** Whether an endpoint is on this machine, as that of {@code gatelink up} is. */
    static boolean isOnThisMachine(URI endpoint) {
        try {
            return InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
