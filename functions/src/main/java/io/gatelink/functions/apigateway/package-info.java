/**
 * What Gatelink has in API Gateway, and how it is to be: REST APIs, VPC links, stages, keys, resource policies. Begin
 * with {@link ApiGateway}, which finds, makes and deletes what carries the owner tag.
 */
package io.gatelink.functions.apigateway;
