package io.github.joulekeeper.engine;

import java.time.ZoneId;
import java.util.Optional;

/**
 * What the engine is told once.
 *
 * @param zone whose wall clock {@code time}, {@code weekday}, {@code date} and {@code cron} follow
 * @param place where sunrise and sunset are reckoned; without it they are unknown
 * @param flapping when a rule is suspended for starting too often
 */
public record EngineSettings(ZoneId zone, Optional<Place> place, FlappingPolicy flapping) {
    /** Settings with the default flapping policy. */
    public static EngineSettings in(ZoneId zone) {
        return new EngineSettings(zone, Optional.empty(), FlappingPolicy.DEFAULT);
    }
}
