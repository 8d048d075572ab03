package io.gatelink.functions.wanted;

/**
 * Why a load balancer is not to be published.
 *
 * @param reason what speaks against it
 * @param remedy what whoever wants it to be published has to do
 */
public record Refusal(String reason, String remedy) {

    /** Both, for whoever asked for the publication. */
    public String text() {
        return reason + ": " + remedy + ".";
    }
}
