/** Amazon Cognito's user pools: users, their passwords, and tokens. Begin with {@link UserPools}. */
package io.gatelink.local.cognito;
