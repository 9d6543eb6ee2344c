package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.state.StateModel;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Set points that are to be carried out once, as the ledger remembers them: key {@code one-shot/SERIAL/SETTING}, value the
 * number, the instant of the decision, the origin and the reason, a line each.
 */
final class OneShots {
    private static final String PREFIX = "one-shot/";

    private OneShots() {}

    static String key(String serial, String setting) {
        return PREFIX + serial + "/" + setting;
    }

    static String write(SetPoint setPoint, Instant decided) {
        // The reason comes last: it alone may hold line ends.
        return setPoint.value() + "\n" + decided + "\n" + setPoint.origin() + "\n" + setPoint.reason();
    }

    /** The set point of a remembered line; empty for other keys, unknown stations, and lines that are not ours. */
    static Optional<SetPoint> read(StateModel state, String key, String value) {
        String[] parts = value.split("\n", 4);
        int slash = key.lastIndexOf('/');
        if (!key.startsWith(PREFIX) || slash <= PREFIX.length() || parts.length < 4) {
            return Optional.empty();
        }
        String serial = key.substring(PREFIX.length(), slash);
        Optional<Setting> setting =
                state.device(serial).flatMap(device -> device.model().settingOrRaw(key.substring(slash + 1)));
        try {
            double number = Double.parseDouble(parts[0]);
            Instant since = Instant.parse(parts[1]);
            return setting.map(known ->
                    new SetPoint(serial, known, number, parts[2], parts[3], since, false, Optional.empty(), false));
        } catch (NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
