/** Reads documents that people wrote, key by key, and reports all problems at once. Begin with {@link Properties}. */
package io.gatelink.local.document;
