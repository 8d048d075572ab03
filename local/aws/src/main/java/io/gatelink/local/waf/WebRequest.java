package io.gatelink.local.waf;

import java.util.List;
import java.util.Map;

/**
 * What web ACLs look at.
 *
 * @param uriPath percent-encoding untouched
 * @param headers names compare without regard to case
 */
record WebRequest(String method, String uriPath, String queryString, Map<String, List<String>> headers) {}
