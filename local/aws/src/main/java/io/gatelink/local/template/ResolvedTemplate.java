package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A template with its parameters' values put in and SAM's shorthands written out.
 *
 * @param stack     what the local AWS runs
 * @param resources every resource, as CloudFormation lists them, SAM's own included
 * @param outputs   those whose condition holds
 * @param imports   the names of the exports that it uses
 * @param problems  what makes its deployment fail; see {@link TemplateContext#deferred}
 */
public record ResolvedTemplate(
        Stack stack,
        List<Resource> resources,
        List<Output> outputs,
        Set<String> imports,
        List<ResourceProblem> problems) {

    public ResolvedTemplate {
        resources = List.copyOf(resources);
        outputs = List.copyOf(outputs);
        imports = Set.copyOf(imports);
        problems = List.copyOf(problems);
    }

    /**
     * A resource as CloudFormation lists it.
     *
     * @param physicalId what {@code Ref} gives
     * @param properties as the template has them, intrinsics resolved: what differs is a modification
     */
    public record Resource(String logicalId, String type, String physicalId, JsonNode properties) {}

    /** An output. */
    public record Output(String key, String value, Optional<String> description, Optional<String> exportName) {}
}
