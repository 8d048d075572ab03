/**
 * IAM policy documents and how they are evaluated, for identities and for resources. Begin with
 * {@link PolicyEvaluator}.
 */
package io.gatelink.local.policy;
