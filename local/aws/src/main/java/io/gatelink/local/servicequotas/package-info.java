/** Service Quotas, as far as the account's quota on integration time-outs. */
package io.gatelink.local.servicequotas;
