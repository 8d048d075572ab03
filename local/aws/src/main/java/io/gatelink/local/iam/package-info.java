/**
 * Holds functions, state machines and services to the template's policies. Begin with {@link Iam}, which is asked
 * before each call; {@code RequiredPermissions} says what a call needs.
 */
package io.gatelink.local.iam;
