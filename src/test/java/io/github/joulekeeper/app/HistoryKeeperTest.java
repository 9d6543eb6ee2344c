package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.SeriesKey;
import io.github.joulekeeper.history.store.HistoryStore;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What stations report becomes history, and stays what it was over a restart. */
class HistoryKeeperTest {
    private static final Model DELTA_2 =
            new CatalogLoader().load().model("delta-2").orElseThrow();
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String SERIAL = "R331ZTEST0000001";

    @TempDir
    Path directory;

    private volatile Instant now = START;
    private final InstantSource clock = () -> now;
    private final DeviceState device = new DeviceState(SERIAL, "garage", DELTA_2, Duration.ofMinutes(5));

    private HistoryKeeper run(HistoryStore store, Object... secondsAndValues) {
        HistoryKeeper keeper = new HistoryKeeper(store, clock);
        keeper.start();
        for (int i = 0; i < secondsAndValues.length; i += 2) {
            now = START.plusSeconds((Integer) secondsAndValues[i]);
            Report report = new Report(
                    SERIAL,
                    Report.Source.PUSHED,
                    now,
                    new int[] {DELTA_2.indexOf("soc"), DELTA_2.indexOf("remaining-time")},
                    new double[] {(Double) secondsAndValues[i + 1], 5939},
                    Map.of());
            device.apply(report);
            keeper.reported(device, report, now);
        }
        return keeper;
    }

    @Test
    void aRestartWithinAMinuteCountsNothingTwice() throws Exception {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + directory.resolve("ledger.db"));
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/ledger")
                .table("ledger_schema_history")
                .load()
                .migrate();
        HistoryStore store = new HistoryStore(database::getConnection);

        HistoryKeeper first = run(store, 0, 50.0, 10, 60.0);
        now = START.plusSeconds(20);
        first.close();
        HistoryKeeper second = run(store, 30, 80.0);
        now = START.plusSeconds(60);
        second.close();

        Map<Long, Aggregate> minutes = new TreeMap<>();
        long hour = START.getEpochSecond() / 3600;
        SeriesKey soc = new SeriesKey(SERIAL, DELTA_2.quota("soc").orElseThrow().key());
        store.minutes(soc, hour, hour + 1, minutes::put);
        assertThat(minutes).containsOnlyKeys(hour * 60);
        Aggregate minute = minutes.get(hour * 60);
        assertThat(minute.seconds()).isEqualTo(50);
        assertThat(minute.mean()).isEqualTo((50 * 10 + 60 * 10 + 80 * 30) / 50.0);
        assertThat(minute.min()).isEqualTo(50);
        assertThat(minute.last()).isEqualTo(80);
        // What stands for "not applicable" is no quantity.
        Map<Long, Aggregate> none = new TreeMap<>();
        String remaining = DELTA_2.quota("remaining-time").orElseThrow().key();
        store.minutes(new SeriesKey(SERIAL, remaining), hour, hour + 1, none::put);
        assertThat(none).isEmpty();
    }
}
