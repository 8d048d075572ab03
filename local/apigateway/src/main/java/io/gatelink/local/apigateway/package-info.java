/**
 * API Gateway's control plane: REST APIs, deployments, stages, keys and VPC links, with methods named like AWS's
 * operations. Begin with {@link ApiGateway}; {@link VpcLinks} and
 * {@link VpcLinksV2} decide when a link becomes AVAILABLE or FAILED.
 */
package io.gatelink.local.apigateway;
