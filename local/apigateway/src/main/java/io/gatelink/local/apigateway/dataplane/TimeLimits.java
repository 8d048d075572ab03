package io.gatelink.local.apigateway.dataplane;

/**
 * How long a backend may take.
 *
 * @param timeoutMillis for its whole answer
 * @param idleMillis    between two pieces of an answer that is passed on as it comes; 0 if the whole answer is awaited
 */
record TimeLimits(int timeoutMillis, int idleMillis) {

    boolean isStream() {
        return idleMillis > 0;
    }
}
