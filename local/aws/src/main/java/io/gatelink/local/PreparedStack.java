package io.gatelink.local;

import io.gatelink.local.lambda.WarmSandboxes;
import io.gatelink.local.states.model.StateMachineDefinition;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.TemplateReader;
import java.io.IOException;
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

    private final Stack stack;
    private final WarmSandboxes sandboxes;
    private final Map<String, StateMachineDefinition> definitions = new HashMap<>();

    private PreparedStack(Stack stack, WarmSandboxes sandboxes) {
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
        return new PreparedStack(
                TemplateReader.read(
                        home.resolve("template.yaml"),
                        parameters,
                        new PseudoParameters("aws", Configuration.ACCOUNT, Configuration.REGION, LocalAws.STACK_NAME)),
                new WarmSandboxes(created));
    }

    /** This image with other policies in its stack: everything else is shared, so that it is as warm as this one. */
    PreparedStack with(Stack newStack) {
        var image = new PreparedStack(newStack, sandboxes);
        image.definitions.putAll(definitions);
        return image;
    }

    Stack stack() {
        return stack;
    }

    WarmSandboxes sandboxes() {
        return sandboxes;
    }

    /** A state machine's definition, if one of this ARN was checked before. */
    Optional<StateMachineDefinition> definition(String stateMachineArn) {
        return Optional.ofNullable(definitions.get(stateMachineArn));
    }

    void remember(String stateMachineArn, StateMachineDefinition definition) {
        definitions.put(stateMachineArn, definition);
    }
}
