/**
 * DynamoDB's expressions: condition, filter, key condition, projection and update, refused in DynamoDB's words. Begin
 * with {@link Condition} and {@link UpdateExpression}.
 */
package io.gatelink.local.dynamodb.expression;
