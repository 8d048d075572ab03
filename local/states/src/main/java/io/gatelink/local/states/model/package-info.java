/**
 * A checked definition as immutable records, named by the States Language's nouns. Begin with
 * {@link StateMachineDefinition}.
 */
package io.gatelink.local.states.model;
