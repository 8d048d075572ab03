package io.gatelink.local.cognito;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A user of a pool.
 *
 * @param attributes    with {@code sub}, the user's identifier
 * @param password      {@code null} until one was set
 * @param temporaryUntil until when a temporary password is good; empty for a password of the user's own
 */
public record User(
        String username,
        Map<String, String> attributes,
        String password,
        Optional<Instant> temporaryUntil,
        Instant createDate,
        Instant lastModifiedDate) {

    public User {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    String sub() {
        return attributes.get("sub");
    }

    /** {@code CONFIRMED}, or {@code FORCE_CHANGE_PASSWORD} while the password is temporary. */
    public String status() {
        return temporaryUntil.isPresent() ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED";
    }
}
