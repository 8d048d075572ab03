/**
 * The console: a page that shows what Gatelink publishes, and how, while it happens. Begin with
 * {@link io.gatelink.local.cli.console.Console}, which answers its requests, and
 * {@link io.gatelink.local.cli.console.ConsoleSource}, what it asks.
 */
package io.gatelink.local.cli.console;
