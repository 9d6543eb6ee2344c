package io.github.joulekeeper.app;

import io.github.joulekeeper.engine.FlappingPolicy;
import java.util.Optional;

/** Reads the configured guard against rules that flap. */
final class Flapping {
    private Flapping() {}

    /** @throws StartRefusedException if a number or a length of time is not above 0 */
    static FlappingPolicy policy(JoulekeeperConfig.Flapping config) {
        try {
            return new FlappingPolicy(config.starts(), config.within(), Optional.of(config.suspension()));
        } catch (IllegalArgumentException wrong) {
            throw new StartRefusedException(
                    "joulekeeper.flapping.starts, .within and .suspension must be above 0: " + wrong.getMessage());
        }
    }
}
