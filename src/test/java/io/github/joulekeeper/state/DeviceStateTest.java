package io.github.joulekeeper.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceStateTest {
    private static final Model DELTA_2 =
            new CatalogLoader().load().model("delta-2").orElseThrow();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final DeviceState device = new DeviceState("R331ZTEST0000001", "garage", DELTA_2, Duration.ofMinutes(5));

    private static Report report(Report.Source source, Instant at, double first, double second) {
        return new Report(
                "R331ZTEST0000001", source, at, new int[] {0, 1}, new double[] {first, second}, Map.of("x", "[1]"));
    }

    @Test
    void whatTheStationSaidSinceTheCloudWasAskedStays() {
        device.apply(report(Report.Source.PUSHED, NOON, 1, 1));
        Report later = new Report(
                "R331ZTEST0000001",
                Report.Source.PUSHED,
                NOON.plusMillis(200),
                new int[] {1},
                new double[] {2},
                Map.of());
        device.apply(later);
        Report late = device.withoutOlder(report(Report.Source.SNAPSHOT, NOON.plusMillis(100), 3, 3));
        device.apply(late);
        assertThat(device.last(0)).as("older than the question").isEqualTo(3);
        assertThat(device.last(1)).as("said since").isEqualTo(2);
        assertThat(late.texts()).containsKey("x");
    }

    @Test
    void aReportWithoutAnythingOlderIsLeftAsItIs() {
        device.apply(report(Report.Source.PUSHED, NOON, 1, 1));
        Report next = report(Report.Source.SNAPSHOT, NOON, 2, 2);
        assertThat(device.withoutOlder(next)).isSameAs(next);
    }

    @Test
    void onlyWhatTheStationItselfSaysIsASignOfLife() {
        device.setOnline(false, NOON);
        device.apply(report(Report.Source.FETCHED, NOON, 1, 1));
        assertThat(device.lastHeard()).isNull();
        assertThat(device.isKnown(0, NOON)).isFalse();
        device.setOnline(true, NOON);
        assertThat(device.isKnown(0, NOON))
                .as("it was read while nobody knew that it was there")
                .isFalse();
        device.apply(report(Report.Source.FETCHED, NOON.plusSeconds(1), 1, 1));
        assertThat(device.isKnown(0, NOON.plusSeconds(1))).isTrue();
        assertThat(device.lastHeard()).isNull();
        device.apply(report(Report.Source.GET_REPLY, NOON.plusSeconds(2), 1, 1));
        assertThat(device.lastHeard()).isEqualTo(NOON.plusSeconds(2));
    }
}
