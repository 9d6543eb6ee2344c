package io.github.joulekeeper.web.security;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Someone who logged in on the login page.
 *
 * @param keyId the id of the key that was entered; null for a login at an identity provider
 * @param name what the ledger calls him
 * @param roles what he may do
 * @param csrfToken what each change by him must carry, since a stranger's page could send the cookie, but not this
 * @param lastUsed the last request
 * @param end after this nothing is answered any more
 */
record Session(
        @Nullable String keyId, String name, Set<String> roles, String csrfToken, Instant lastUsed, Instant end) {
    Session usedAt(Instant now) {
        return new Session(keyId, name, roles, csrfToken, now, end);
    }

    @Override
    public String toString() {
        return "Session[%s, %s]".formatted(name, roles);
    }
}
