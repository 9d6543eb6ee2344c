package io.github.joulekeeper.state;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known now of one station. Owned by the writer's thread; nobody else may touch it.
 *
 * <p>A reading is <em>known</em> while the station is online and the reading is not older than {@code staleAfter}.
 */
public final class DeviceState {
    private static final long NEVER = Long.MIN_VALUE;

    private final String serial;
    private final String name;
    private final Model model;
    private final long staleAfterMillis;
    /**
     * Two numbers for each quota side by side, since with many stations it is the way to memory that costs: its value, and when
     * it was read in epoch milliseconds, which a double holds exactly.
     */
    private final double[] readings;

    private final Map<String, TextReading> texts = new TreeMap<>();
    /** Its place in the {@link StateModel} that holds it, which alone sets it. */
    int ordinal = -1;

    private boolean online;
    private @Nullable Instant onlineSince;
    private long lastSign = NEVER;
    /** No reading is older than this; a bound that is brought up to date only when somebody needs to know. */
    private long noneOlder = Long.MAX_VALUE;

    /** A value that is no number: a list or an undocumented key, as JSON text. */
    public record TextReading(String value, Instant at) {}

    /**
     * @param serial the serial number, unique
     * @param name the name that the user gave it, or the serial number
     * @param staleAfter how old a reading may get before it is unknown; positive
     */
    public DeviceState(String serial, String name, Model model, Duration staleAfter) {
        if (staleAfter.isNegative() || staleAfter.isZero()) {
            throw new IllegalArgumentException("stale-after (%s) must be positive".formatted(staleAfter));
        }
        this.serial = serial;
        this.name = name;
        this.model = model;
        this.staleAfterMillis = staleAfter.toMillis();
        this.readings = new double[2 * model.quotaCount()];
        for (int quota = 0; quota < model.quotaCount(); quota++) {
            put(quota, Double.NaN, NEVER);
        }
    }

    private void put(int quota, double value, long at) {
        readings[2 * quota] = value;
        readings[2 * quota + 1] = at;
    }

    private double value(int quota) {
        return readings[2 * quota];
    }

    private long time(int quota) {
        return (long) readings[2 * quota + 1];
    }

    /** Another that knows the same. */
    public DeviceState copy() {
        DeviceState copy = new DeviceState(serial, name, model, staleAfter());
        System.arraycopy(readings, 0, copy.readings, 0, readings.length);
        copy.texts.putAll(texts);
        copy.online = online;
        copy.onlineSince = onlineSince;
        copy.lastSign = lastSign;
        return copy;
    }

    public String serial() {
        return serial;
    }

    /**
     * Its place among the stations of its {@link StateModel}, from 0, so that others who keep something for each station find
     * that without its serial number; -1 while no model holds it. One that replaces another takes its place.
     */
    public int ordinal() {
        return ordinal;
    }

    public String name() {
        return name;
    }

    public Model model() {
        return model;
    }

    public Duration staleAfter() {
        return Duration.ofMillis(staleAfterMillis);
    }

    public boolean online() {
        return online;
    }

    /** When it last changed between online and offline, null before the first word of it. */
    public @Nullable Instant onlineSince() {
        return onlineSince;
    }

    /** When the station itself was last heard, null if never. */
    public @Nullable Instant lastHeard() {
        return lastSign == NEVER ? null : Instant.ofEpochMilli(lastSign);
    }

    /**
     * Applies a report. A pushed one proves that the station is online. What the cloud answers for a station that is
     * offline is kept to look at, but stays unknown even when the station comes back.
     */
    public void apply(Report report) {
        boolean pushed = report.source() == Report.Source.PUSHED;
        if (pushed) {
            setOnline(true, report.at());
        }
        boolean alive = report.source().ofTheStation();
        long at = alive || online ? report.at().toEpochMilli() : NEVER;
        for (int i = 0; i < report.size(); i++) {
            put(report.quota(i), report.value(i), at);
        }
        if (at != NEVER && at < noneOlder) {
            noneOlder = at;
        }
        report.texts().forEach((key, value) -> texts.put(key, new TextReading(value, report.at())));
        if (alive) {
            lastSign = Math.max(lastSign, report.at().toEpochMilli());
        }
    }

    /**
     * A report without the values that are older than what is known. What the cloud answers may have been overtaken by what
     * the station itself said while the answer was on its way.
     */
    public Report withoutOlder(Report report) {
        long at = report.at().toEpochMilli();
        for (int i = 0; i < report.size(); i++) {
            if (time(report.quota(i)) > at) {
                return report.only(quota -> time(quota) <= at);
            }
        }
        return report;
    }

    /** Whether the reading that has not been renewed for longest, of those that ever came, is from before an instant. */
    public boolean anyReadBefore(Instant instant) {
        long millis = instant.toEpochMilli();
        if (noneOlder >= millis) {
            return false;
        }
        long oldest = Long.MAX_VALUE;
        for (int quota = 0; quota < model.quotaCount(); quota++) {
            long time = time(quota);
            if (time != NEVER && time < oldest) {
                oldest = time;
            }
        }
        noneOlder = oldest;
        return oldest < millis;
    }

    /** Notes whether the station is online; true if that changed. */
    public boolean setOnline(boolean nowOnline, Instant at) {
        if (online == nowOnline && onlineSince != null) {
            return false;
        }
        online = nowOnline;
        onlineSince = at;
        return true;
    }

    /** The value of a quota as a condition may use it: NaN when unknown, stale, offline or a sentinel. */
    public double known(int quota, Instant now) {
        return isKnown(quota, now) ? meaning(quota) : Double.NaN;
    }

    private double meaning(int quota) {
        double value = value(quota);
        Map<Double, String> sentinels = model.quotas().get(quota).sentinels();
        return !sentinels.isEmpty() && sentinels.containsKey(value) ? Double.NaN : value;
    }

    /** Whether the reading is there, fresh, and of a station that is online. */
    public boolean isKnown(int quota, Instant now) {
        return online && time(quota) != NEVER && now.toEpochMilli() - time(quota) <= staleAfterMillis;
    }

    /** The last value whatever its age, NaN if there never was one. */
    public double last(int quota) {
        return value(quota);
    }

    /** When the quota was last read, null if never. */
    public @Nullable Instant lastAt(int quota) {
        return time(quota) == NEVER ? null : Instant.ofEpochMilli(time(quota));
    }

    /** When a known reading will become unknown by age alone, null if it never came. */
    public @Nullable Instant staleAt(int quota) {
        return time(quota) == NEVER ? null : Instant.ofEpochMilli(time(quota) + staleAfterMillis + 1);
    }

    /** A setting's last read value in its unit whatever its age, NaN if it was never read or cannot be. */
    public double lastSetting(Setting setting) {
        return setting.readBack()
                .map(quota -> settingValue(setting, value(quota)))
                .orElse(Double.NaN);
    }

    /** A setting's value as a condition may use it, NaN when unknown. */
    public double knownSetting(Setting setting, Instant now) {
        return setting.readBack()
                .map(quota -> isKnown(quota, now) ? settingValue(setting, value(quota)) : Double.NaN)
                .orElse(Double.NaN);
    }

    private static double settingValue(Setting setting, double reading) {
        return Double.isNaN(reading) ? Double.NaN : setting.fromReadBack(reading);
    }

    /** Values that are no numbers, by key. */
    public Map<String, TextReading> texts() {
        return Collections.unmodifiableMap(texts);
    }
}
