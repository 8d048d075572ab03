package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Request;

/** The web ACLs of AWS WAF that are associated with stages. Used exclusively. */
@FunctionalInterface
public interface WebAcls {

    /** Of an account without web ACLs. */
    WebAcls NONE = (webAclArn, path, request) -> false;

    /**
     * Whether a web ACL blocks a request.
     *
     * @param path with the stage, as callers see it; percent-encoding untouched
     */
    boolean blocks(String webAclArn, String path, Request request);
}
