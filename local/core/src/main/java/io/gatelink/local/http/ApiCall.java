package io.gatelink.local.http;

/**
 * A call of AWS's API that is about to be made, or was just made.
 *
 * @param service   by its name, e.g. {@code apigateway} or {@code apigatewayv2}
 * @param operation e.g. {@code CreateVpcLink}
 * @param caller    the access key that signed it; for a call by a service of the local AWS itself, that service's
 *                  name, e.g. {@code states.amazonaws.com}
 */
public record ApiCall(String service, String operation, String caller) {}
