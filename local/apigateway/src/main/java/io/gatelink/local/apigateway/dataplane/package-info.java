/**
 * API Gateway's data plane: invokes deployed APIs, checks callers, and sends requests through VPC links to targets.
 * Begin with {@link ExecuteApi}.
 */
package io.gatelink.local.apigateway.dataplane;
