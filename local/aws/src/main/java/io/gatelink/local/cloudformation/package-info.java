/**
 * CloudFormation: stacks, change sets and events, as far as SAM, the AWS CLI, the CDK and Terraform ask for them. Begin
 * with {@link CloudFormation}; {@link CloudFormationWire} is how it looks on the wire.
 */
package io.gatelink.local.cloudformation;
