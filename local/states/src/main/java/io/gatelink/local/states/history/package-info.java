/** The history of an execution, with the events and details that AWS records. Begin with {@link HistoryEvent}. */
package io.gatelink.local.states.history;
