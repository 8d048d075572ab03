/**
 * S3, as far as uploads and deployments need it: buckets, objects, versions, multipart uploads. Begin with {@link
 * Buckets}.
 */
package io.gatelink.local.s3;
