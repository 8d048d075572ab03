/**
 * Lambda: loads the handlers that the template names, and invokes them as the real Java runtime does. Begin with
 * {@link LambdaService}; this is the only package that knows the functions.
 */
package io.gatelink.local.lambda;
