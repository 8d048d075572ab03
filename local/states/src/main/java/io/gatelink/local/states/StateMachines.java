package io.gatelink.local.states;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.states.model.StateMachineDefinition;
import io.gatelink.local.states.validation.DefinitionReader;
import io.gatelink.local.states.validation.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The account's state machines. */
final class StateMachines {

    private static final String STANDARD = "STANDARD";

    private final Account account;
    private final Predicate<String> supported;
    private final Map<String, StateMachine> all = new LinkedHashMap<>();
    private final Set<String> deleting = new HashSet<>();

    /** @param supported whether a Task state's Resource has something behind it */
    StateMachines(Account account, Predicate<String> supported) {
        this.account = account;
        this.supported = supported;
    }

    Optional<StateMachine> find(String arn) {
        return Optional.ofNullable(all.get(arn));
    }

    List<StateMachine> list() {
        return new ArrayList<>(all.values());
    }

    boolean isDeleting(String arn) {
        return deleting.contains(arn);
    }

    /** Doing the same again changes nothing. */
    StateMachine create(StateMachineRequest request) {
        if (!STANDARD.equals(request.type())) {
            throw new AwsException(
                    "StateMachineTypeNotSupported",
                    400,
                    "The local AWS runs state machines of type " + STANDARD + " only, not " + request.type());
        }
        StateMachine existing = all.get(request.arn());
        if (existing != null) {
            requireNotDeleting(request.arn());
            if (existing.definitionText().equals(request.definition())) {
                return existing;
            }
            throw new AwsException(
                    "StateMachineAlreadyExists", 400, "State Machine Already Exists: '" + request.arn() + "'");
        }
        return create(request, read(request.definition()));
    }

    StateMachine create(StateMachineRequest request, StateMachineDefinition checked) {
        var now = account.loop().instant();
        var machine = new StateMachine(
                request.arn(),
                request.name(),
                STANDARD,
                request.roleArn(),
                request.definition(),
                checked,
                request.encryption(),
                now,
                now,
                Optional.empty());
        all.put(machine.arn(), machine);
        return machine;
    }

    /**
     * Executions that run stay as they are. What changes nothing makes no revision, as recorded on AWS in August 2023
     * by localstack (test_create_update_state_machine_same_parameters).
     *
     * @param definition empty to leave it as it is
     * @param roleArn    empty to leave it as it is
     */
    StateMachine update(StateMachine machine, Optional<String> definition, Optional<String> roleArn) {
        return update(machine, definition, roleArn, machine.encryption());
    }

    StateMachine update(
            StateMachine machine,
            Optional<String> definition,
            Optional<String> roleArn,
            Optional<Encryption> encryption) {
        requireNotDeleting(machine.arn());
        StateMachineDefinition checked = definition.map(this::read).orElse(machine.definition());
        String text = definition.orElse(machine.definitionText());
        String role = roleArn.orElse(machine.roleArn());
        boolean same = text.equals(machine.definitionText())
                && role.equals(machine.roleArn())
                && encryption.equals(machine.encryption());
        var updated = new StateMachine(
                machine.arn(),
                machine.name(),
                machine.type(),
                role,
                text,
                checked,
                encryption,
                machine.creationDate(),
                account.loop().instant(),
                same ? machine.revisionId() : Optional.of(account.newUuid().toString()));
        all.put(machine.arn(), updated);
        return updated;
    }

    /** It goes for good with {@link #remove}. */
    void delete(String arn) {
        if (all.containsKey(arn)) {
            deleting.add(arn);
        }
    }

    void remove(String arn) {
        all.remove(arn);
        deleting.remove(arn);
    }

    void requireNotDeleting(String arn) {
        if (deleting.contains(arn)) {
            throw new AwsException("StateMachineDeleting", 400, "State Machine is being deleted: '" + arn + "'");
        }
    }

    /** Everything that is wrong with a definition. */
    List<Problem> problems(String definition) {
        return DefinitionReader.read(definition, supported).problems();
    }

    private StateMachineDefinition read(String definition) {
        var read = DefinitionReader.read(definition, supported);
        return read.definition()
                .orElseThrow(() -> new AwsException(
                        "InvalidDefinition",
                        400,
                        "Invalid State Machine Definition: '"
                                + read.problems().stream()
                                        .map(Problem::toString)
                                        .collect(Collectors.joining(", ")) + "'"));
    }
}
