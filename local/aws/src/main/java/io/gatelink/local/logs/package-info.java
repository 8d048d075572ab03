/**
 * Amazon CloudWatch Logs, as far as what functions and workflows log is read from it: {@link
 * io.gatelink.local.logs.Logs} is the service, {@link io.gatelink.local.logs.LogsWire} its wire.
 */
package io.gatelink.local.logs;
