package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.app.ServiceEvent.Station;
import io.github.joulekeeper.app.ServiceEvent.Value;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Readings are told when they change, and to whoever missed some as they are by then. */
class StationReadingsTest {
    private static final Model DELTA_2 =
            new CatalogLoader().load().model("delta-2").orElseThrow();
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final StationReadings readings =
            new StationReadings(new Station("R331ZTEST0000001", "garage"), DELTA_2, false);

    StationReadingsTest() {
        readings.keep();
    }

    private void report(int second, double soc, double watts) {
        readings.reported(
                new Report(
                        "R331ZTEST0000001",
                        Report.Source.PUSHED,
                        START.plusSeconds(second),
                        new int[] {DELTA_2.indexOf("soc"), DELTA_2.indexOf("input-watts")},
                        new double[] {soc, watts},
                        Map.of()),
                true);
    }

    private ServiceEvent.Readings take(long id) {
        return (ServiceEvent.Readings) readings.take(id).getFirst();
    }

    @Test
    void onlyWhatChangedIsTold() {
        report(0, 50, 100);
        assertThat(readings.due(START)).isTrue();
        assertThat(take(1).changed()).extracting(Value::value).containsExactlyInAnyOrder(50.0, 100.0);

        report(1, 50, 120);

        assertThat(take(2).changed()).extracting(Value::value).containsExactly(120.0);
    }

    @Test
    void aSignOfLifeIsToldNowAndThenThoughNothingChanged() {
        report(0, 50, 100);
        take(1);
        report(1, 50, 100);
        assertThat(readings.due(START.plusSeconds(1))).isFalse();
        report(10, 50, 100);
        assertThat(readings.due(START.plusSeconds(10))).isTrue();

        ServiceEvent.Readings told = take(2);

        assertThat(told.changed()).isEmpty();
        assertThat(told.at()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void whoMissedSomeIsToldEachQuotaOnceAsItIsNow() {
        report(0, 50, 100);
        take(10);
        report(1, 51, 100);
        take(11);
        report(2, 52, 100);
        take(12);

        assertThat(readings.since(10).changed()).extracting(Value::value).containsExactly(52.0);
        assertThat(readings.since(9).changed()).hasSize(2);
        assertThat(readings.toldAfter(12)).isFalse();
        assertThat(readings.since(12).changed()).isEmpty();
    }

    @Test
    void goingOfflineIsToldAtOnce() {
        report(0, 50, 100);
        take(1);
        readings.setOnline(false, START.plusSeconds(1));

        assertThat(readings.due(START.plusSeconds(1))).isTrue();
        assertThat(take(2).online()).isFalse();
    }

    @Test
    void aSettingThatReadsAnotherValueIsToldAsThat() {
        int brightness =
                DELTA_2.setting("discharge-limit.soc").orElseThrow().readBack().orElseThrow();
        readings.reported(
                new Report(
                        "R331ZTEST0000001",
                        Report.Source.PUSHED,
                        START,
                        new int[] {brightness},
                        new double[] {12},
                        Map.of()),
                true);

        assertThat(readings.take(1))
                .filteredOn(ServiceEvent.SettingRead.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    ServiceEvent.SettingRead read = (ServiceEvent.SettingRead) event;
                    assertThat(read.setting().name()).isEqualTo("discharge-limit.soc");
                    assertThat(read.value()).isEqualTo(12);
                });
    }

    @Test
    void whileNobodyWantsToBeToldNothingIsKept() {
        report(0, 50, 100);
        take(1);
        readings.forget();
        report(1, 60, 120);
        assertThat(readings.due(START.plusSeconds(20))).isFalse();
        assertThat(readings.take(2)).isEmpty();
        assertThat(readings.since(0).changed()).isEmpty();

        readings.keep();
        report(2, 60, 130);

        assertThat(take(3).changed()).extracting(Value::value).containsExactlyInAnyOrder(60.0, 130.0);
    }
}
