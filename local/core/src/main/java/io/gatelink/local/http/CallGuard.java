package io.gatelink.local.http;

/** Decides whether a call may be made at all: policies, quotas. Asked exclusively, before any effect. */
@FunctionalInterface
public interface CallGuard {

    /** @throws io.gatelink.local.core.AwsException if it may not */
    void check(ApiCall call, Request request);
}
