package io.github.joulekeeper.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final Model DELTA_2 =
            new CatalogLoader().load().model("delta-2").orElseThrow();
    private static final String SERIAL = "R331ZTEST0000001";

    @TempDir
    Path directory;

    @Test
    void aDayIsAFileThatCanBeReplayedByItself() throws IOException {
        try (Recorder recorder = started(100)) {
            recorder.record(station("2026-06-01T23:59:00Z"));
            recorder.record(report("2026-06-01T23:59:10Z", "pd.soc", 18));
            recorder.record(report("2026-06-01T23:59:50Z", "mppt.cfgChgWatts", 200));
            recorder.record(report("2026-06-02T00:04:20Z", "pd.soc", 17));
        }
        assertThat(Files.readAllLines(directory.resolve("2026-06-01.jsonl")))
                .hasSize(4)
                .first()
                .isEqualTo("{\"type\":\"recording\",\"at\":\"2026-06-01T23:59:00Z\",\"version\":1,\"zone\":\"Z\"}");
        // The state of charge was stale by midnight; the power for charging was not.
        assertThat(Files.readAllLines(directory.resolve("2026-06-02.jsonl")))
                .containsExactly(
                        "{\"type\":\"recording\",\"at\":\"2026-06-02T00:04:20Z\",\"version\":1,\"zone\":\"Z\"}",
                        "{\"type\":\"station\",\"at\":\"2026-06-02T00:04:20Z\",\"serial\":\"R331ZTEST0000001\",\"name\":\"garage\",\"model\":\"delta-2\",\"staleAfter\":\"PT5M\"}",
                        "{\"type\":\"carried\",\"at\":\"2026-06-02T00:04:20Z\",\"serial\":\"R331ZTEST0000001\",\"online\":true,\"readings\":{\"mppt.cfgChgWatts\":200}}",
                        "{\"type\":\"report\",\"at\":\"2026-06-02T00:04:20Z\",\"serial\":\"R331ZTEST0000001\",\"source\":\"pushed\",\"readings\":{\"pd.soc\":17}}");
    }

    @Test
    void linesAreOnTheDiskWithinSeconds() {
        try (Recorder recorder = started(100)) {
            recorder.record(station("2026-06-01T12:00:00Z"));
            recorder.record(report("2026-06-01T12:00:01Z", "pd.soc", 18));
            Path file = directory.resolve("2026-06-01.jsonl");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(file) && Files.readAllLines(file).size() == 3);
        }
    }

    @Test
    void whatComesTooFastIsDroppedCountedAndTold() throws IOException {
        Recorder recorder = new Recorder(directory, ZoneOffset.UTC, InstantSource.system(), 2);
        recorder.record(station("2026-06-01T12:00:00Z"));
        recorder.record(report("2026-06-01T12:00:01Z", "pd.soc", 18));
        recorder.record(report("2026-06-01T12:00:02Z", "pd.soc", 17));
        recorder.record(report("2026-06-01T12:00:03Z", "pd.soc", 16));
        assertThat(recorder.dropped()).isEqualTo(2);

        recorder.start();
        recorder.close();
        assertThat(Files.readAllLines(directory.resolve("2026-06-01.jsonl")))
                .hasSize(4)
                .contains("{\"type\":\"lost\",\"at\":\"2026-06-01T12:00:00Z\",\"events\":2}");
    }

    @Test
    void aTornLineDoesNotSwallowTheNext() throws IOException {
        Path file = Files.writeString(directory.resolve("2026-06-01.jsonl"), "{\"type\":\"repo");
        try (Recorder recorder = started(100)) {
            recorder.record(station("2026-06-01T12:00:00Z"));
        }
        assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("{\"type\":\"repo");
    }

    @Test
    void aDirectoryThatTakesNothingCostsTheRecordingOnly() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("recordings"), "a file");
        Recorder recorder = new Recorder(inTheWay, ZoneOffset.UTC, InstantSource.system());
        recorder.start();
        recorder.record(station("2026-06-01T12:00:00Z"));
        recorder.record(report("2026-06-01T12:00:01Z", "pd.soc", 18));
        await().until(() -> recorder.dropped() == 2);

        Files.delete(inTheWay);
        recorder.record(report("2026-06-01T12:00:40Z", "pd.soc", 17));
        recorder.close();
        assertThat(Files.readAllLines(inTheWay.resolve("2026-06-01.jsonl")))
                .hasSize(5)
                .contains("{\"type\":\"lost\",\"at\":\"2026-06-01T12:00:40Z\",\"events\":2}");
    }

    private Recorder started(int capacity) {
        Recorder recorder = new Recorder(directory, ZoneOffset.UTC, InstantSource.system(), capacity);
        recorder.start();
        return recorder;
    }

    private static RecordedEvent station(String at) {
        return new RecordedEvent.Station(Instant.parse(at), SERIAL, "garage", DELTA_2, Duration.ofMinutes(5));
    }

    private static RecordedEvent report(String at, String key, double value) {
        Instant instant = Instant.parse(at);
        return new RecordedEvent.Reported(
                instant,
                DELTA_2,
                new Report(
                        SERIAL,
                        Report.Source.PUSHED,
                        instant,
                        new int[] {DELTA_2.indexOf(key)},
                        new double[] {value},
                        Map.of()));
    }
}
