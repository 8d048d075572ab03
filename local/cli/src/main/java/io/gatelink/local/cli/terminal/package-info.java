/** What all commands share: the terminal, text and progress on it, exit codes, and how wrong input is refused. */
package io.gatelink.local.cli.terminal;
