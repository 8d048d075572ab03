package io.gatelink.local.cloudformation;

import java.util.Optional;

/** Where templates come from that are too long for a request. */
@FunctionalInterface
public interface TemplateSource {

    /** The content of an object; empty if there is none. */
    Optional<byte[]> object(String bucket, String key);
}
