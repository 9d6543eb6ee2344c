package io.github.joulekeeper.web.page;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting of a station, and the field to set it with.
 *
 * @param value as it was read back last; empty if it never was or cannot be
 * @param known whether that is fresh
 * @param allowed the values that may be set, as a person reads them
 * @param kind how people write its values: {@code switch}, {@code number}, {@code duration} or {@code choice}
 * @param options the values to choose from, if they can be listed
 * @param min smallest value in {@code unit}, where there are no options
 * @param claim the claim that wins
 * @param shadowed the other claims, strongest first
 * @param byHand whether a person claims it
 */
public record SettingRow(
        String name,
        String description,
        Optional<String> value,
        boolean known,
        String allowed,
        String kind,
        String unit,
        List<String> options,
        double min,
        double max,
        double step,
        Optional<Explanation.OfClaim> claim,
        List<Explanation.OfClaim> shadowed,
        boolean byHand) {

    static SettingRow of(DeviceState device, Setting setting, List<Explanation.OfSetting> claimed, Instant now) {
        double last = device.lastSetting(setting);
        Optional<Explanation.OfSetting> claims = claimed.stream()
                .filter(one -> one.setting().name().equals(setting.name()))
                .findFirst();
        Optional<Explanation.OfClaim> winner = claims.flatMap(Explanation.OfSetting::winner);
        return new SettingRow(
                setting.name(),
                setting.description(),
                Double.isNaN(last) ? Optional.empty() : Optional.of(setting.format(last)),
                !Double.isNaN(device.knownSetting(setting, now)),
                setting.formatRange(),
                setting.kind().name().toLowerCase(Locale.ROOT),
                setting.unit().symbol(),
                setting.choices().stream().map(setting::format).toList(),
                setting.range().min(),
                setting.range().max(),
                setting.range().step(),
                winner,
                claims.map(Explanation.OfSetting::shadowed).orElse(List.of()),
                winner.filter(claim -> Origin.of(claim.origin()).person()).isPresent());
    }

    /** The options in one text, divided by bars. */
    public String choices() {
        return String.join("|", options);
    }

    /** Who claims it. */
    public Optional<Origin> origin() {
        return claim.map(one -> Origin.of(one.origin()));
    }

    /** The claimed value as a person reads it. */
    public String claimed() {
        return claim.map(one ->
                        Double.isNaN(one.value()) ? "unknown" : one.setting().format(one.value()))
                .orElse("");
    }
}
