package io.gatelink.functions.wanted;

/**
 * Why a load balancer is not to be published.
 *
 * @param reason what speaks against it
 * @param remedy what to do if it is to be published
 */
public record Refusal(String reason, String remedy) {

    /** Both, in one sentence. */
    public String text() {
        return reason + ": " + remedy + ".";
    }
}
