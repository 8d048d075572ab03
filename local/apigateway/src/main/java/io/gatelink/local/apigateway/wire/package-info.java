/**
 * API Gateway's control plane as HTTP: parses requests and renders answers, and decides nothing. Begin with
 * {@link ApiGatewayWire}.
 */
package io.gatelink.local.apigateway.wire;
