package io.gatelink.local.cloudformation;

import io.gatelink.local.template.ResolvedTemplate;
import io.gatelink.local.template.Template;
import java.util.List;
import java.util.Map;

/**
 * What a stack is to become: a template with everything put in, and how that differs from what the stack is.
 *
 * @param parameters the values in force, defaults included
 */
record Plan(
        Template template,
        Map<String, String> parameters,
        Map<String, String> tags,
        List<String> capabilities,
        ResolvedTemplate resolved,
        List<Change> changes) {}
