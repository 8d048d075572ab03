package io.gatelink.local.states;

import java.util.Optional;

/**
 * What a state machine is to be.
 *
 * @param type       {@code STANDARD}
 * @param roleArn    its execution role
 * @param definition in the Amazon States Language
 * @param encryption empty if a key of AWS's encrypts it
 */
public record StateMachineRequest(
        String arn, String name, String type, String roleArn, String definition, Optional<Encryption> encryption) {}
