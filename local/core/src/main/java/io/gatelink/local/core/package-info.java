/**
 * What all services of a local AWS share: {@link Account} (identity, time, identifiers), {@link AwsException}, which
 * services throw, and {@link Json}.
 */
package io.gatelink.local.core;
