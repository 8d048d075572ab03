package io.gatelink.local.cli;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The template parameters that a command is given. */
final class StackParameters {

    @Option(
            names = "--parameter",
            paramLabel = "KEY=VALUE",
            description = "A template parameter, as in sam deploy. May be repeated.")
    private List<String> given = List.of();

    /** @throws BadInputException if one is not KEY=VALUE, or is given twice */
    Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        for (String parameter : given) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new BadInputException("--parameter is '" + Text.oneLine(parameter)
                        + "', but must be KEY=VALUE, such as StageName=live.");
            }
            String key = parameter.substring(0, equals);
            String value = parameter.substring(equals + 1);
            String earlier = values.putIfAbsent(key, value);
            if (earlier != null && !earlier.equals(value)) {
                throw new BadInputException("--parameter " + Text.oneLine(key) + " is given as '"
                        + Text.oneLine(earlier) + "' and as '" + Text.oneLine(value) + "': give one of them.");
            }
        }
        return values;
    }
}
