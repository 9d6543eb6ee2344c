package io.github.joulekeeper.web.security;

import java.util.List;
import java.util.Set;

/** The roles, each of which includes those before it: a viewer looks, an operator also acts, an editor also writes rules. */
public final class Roles {
    /** Every GET; validating, dry runs and replays, which change nothing. */
    public static final String VIEWER = "viewer";

    /** Settings by hand and their release, the mode, and switching rules on and off. */
    public static final String OPERATOR = "operator";

    /** Creating, replacing and deleting rules. */
    public static final String EDITOR = "editor";

    /** All of them, the least first. */
    public static final List<String> ALL = List.of(VIEWER, OPERATOR, EDITOR);

    private Roles() {}

    /**
     * The roles that one brings with it, itself among them.
     *
     * @throws IllegalArgumentException if there is no such role
     */
    public static Set<String> includedIn(String role) {
        int rank = ALL.indexOf(role);
        if (rank < 0) {
            throw new IllegalArgumentException(
                    "The role (%s) must be one of %s".formatted(role, String.join(", ", ALL)));
        }
        return Set.copyOf(ALL.subList(0, rank + 1));
    }
}
