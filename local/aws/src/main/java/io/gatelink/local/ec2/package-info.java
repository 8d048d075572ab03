/** Amazon EC2, as far as networks go: VPCs, subnets and security groups. Begin with {@link Ec2}. */
package io.gatelink.local.ec2;
