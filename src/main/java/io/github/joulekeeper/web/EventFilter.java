package io.github.joulekeeper.web;

import io.github.joulekeeper.app.ServiceEvent;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events a client wants.
 *
 * @param serial only those of this station, and those that are about no station
 * @param names only those with these names; empty for all
 */
record EventFilter(Optional<String> serial, Set<String> names) {
    /** @throws jakarta.ws.rs.WebApplicationException if there is no event of such a name */
    static EventFilter of(Optional<String> serial, @Nullable String types) {
        Set<String> names = new TreeSet<>();
        for (String type : types == null || types.isBlank() ? new String[0] : types.split(",", -1)) {
            if (!EventJson.NAMES.contains(type.strip())) {
                throw Problem.badRequest("types must be some of %s, divided by commas; there is no '%s'"
                        .formatted(String.join(", ", EventJson.NAMES), type));
            }
            names.add(type.strip());
        }
        return new EventFilter(serial, names);
    }

    boolean wants(ServiceEvent event) {
        boolean ofDevice = serial.isEmpty()
                || event.station()
                        .map(station -> station.serial().equals(serial.get()))
                        .orElse(true);
        return ofDevice && (names.isEmpty() || names.contains(EventJson.name(event)));
    }
}
