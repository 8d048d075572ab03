/** STS: who a caller is. Begin with {@link StsWire}. */
package io.gatelink.local.sts;
