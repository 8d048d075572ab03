/**
 * Reads a definition's JSON and reports everything that is wrong with it at once. Begin with {@link DefinitionReader}.
 */
package io.gatelink.local.states.validation;
