package io.gatelink.functions;

/**
 * Why a load balancer is not to be published.
 *
 * @param reason what speaks against it
 * @param remedy what whoever wants it to be published has to do
 */
record Refusal(String reason, String remedy) {

    /** Both, for whoever asked for the publication. */
    String text() {
        return reason + ": " + remedy + ".";
    }
}
