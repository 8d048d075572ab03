/** The command {@code gatelink}, with {@code run} and {@code up}. Begin with {@link Main}. */
package io.gatelink.local.cli;
