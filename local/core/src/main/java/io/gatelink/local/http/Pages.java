package io.gatelink.local.http;

import java.util.Optional;

/** What the local AWS answers to browsers, beside its services. */
@FunctionalInterface
public interface Pages {

    /**
     * Answers a request, on any thread but the event loop's own. It is not from another site's page: those are refused
     * before.
     *
     * @return empty for what is a client's of AWS
     */
    Optional<Response> answer(Request request);
}
