package io.github.joulekeeper.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingFileTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path directory;

    private final List<String> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"report\",\"at\":\"20|not JSON: Unexpected end-of-input in VALUE_STRING",
                "42|not a JSON object",
                "{\"type\":\"lost\"} {}|more than one JSON object in a line",
                "{\"type\":\"lost\",\"events\":1}|'at' is missing",
                "{\"type\":\"lost\",\"at\":\"noon\"}|at must be an instant such as 2026-06-01T12:00:00Z, not 'noon'",
                "{\"type\":\"gone\",\"at\":\"2026-06-01T12:00:00Z\"}|the type 'gone' is not one of recording, station, carried, report, online, lost",
                "{\"type\":\"recording\",\"at\":\"2026-06-01T12:00:00Z\",\"version\":2}|a recording of version 2; this Joulekeeper reads version 1",
                "{\"type\":\"recording\",\"at\":\"2026-06-01T12:00:00Z\",\"zone\":\"Nowhere\"}|zone must be a zone such as Europe/Berlin, not 'Nowhere'",
                "{\"type\":\"station\",\"at\":\"2026-06-01T12:00:00Z\",\"serial\":\"X1\",\"model\":\"delta-9\"}|the model 'delta-9' is not known. Known are delta-2, delta-2-max, river-2-max, delta-pro",
                "{\"type\":\"station\",\"at\":\"2026-06-01T12:00:00Z\",\"serial\":\"X1\",\"model\":\"delta-2\",\"staleAfter\":\"PT0S\"}|staleAfter must be a positive duration such as PT5M, not 'PT0S'",
                "{\"type\":\"report\",\"at\":\"2026-06-01T12:00:00Z\",\"readings\":{}}|at and serial must come before readings",
                "{\"type\":\"report\",\"at\":\"2026-06-01T12:00:00Z\",\"serial\":\"X1\",\"readings\":{}}|no line before it tells of the station 'X1', and its serial number fits no known model. Put a line of type station first",
                "{\"type\":\"report\",\"at\":\"2026-06-01T12:00:00Z\",\"serial\":\"R331ZTEST0000001\",\"source\":\"dream\",\"readings\":{}}|the source 'dream' is not one of pushed, get-reply, fetched, snapshot",
                "{\"hello\":1}|neither an event of a recording, which begins with \"type\", nor a report with params or data",
            })
    void aLineThatCannotBeUsedIsToldWithFileAndLineAndSkipped(String line, String message) throws IOException {
        Path file = write("day.jsonl", "\n" + line + "\n" + report(21) + "\n");

        assertThat(socs(read(file))).containsExactly(21.0);
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .startsWith(file + ":2: error: " + message)
                .endsWith("; the line is skipped");
    }

    @Test
    void theLastLineOfAProcessThatDiedIsTornAndTold() throws IOException {
        Path file = write("day.jsonl", report(21) + "\n" + report(20).substring(0, 100));

        assertThat(socs(read(file))).containsExactly(21.0);
        assertThat(problems).singleElement().asString().startsWith(file + ":2: error: not JSON");
    }

    @Test
    void aLineThatIsFarTooLongIsTold() throws IOException {
        Path file = write("day.jsonl", "x".repeat(Lines.LONGEST + (1 << 20)) + "\n" + report(21) + "\n");

        assertThat(socs(read(file))).containsExactly(21.0);
        assertThat(problems).containsExactly(file + ":1: error: longer than 8 MB; the line is skipped");
    }

    @Test
    void aStationWithoutALineIsKnownByItsSerialNumber() throws IOException {
        List<RecordedEvent> events = read(write("day.jsonl", report(21)));

        assertThat(events.getFirst()).isInstanceOfSatisfying(RecordedEvent.Station.class, station -> {
            assertThat(station.model().id()).isEqualTo("delta-2");
            assertThat(station.name()).isEqualTo("R331ZTEST0000001");
        });
        assertThat(socs(events)).containsExactly(21.0);
    }

    @Test
    void keysMayChangeFromLineToLine() throws IOException {
        String other =
                report(20).replace("\"pd.soc\":20", "\"\":7,\"pd.wattsInSum\":5,\"pd.soc\":20,\"pd.unheardOf\":1");
        Path file = write("day.jsonl", String.join("\n", report(21), other, report(19), other, report(18)));

        assertThat(socs(read(file))).containsExactly(21.0, 20.0, 19.0, 20.0, 18.0);
        assertThat(problems).isEmpty();
    }

    @Test
    void packedFilesAreUnpacked() throws IOException {
        Path file = directory.resolve("day.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((report(21) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(socs(read(file))).containsExactly(21.0);
    }

    @Test
    void severalFilesAreReadInTheOrderOfTime() throws IOException {
        Path late = write("a.jsonl", report(18).replace("12:00:00", "14:00:00"));
        Path early = write("b.jsonl", report(21) + "\n" + report(17).replace("12:00:00", "15:00:00"));

        assertThat(socs(read(late, early))).containsExactly(21.0, 18.0, 17.0);
    }

    @Test
    void theCloudsAnswerToQuotaAllCountsAsAReportOfThatMoment() throws IOException {
        Path file = write(
                "quota-all.json",
                "{\n \"code\": \"0\",\n \"data\": {\"pd.soc\": 85, \"mppt.cfgChgWatts\": 200, \"bms.list\": [1]}\n}\n");

        assertThat(read(file))
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(RecordedEvent.Reported.class, reported -> {
                            assertThat(reported.at()).isEqualTo(START);
                            assertThat(reported.report().serial()).isEqualTo("R331ZTEST0000002");
                            assertThat(reported.report().size()).isEqualTo(2);
                        }));
    }

    @Test
    void theVendorsReportsMayStandAmongTheLines() throws IOException {
        String flat = "{\"sn\":\"R331ZTEST0000001\",\"params\":{\"pd.soc\":20}}";
        String nested =
                "{\"at\":\"2026-06-01T12:30:00Z\",\"sn\":\"R331ZTEST0000001\",\"params\":{\"soc\":19},\"typeCode\":\"pdStatus\"}";
        List<RecordedEvent> events = read(write("day.jsonl", String.join("\n", report(21), flat, nested)));

        assertThat(socs(events)).containsExactly(21.0, 20.0, 19.0);
        assertThat(events.get(2).at()).isEqualTo(START);
        assertThat(events.get(3).at()).isEqualTo(Instant.parse("2026-06-01T12:30:00Z"));
    }

    private static String report(int soc) {
        return "{\"type\":\"report\",\"at\":\"2026-06-01T12:00:00Z\",\"serial\":\"R331ZTEST0000001\",\"source\":\"pushed\",\"readings\":{\"pd.soc\":%d}}"
                .formatted(soc);
    }

    private Path write(String name, String text) throws IOException {
        String serial = name.endsWith(".json") ? text.replaceFirst("\\{", "{\"sn\":\"R331ZTEST0000002\",") : text;
        return Files.writeString(directory.resolve(name), serial);
    }

    private List<RecordedEvent> read(Path... files) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        try (Recordings all =
                Recordings.open(List.of(files), CATALOG, START, problem -> problems.add(problem.format()))) {
            for (RecordedEvent event = all.next(); event != null; event = all.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private static List<Double> socs(List<RecordedEvent> events) {
        List<Double> socs = new ArrayList<>();
        for (RecordedEvent event : events) {
            if (event instanceof RecordedEvent.Reported reported) {
                for (int i = 0; i < reported.report().size(); i++) {
                    if (reported.report().quota(i) == reported.model().indexOf("pd.soc")) {
                        socs.add(reported.report().value(i));
                    }
                }
            }
        }
        return socs;
    }
}
