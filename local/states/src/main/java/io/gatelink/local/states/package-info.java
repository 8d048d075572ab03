/**
 * Step Functions: runs state machines in the JSONata dialect, with tasks of your own. Begin with {@link StatesService}
 * and the module's README; {@code Visit} is a state's life from entering to leaving, retries included.
 */
package io.gatelink.local.states;
