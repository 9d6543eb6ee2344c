package io.github.joulekeeper.web.page;

import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a station.
 *
 * @param name what rules call it: an alias where there is one, else the vendor's key
 * @param shown with its unit
 * @param at null for what only the cloud remembers of an offline station
 * @param known whether rules may use it
 * @param important whether it belongs to what most people want to know
 */
public record ReadingRow(
        String name,
        String key,
        String description,
        String shown,
        @Nullable Instant at,
        boolean known,
        boolean important) {

    private static final Set<String> IMPORTANT = Set.of(
            "soc",
            "input-watts",
            "output-watts",
            "remaining-time",
            "solar-watts",
            "ac-input-watts",
            "ac-output-watts",
            "car-output-watts",
            "battery-temperature",
            "inverter-temperature",
            "battery-health",
            "battery-cycles",
            "charging-source",
            "wifi-signal");

    /** All that ever came, in the order of the catalog. */
    static List<ReadingRow> of(DeviceState device, Instant now) {
        List<ReadingRow> rows = new ArrayList<>();
        for (Quota quota : device.model().quotas()) {
            double value = device.last(quota.index());
            if (!Double.isNaN(value)) {
                rows.add(new ReadingRow(
                        quota.aliases().isEmpty()
                                ? quota.key()
                                : quota.aliases().getFirst(),
                        quota.key(),
                        quota.description(),
                        quota.format(value),
                        device.lastAt(quota.index()),
                        device.isKnown(quota.index(), now),
                        quota.aliases().stream().anyMatch(IMPORTANT::contains)));
            }
        }
        device.texts()
                .forEach((key, text) -> rows.add(new ReadingRow(
                        key,
                        key,
                        device.model().quota(key).map(Quota::description).orElse("Not in the catalog"),
                        text.value(),
                        text.at(),
                        false,
                        false)));
        return rows;
    }
}
