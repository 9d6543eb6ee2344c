package io.github.joulekeeper.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRoundTripTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Model DELTA_2 = CATALOG.model("delta-2").orElseThrow();
    private static final String SERIAL = "R331ZTEST0000001";
    private static final Instant AT = Instant.parse("2026-06-01T12:00:00.250Z");

    @TempDir
    Path directory;

    /** The lines that docs/replay.md shows. */
    @Test
    void eachKindOfEventIsALine() throws IOException {
        assertThat(lines(events())).containsExactly("""
                        {"type":"recording","at":"2026-06-01T12:00:00.250Z","version":1,"zone":"Europe/Berlin"}""", """
                        {"type":"station","at":"2026-06-01T12:00:00.250Z","serial":"R331ZTEST0000001","name":"garage","model":"delta-2","staleAfter":"PT5M"}""", """
                        {"type":"carried","at":"2026-06-01T12:00:00.250Z","serial":"R331ZTEST0000001","online":true,"readings":{"pd.soc":18}}""", """
                        {"type":"report","at":"2026-06-01T12:00:00.250Z","serial":"R331ZTEST0000001","source":"get-reply","received":"2026-06-01T12:00:00.243Z","online":true,"readings":{"pd.soc":18,"bms_emsStatus.f32LcdShowSoc":18.25,"pd.newKey":[1,2]}}""", """
                        {"type":"online","at":"2026-06-01T12:00:00.250Z","serial":"R331ZTEST0000001","online":false,"since":"2026-06-01T11:59:59.250Z"}""", """
                        {"type":"lost","at":"2026-06-01T12:00:00.250Z","events":3}""");
    }

    @Test
    void thePageShowsTheseLines() throws IOException {
        assertThat(Files.readString(Path.of("docs/replay.md"))).contains(lines(events()));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = directory.resolve("day.jsonl");
        Files.write(file, lines(events()));
        List<RecordedEvent> read = read(file);

        assertThat(lines(read))
                .containsExactlyElementsOf(lines(events()).stream()
                        .map(line -> line.replace(",\"pd.newKey\":[1,2]", ""))
                        .toList());
        assertThat(read.get(3)).isInstanceOfSatisfying(RecordedEvent.Reported.class, reported -> {
            assertThat(reported.report().source()).isEqualTo(Report.Source.GET_REPLY);
            assertThat(reported.report().at()).isEqualTo(AT.minusMillis(7));
            assertThat(reported.model()).isSameAs(DELTA_2);
        });
    }

    @Test
    void aLongRecordingIsReadBackWhole() throws IOException {
        Path file = directory.resolve("hour.jsonl");
        GeneratedDay.write(file, Duration.ofHours(1));

        assertThat(lines(read(file))).containsExactlyElementsOf(Files.readAllLines(file));
    }

    private static List<RecordedEvent> events() {
        int soc = DELTA_2.indexOf("soc");
        int exact = DELTA_2.indexOf("bms_emsStatus.f32LcdShowSoc");
        Report report = new Report(
                SERIAL,
                Report.Source.GET_REPLY,
                AT.minusMillis(7),
                new int[] {DELTA_2.indexOf("pd.soc"), exact},
                new double[] {18, 18.25},
                Map.of("pd.newKey", "[1,2]"));
        Report carried = new Report(
                SERIAL, Report.Source.SNAPSHOT, AT, new int[] {DELTA_2.indexOf("pd.soc")}, new double[] {18}, Map.of());
        assertThat(soc).isNotNegative();
        return List.of(
                new RecordedEvent.Began(AT, Optional.of(ZoneId.of("Europe/Berlin"))),
                new RecordedEvent.Station(AT, SERIAL, "garage", DELTA_2, Duration.ofMinutes(5)),
                new RecordedEvent.Carried(AT, DELTA_2, true, carried),
                new RecordedEvent.Reported(AT, DELTA_2, report, Optional.of(true)),
                new RecordedEvent.Online(AT, SERIAL, false, AT.minusSeconds(1)),
                new RecordedEvent.Lost(AT, 3));
    }

    static List<String> lines(List<RecordedEvent> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(bytes)) {
            for (RecordedEvent event : events) {
                writer.write(event);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    static List<RecordedEvent> read(Path... files) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        try (ReadAhead all = new ReadAhead(Recordings.open(
                List.of(files),
                CATALOG,
                Instant.EPOCH,
                problem -> assertThat(problem).isNull()))) {
            for (RecordedEvent event = all.next(); event != null; event = all.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
