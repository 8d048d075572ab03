package io.gatelink.local.states;

import io.gatelink.local.states.model.StateMachineDefinition;
import java.time.Instant;
import java.util.Optional;

/**
 * A state machine of the account.
 *
 * @param definitionText as it was given
 * @param type           {@code STANDARD}
 * @param encryption     empty if a key of AWS's encrypts it
 * @param updateDate     when it was changed last; its creation date if it never was
 * @param revisionId     empty if it was never changed
 */
public record StateMachine(
        String arn,
        String name,
        String type,
        String roleArn,
        String definitionText,
        StateMachineDefinition definition,
        Optional<Encryption> encryption,
        Instant creationDate,
        Instant updateDate,
        Optional<String> revisionId) {}
