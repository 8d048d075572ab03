package io.gatelink.local.dynamodb.expression;

/** A part of an expression. */
sealed interface Node permits Operand, Condition {}
