/**
 * A certificate authority in memory, and the certificates with which an HTTPS server answers for the names it serves.
 */
package io.gatelink.local.tls;
