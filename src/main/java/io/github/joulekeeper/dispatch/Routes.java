package io.github.joulekeeper.dispatch;

import java.util.List;
import java.util.Optional;

/**
 * The ways that commands may go.
 *
 * @param first taken whenever it is open
 * @param fallback taken while the first is shut, and for the next try of a command that did not arrive over the first
 */
public record Routes(Way first, Optional<Way> fallback) {
    /** @throws IllegalArgumentException if the fallback is the first way itself */
    public Routes {
        if (fallback.filter(first::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "The fallback of commands (%s) must be another way than the first".formatted(first));
        }
    }

    /** One way and no other. */
    public static Routes only(Way way) {
        return new Routes(way, Optional.empty());
    }

    /** First one way, then the other. */
    public static Routes of(Way first, Way fallback) {
        return new Routes(first, Optional.of(fallback));
    }

    List<Way> all() {
        return fallback.map(second -> List.of(first, second)).orElse(List.of(first));
    }
}
