/** Items: values, numbers and paths into documents. Begin with {@link AttributeValue}. */
package io.gatelink.local.dynamodb.item;
