/**
 * The embedded AWS as a whole. Begin with {@link LocalAws}, which reads the template and puts the services together,
 * and {@link Configuration}.
 */
package io.gatelink.local;
