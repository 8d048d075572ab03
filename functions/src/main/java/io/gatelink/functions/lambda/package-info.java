/**
 * What all handlers share: the base class {@link TaskHandler}, the SDK's clients, JSON, logs, settings, and one
 * exception class for each error that the workflows catch. It knows no other package of the functions.
 */
package io.gatelink.functions.lambda;
