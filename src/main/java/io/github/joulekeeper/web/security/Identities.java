package io.github.joulekeeper.web.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What callers are known as, and what they may do. */
final class Identities {
    /** The attribute of an identity with its {@link Session}. */
    static final String SESSION = "joulekeeper.session";

    /** Whoever sits at this machine, where no login is configured: may do everything. */
    static final SecurityIdentity LOCAL =
            named("local", Roles.includedIn(Roles.EDITOR)).build();

    private Identities() {}

    static String ofKey(ApiKey key) {
        return "key:" + key.name();
    }

    static SecurityIdentity of(ApiKey key) {
        return named(ofKey(key), Roles.includedIn(key.role())).build();
    }

    static SecurityIdentity of(Session session) {
        return named(session.name(), session.roles())
                .addAttribute(SESSION, session)
                .build();
    }

    /** Someone whom an identity provider vouches for, with our roles instead of the provider's. */
    static SecurityIdentity ofProvider(SecurityIdentity vouchedFor, AuthConfig config) {
        Set<String> roles = new HashSet<>();
        for (String role : Roles.ALL) {
            List<String> names = config.roles().getOrDefault(role, List.of(role));
            if (names.stream().anyMatch(vouchedFor::hasRole)) {
                roles.addAll(Roles.includedIn(role));
            }
        }
        return named("oidc:" + vouchedFor.getPrincipal().getName(), roles)
                .addCredentials(vouchedFor.getCredentials())
                .addAttributes(vouchedFor.getAttributes())
                .build();
    }

    private static QuarkusSecurityIdentity.Builder named(String name, Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(roles);
    }
}
