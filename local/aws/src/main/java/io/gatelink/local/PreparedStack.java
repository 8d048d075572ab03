package io.gatelink.local;

import io.gatelink.local.lambda.WarmSandboxes;
import io.gatelink.local.states.model.StateMachineDefinition;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.ResolvedTemplate;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Template;
import io.gatelink.local.template.TemplateContext;
import io.gatelink.local.template.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What takes time when a {@link LocalAws} starts, done once for many that are started one after the other: the template
 * read, the workflows checked, and the functions' sandboxes warm. An account's resources are never part of it.
 *
 * <p>At any moment one local AWS at most may run from an image.
 */
public final class PreparedStack {

    private final String body;
    private final ResolvedTemplate resolved;
    private final Stack stack;
    private final WarmSandboxes sandboxes;
    private final Map<String, StateMachineDefinition> definitions = new HashMap<>();
    private Template template;

    private PreparedStack(String body, ResolvedTemplate resolved, Stack stack, WarmSandboxes sandboxes) {
        this.body = body;
        this.resolved = resolved;
        this.stack = stack;
        this.sandboxes = sandboxes;
    }

    /**
     * Reads the template, see {@link TemplateReader#read}.
     *
     * @param home       the folder of {@code template.yaml}
     * @param parameters values for the template's parameters; defaults for the rest
     */
    public static PreparedStack of(Path home, Map<String, String> parameters) throws IOException {
        return of(home, parameters, handler -> {});
    }

    /** @param created is given each handler when it has been created, on a worker's thread */
    public static PreparedStack of(Path home, Map<String, String> parameters, Consumer<Object> created)
            throws IOException {
        String template = Files.readString(home.resolve("template.yaml"));
        ResolvedTemplate resolved = TemplateReader.read(
                template,
                parameters,
                new PseudoParameters("aws", Configuration.ACCOUNT, Configuration.REGION, LocalAws.STACK_NAME),
                TemplateContext.of(home.toAbsolutePath()));
        return new PreparedStack(template, resolved, resolved.stack(), new WarmSandboxes(created));
    }

    /** An account in which nothing is deployed yet. */
    public static PreparedStack empty() {
        return new PreparedStack(null, null, Stack.NOTHING, new WarmSandboxes(handler -> {}));
    }

    /** This image with other policies in its stack: everything else is shared, so that it is as warm as this one. */
    PreparedStack with(Stack newStack) {
        var image = new PreparedStack(body, resolved, newStack, sandboxes);
        image.definitions.putAll(definitions);
        return image;
    }

    /** Whether there is a template at all. */
    boolean isEmpty() {
        return body == null;
    }

    Stack stack() {
        return stack;
    }

    /** The template as it was written; read at the first call. */
    Template template() {
        if (template == null) {
            template = Template.parse(body);
        }
        return template;
    }

    /** The template with everything put in. */
    ResolvedTemplate resolved() {
        return resolved;
    }

    WarmSandboxes sandboxes() {
        return sandboxes;
    }

    /** A state machine's definition, if this text was checked before. */
    Optional<StateMachineDefinition> definition(String text) {
        return Optional.ofNullable(definitions.get(text));
    }

    void remember(String text, StateMachineDefinition definition) {
        definitions.put(text, definition);
    }
}
