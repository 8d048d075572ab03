/** CloudWatch's alarms, without metrics: tests set their states by hand. */
package io.gatelink.local.cloudwatch;
