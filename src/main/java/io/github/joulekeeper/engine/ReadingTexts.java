package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Readings as people read them. */
final class ReadingTexts {
    private ReadingTexts() {}

    static Explanation.OfReading quota(String text, @Nullable DeviceView view, int quota, long now) {
        if (view == null) {
            return unknown(text, Optional.empty(), "no such station");
        }
        Quota described = view.state().model().quotas().get(quota);
        double last = view.state().last(quota);
        return reading(text, view, quota, view.value(quota), shown(described, last), now);
    }

    static Explanation.OfReading setting(String text, @Nullable DeviceView view, Setting setting, long now) {
        if (view == null) {
            return unknown(text, Optional.empty(), "no such station");
        }
        if (setting.readBack().isEmpty()) {
            return unknown(text, Optional.empty(), "it cannot be read back");
        }
        int quota = setting.readBack().get();
        double last = view.state().lastSetting(setting);
        return reading(text, view, quota, view.setting(setting, quota, now), setting.format(last), now);
    }

    private static Explanation.OfReading reading(
            String text, DeviceView view, int quota, double value, String lastShown, long now) {
        if (!view.everRead(quota)) {
            return unknown(text, Optional.empty(), "never read");
        }
        long time = view.time(quota);
        Optional<Instant> at = Optional.of(Instant.ofEpochMilli(time));
        String age = Durations.ago(now - time);
        if (!Double.isNaN(value)) {
            return new Explanation.OfReading(text, value, lastShown, at, age);
        }
        String why = !view.online() ? "offline" : now - time > view.staleMillis() ? "stale" : "no quantity";
        return unknown(text, at, why + ": " + lastShown + " " + age);
    }

    private static Explanation.OfReading unknown(String text, Optional<Instant> at, String note) {
        return new Explanation.OfReading(text, Double.NaN, "unknown", at, note);
    }

    private static String shown(Quota quota, double value) {
        if (quota.kind() == Quota.Kind.SWITCH && (value == 0 || value == 1)) {
            return value == 0 ? "false" : "true";
        }
        String label = value == Math.rint(value) ? quota.labels().get((int) value) : null;
        return label != null ? label : Numbers.withUnit(value, quota.unit());
    }
}
