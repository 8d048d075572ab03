/**
 * The operator's commands. They speak to the AWS that the environment points at: an account, or the embedded AWS that
 * {@code gatelink up} started. Begin with {@link OperatorCommand}.
 */
package io.gatelink.local.cli.operator;
