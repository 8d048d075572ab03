/** Throttling as AWS does it, by token buckets. Begin with {@link TokenBucket}. */
package io.gatelink.local.quotas;
