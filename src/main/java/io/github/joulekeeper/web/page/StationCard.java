package io.github.joulekeeper.web.page;

import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A station at a glance.
 *
 * @param soc the state of charge; empty if it never came
 * @param socWidth the same in percent, 0 to 100, for the gauge
 * @param floor the state of charge at which discharging stops, if it was read
 * @param ceiling the state of charge at which charging stops, if it was read
 * @param in the power that comes in, the sum first, then the sources that give any
 * @param out the power that goes out, the sum first, then the outlets that take any
 * @param further other readings that matter at a glance
 * @param claims what is claimed on it, by whom
 */
public record StationCard(
        String serial,
        String name,
        String model,
        boolean online,
        @Nullable Instant onlineSince,
        @Nullable Instant lastHeard,
        Optional<Figure> soc,
        double socWidth,
        Optional<Double> floor,
        Optional<Double> ceiling,
        List<Figure> in,
        List<Figure> out,
        List<Figure> further,
        List<ClaimLine> claims) {

    /**
     * A reading.
     *
     * @param shown with its unit
     * @param known whether rules may use it: fresh, and the station is online
     */
    public record Figure(String label, String shown, boolean known) {}

    /** A setting that somebody claims. */
    public record ClaimLine(String setting, String value, Origin origin, Instant since, Optional<Instant> until) {
        static ClaimLine of(Explanation.OfClaim claim) {
            return new ClaimLine(
                    claim.setting().name(),
                    Double.isNaN(claim.value()) ? "unknown" : claim.setting().format(claim.value()),
                    Origin.of(claim.origin()),
                    claim.since(),
                    claim.until());
        }
    }

    static StationCard of(DeviceState device, List<Explanation.OfSetting> settings, Instant now) {
        Reader reader = new Reader(device, now);
        return new StationCard(
                device.serial(),
                device.name(),
                device.model().name(),
                device.online(),
                device.onlineSince(),
                device.lastHeard(),
                reader.figure("soc", "State of charge"),
                reader.value("soc").map(soc -> Math.clamp(soc, 0.0, 100.0)).orElse(0.0),
                reader.setting("discharge-limit.soc"),
                reader.setting("charge-limit.soc"),
                reader.input(),
                reader.flows(
                        "output-watts",
                        "Out",
                        List.of("ac-output-watts", "car-output-watts"),
                        List.of("AC outlets", "12 V outlet")),
                reader.figures(List.of("remaining-time", "battery-temperature"), List.of("Time left", "Battery")),
                settings.stream()
                        .flatMap(setting -> setting.winner().stream())
                        .map(ClaimLine::of)
                        .toList());
    }

    /** Reads a station by the names that are the same on every model. */
    private record Reader(DeviceState device, Instant now) {
        Optional<Double> value(String alias) {
            return device.model()
                    .quota(alias)
                    .map(quota -> device.last(quota.index()))
                    .filter(Double::isFinite);
        }

        Optional<Double> setting(String name) {
            return device.model().setting(name).map(device::lastSetting).filter(Double::isFinite);
        }

        Optional<Figure> figure(String alias, String label) {
            return device.model()
                    .quota(alias)
                    .filter(quota -> Double.isFinite(device.last(quota.index())))
                    .map(quota -> figure(quota, label));
        }

        private Figure figure(Quota quota, String label) {
            return new Figure(label, quota.format(device.last(quota.index())), device.isKnown(quota.index(), now));
        }

        List<Figure> figures(List<String> aliases, List<String> labels) {
            List<Figure> figures = new ArrayList<>();
            for (int i = 0; i < aliases.size(); i++) {
                figure(aliases.get(i), labels.get(i)).ifPresent(figures::add);
            }
            return figures;
        }

        /** What comes in, by its sources; where none of those that are measured apart tells, by what the station says. */
        List<Figure> input() {
            List<Figure> flows =
                    flows("input-watts", "In", List.of("solar-watts", "ac-input-watts"), List.of("sun", "wall"));
            if (flows.size() == 1 && value("input-watts").orElse(0.0) > 0) {
                figure("charging-source", "").ifPresent(flows::add);
            }
            return flows;
        }

        /** The sum, and those of its parts that are not 0. */
        List<Figure> flows(String sum, String label, List<String> parts, List<String> labels) {
            List<Figure> flows = new ArrayList<>(figures(List.of(sum), List.of(label)));
            for (int i = 0; i < parts.size(); i++) {
                if (value(parts.get(i)).orElse(0.0) > 0) {
                    figure(parts.get(i), labels.get(i)).ifPresent(flows::add);
                }
            }
            return flows;
        }
    }
}
