package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads outputs. */
final class OutputReader {

    private static final Set<String> KNOWN = Set.of("Description", "Value", "Condition", "Export");

    private final ObjectNode section;
    private final Intrinsics intrinsics;
    private final Problems problems;

    OutputReader(ObjectNode section, Intrinsics intrinsics, Problems problems) {
        this.section = section;
        this.intrinsics = intrinsics;
        this.problems = problems;
    }

    /** Those whose condition holds, in the template's order. */
    List<ResolvedTemplate.Output> outputs() {
        var outputs = new ArrayList<ResolvedTemplate.Output>();
        section.properties().forEach(entry -> {
            String path = "Outputs." + entry.getKey();
            var condition =
                    Properties.of(entry.getValue(), path, KNOWN, problems).text("Condition");
            if (condition
                    .map(name -> intrinsics.condition(name, path + ".Condition"))
                    .orElse(true)) {
                JsonNode resolved = intrinsics.resolve(entry.getValue(), path);
                var output = Properties.of(resolved, path, KNOWN, problems);
                outputs.add(new ResolvedTemplate.Output(
                        entry.getKey(),
                        output.requiredText("Value"),
                        output.text("Description"),
                        output.mapping("Export", Set.of("Name")).text("Name")));
            }
        });
        return outputs;
    }
}
