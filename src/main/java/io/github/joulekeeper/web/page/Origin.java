package io.github.joulekeeper.web.page;

/**
 * Who wants something.
 *
 * @param name a rule's id or a person
 * @param person whether it is a person
 */
public record Origin(String name, boolean person) {
    private static final String MANUAL = "manual:";

    /** @param origin a rule's id, or {@code manual:AUTHOR} */
    static Origin of(String origin) {
        return origin.startsWith(MANUAL)
                ? new Origin(origin.substring(MANUAL.length()), true)
                : new Origin(origin, false);
    }
}
