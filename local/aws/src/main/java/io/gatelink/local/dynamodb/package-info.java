/**
 * DynamoDB: tables, conditional writes, transactions, queries and scans. Begin with {@link DynamoDb};
 * {@link DynamoDbWire} parses and renders.
 */
package io.gatelink.local.dynamodb;
