package io.github.joulekeeper.app;

import io.github.joulekeeper.engine.Place;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Where and in which zone the stations are, as configured. */
final class Places {
    private Places() {}

    /**
     * The configured zone, else the machine's.
     *
     * @throws StartRefusedException if there is no such zone
     */
    static ZoneId zone(JoulekeeperConfig config) {
        return config.zone()
                .map(text -> {
                    try {
                        return ZoneId.of(text.strip());
                    } catch (DateTimeException unknown) {
                        throw new StartRefusedException(
                                "joulekeeper.zone must be a zone such as Europe/Berlin or UTC, not '%s'"
                                        .formatted(text));
                    }
                })
                .orElseGet(ZoneId::systemDefault);
    }

    /** @throws StartRefusedException if the place is not latitude and longitude */
    static Optional<Place> place(JoulekeeperConfig config) {
        return config.place().map(text -> {
            String[] parts = text.split(",", -1);
            try {
                if (parts.length == 2) {
                    return new Place(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
                }
            } catch (IllegalArgumentException wrong) {
                throw refused(text, String.valueOf(wrong.getMessage()));
            }
            throw refused(text, "it needs two numbers and a comma");
        });
    }

    private static StartRefusedException refused(String text, String why) {
        return new StartRefusedException(
                "joulekeeper.place must be latitude,longitude in degrees, such as 52.52,13.40, not '%s': %s"
                        .formatted(text, why));
    }
}
