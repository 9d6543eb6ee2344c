package io.github.joulekeeper.web.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What templates need to know of security: {@code inject:security}. */
@Singleton
@Named("security")
public class PageSecurity {
    private final SecurityIdentity identity;
    private final CurrentVertxRequest request;

    PageSecurity(SecurityIdentity identity, CurrentVertxRequest request) {
        this.identity = identity;
        this.request = request;
    }

    /** The token that changes by this session must carry in the header {@code X-CSRF-Token}; empty without a session. */
    public String csrfToken() {
        return session().map(Session::csrfToken).orElse("");
    }

    /** What {@code style} elements that scripts make must carry as their nonce. */
    public String nonce() {
        return ResponseHeaders.nonce(request.getCurrent());
    }

    /** Who looks at the page, as the ledger would call him. */
    public String author() {
        return identity.getPrincipal().getName();
    }

    /** Whether he may set things and switch rules. */
    public boolean operator() {
        return identity.hasRole(Roles.OPERATOR);
    }

    /** Whether he may write rules. */
    public boolean editor() {
        return identity.hasRole(Roles.EDITOR);
    }

    /** Whether there is a session that can be ended by {@code POST /logout}. */
    public boolean loggedIn() {
        return session().isPresent();
    }

    private Optional<Session> session() {
        return Optional.ofNullable(identity.<Session>getAttribute(Identities.SESSION));
    }
}
