/**
 * Walks through every documented field of every supported operation: each is honoured, only echoed, refused or, as in
 * AWS, ignored.
 */
package io.gatelink.local.fields;
