package io.github.joulekeeper.web;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who gives an order, as the ledger names them. */
final class Author {
    /** Whoever calls without a login, which only this machine may. */
    static final String LOCAL = "local";

    private static final int LONGEST = 80;

    private Author() {}

    static String of(@Nullable SecurityContext security) {
        Principal principal = security == null ? null : security.getUserPrincipal();
        String name = principal == null || principal.getName() == null ? "" : principal.getName();
        String plain = name.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.isEmpty() ? LOCAL : plain.substring(0, Math.min(LONGEST, plain.length()));
    }
}
