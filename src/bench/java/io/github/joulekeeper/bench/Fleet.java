package io.github.joulekeeper.bench;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** DELTA 2 stations with rules, fed as the writer thread feeds them: looked up, applied, evaluated. */
final class Fleet {
    static final Catalog CATALOG = new CatalogLoader().load();
    static final Model MODEL = CATALOG.model("delta-2").orElseThrow();
    private static final Map<Integer, String> SERIALS = new HashMap<>();
    private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");
    /** Reports between two ticks of the clock by 1 ms, as at a million a second. */
    private static final int REPORTS_A_MILLISECOND = 1000;

    private final StateModel state = new StateModel();
    private final Engine engine = new Engine(EngineSettings.in(ZoneId.of("Europe/Berlin")), state, new ModelBinder());
    private Instant now = START;
    private int untilTick = REPORTS_A_MILLISECOND;

    Fleet(int stations, RuleSet rules) {
        for (int i = 0; i < stations; i++) {
            // Never stale: the reports are made once and carry the time at which they were made.
            DeviceState device = new DeviceState(serial(i), "station " + i, MODEL, Duration.ofDays(300));
            state.add(device);
            engine.deviceAdded(device.serial(), now);
        }
        engine.load(rules, now);
        Quota[] known = MODEL.quotas().stream().filter(Quota::numeric).toArray(Quota[]::new);
        for (int i = 0; i < stations; i++) {
            int[] quotas = new int[known.length];
            double[] values = new double[known.length];
            for (int q = 0; q < known.length; q++) {
                quotas[q] = known[q].index();
                values[q] = 50;
            }
            take(new Report(serial(i), Report.Source.PUSHED, START, quotas, values, Map.of()));
        }
    }

    /** A station's serial number, each time the same string, as the routes of the MQTT session hold it. */
    static String serial(int station) {
        return SERIALS.computeIfAbsent(station, i -> "R331ZTEST%07d".formatted(i + 1));
    }

    /** A report of the SoC alone. */
    static Report soc(int station, double value) {
        int[] quotas = {MODEL.indexOf("pd.soc")};
        return new Report(serial(station), Report.Source.PUSHED, START, quotas, new double[] {value}, Map.of());
    }

    /** A report of all that a DELTA 2 puts into a pdStatus, the SoC among it. */
    static Report pdStatus(int station, double soc) {
        int[] quotas = MODEL.quotas().stream()
                .filter(quota -> quota.numeric() && quota.key().startsWith("pd."))
                .mapToInt(Quota::index)
                .toArray();
        double[] values = new double[quotas.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = quotas[i] == MODEL.indexOf("pd.soc") ? soc : 50;
        }
        return new Report(serial(station), Report.Source.PUSHED, START, quotas, values, Map.of());
    }

    List<Decision> take(Report report) {
        if (--untilTick == 0) {
            untilTick = REPORTS_A_MILLISECOND;
            now = now.plusMillis(1);
        }
        DeviceState device = state.device(report.serial()).orElseThrow();
        device.apply(report);
        return engine.reported(device, report, now);
    }

    Engine engine() {
        return engine;
    }
}
