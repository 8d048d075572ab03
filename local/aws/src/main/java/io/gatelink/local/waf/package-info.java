/** AWS WAF: web ACLs before the stages of APIs. Begin with {@link WebAclService}. */
package io.gatelink.local.waf;
