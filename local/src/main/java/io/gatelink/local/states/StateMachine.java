package io.gatelink.local.states;

import io.gatelink.local.states.model.StateMachineDefinition;
import java.time.Instant;

/**
 * A state machine of the account.
 *
 * @param definitionText as it was given
 * @param type           {@code STANDARD}
 */
public record StateMachine(
        String arn,
        String name,
        String type,
        String roleArn,
        String definitionText,
        StateMachineDefinition definition,
        Instant creationDate) {
}
