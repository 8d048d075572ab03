package io.gatelink.local.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of requests. They are not part of any state, so they are drawn beside the seeded source: threads may race
 * for them.
 */
final class RequestIds {

    private final AtomicLong requests = new AtomicLong();
    private final String prefix;

    RequestIds(String accountId) {
        this.prefix = String.format("%08x-0000-4000-8000-", accountId.hashCode());
    }

    String next() {
        String number = Long.toHexString(requests.incrementAndGet());
        return prefix + "0".repeat(12 - number.length()) + number;
    }
}
