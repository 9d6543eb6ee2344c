package io.github.joulekeeper.ecoflow;

import static io.github.joulekeeper.ecoflow.Delta2.SERIAL;
import static io.github.joulekeeper.ecoflow.Delta2.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDecoderTest {
    private static final Instant NOW = Instant.parse("2025-06-01T10:00:00Z");

    private final ReportDecoder decoder = new ReportDecoder(Delta2.MODEL);

    @Test
    void readsANestedReportByItsTypeCode() throws IOException {
        Report report = pushed("""
                {"id": 73607317, "version": "1.0", "time": 73607327, "moduleType": 1, "typeCode": "pdStatus",
                 "params": {"soc": 79, "wattsOutSum": 0, "remainTime": -5939, "reserved": [0, 0]}}""");
        assertThat(report.serial()).isEqualTo(SERIAL);
        assertThat(report.at()).isEqualTo(NOW);
        assertThat(report.source()).isEqualTo(Report.Source.PUSHED);
        assertThat(numbers(report))
                .containsOnly(entry("pd.soc", 79.0), entry("pd.wattsOutSum", 0.0), entry("pd.remainTime", -5939.0));
        assertThat(report.texts()).containsOnly(entry("pd.reserved", "[0,0]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pdStatus pd.soc",
                "bmsStatus bms_bmsStatus.soc",
                "invStatus inv.inputWatts",
                "emsStatus bms_emsStatus.minDsgSoc",
                "mpptStatus mppt.cfgChgWatts"
            })
    void knowsThePrefixOfEveryModule(String typeCodeAndKey) throws IOException {
        String typeCode = typeCodeAndKey.split(" ")[0];
        String key = typeCodeAndKey.split(" ")[1];
        String bare = key.substring(key.indexOf('.') + 1);
        assertThat(numbers(pushed("{\"typeCode\":\"%s\",\"params\":{\"%s\":12.5}}".formatted(typeCode, bare))))
                .containsExactly(entry(key, 12.5));
    }

    @Test
    void theTypeCodeMayComeAfterTheValues() throws IOException {
        assertThat(numbers(pushed("{\"params\":{\"soc\":79},\"typeCode\":\"bmsStatus\"}")))
                .containsExactly(entry("bms_bmsStatus.soc", 79.0));
    }

    @Test
    void readsFlatKeysThatCarryTheirPrefix() throws IOException {
        assertThat(numbers(pushed("{\"moduleType\":\"pd\",\"params\":{\"pd.soc\":79,\"mppt.cfgChgWatts\":400}}")))
                .containsOnly(entry("pd.soc", 79.0), entry("mppt.cfgChgWatts", 400.0));
        assertThat(numbers(pushed("{\"typeCode\":\"pdStatus\",\"params\":{\"pd.soc\":79}}")))
                .containsExactly(entry("pd.soc", 79.0));
    }

    @Test
    void readsParamInsteadOfParams() throws IOException {
        assertThat(numbers(pushed("{\"id\":\"1\",\"param\":{\"pd.soc\":79}}"))).containsExactly(entry("pd.soc", 79.0));
    }

    @Test
    void readsAGetReplyWithAndWithoutQuotaMap() throws IOException {
        for (String data : new String[] {"{\"pd.soc\":79}", "{\"online\":1,\"quotaMap\":{\"pd.soc\":79}}"}) {
            Report report = decode(Report.Source.GET_REPLY, "{\"id\":1,\"code\":\"0\",\"data\":" + data + "}")
                    .orElseThrow();
            assertThat(numbers(report)).containsExactly(entry("pd.soc", 79.0));
        }
    }

    @Test
    void aReplyWithAnotherCodeBringsNoReport() throws IOException {
        assertThat(decode(Report.Source.GET_REPLY, "{\"id\":1,\"code\":\"-2\",\"data\":{\"pd.soc\":79}}"))
                .isEmpty();
        assertThat(decode(Report.Source.GET_REPLY, "{\"id\":1,\"code\":1000}")).isEmpty();
    }

    @Test
    void takesNumbersAsTextsAndSwitchesAsBooleans() throws IOException {
        assertThat(numbers(pushed("{\"params\":{\"pd.soc\":\"79\",\"pd.dcOutState\":true,\"mppt.carState\":false,"
                        + "\"bms_bmsStatus.f32ShowSoc\":\"79.25\",\"bms_bmsStatus.amp\":\"-138\"}}")))
                .containsOnly(
                        entry("pd.soc", 79.0),
                        entry("pd.dcOutState", 1.0),
                        entry("mppt.carState", 0.0),
                        entry("bms_bmsStatus.f32ShowSoc", 79.25),
                        entry("bms_bmsStatus.amp", -138.0));
    }

    @Test
    void keepsWhatIsNoNumberAsText() throws IOException {
        Report report =
                pushed("{\"params\":{\"pd.soc\":\"full\",\"pd.reserved\":[1,[2]],\"new.key\":5,\"new.flag\":true,"
                        + "\"new.map\":{\"a\":\"b\"},\"new.big\":12345678901234567890,\"pd.wattsInSum\":null,"
                        + "\"pd.wattsOutSum\":\"NaN\",\"inv.inputWatts\":\"\"}}");
        assertThat(report.size()).isZero();
        assertThat(report.texts())
                .containsOnly(
                        entry("pd.soc", "\"full\""),
                        entry("pd.reserved", "[1,[2]]"),
                        entry("new.key", "5"),
                        entry("new.flag", "true"),
                        entry("new.map", "{\"a\":\"b\"}"),
                        entry("new.big", "12345678901234567890"),
                        entry("pd.wattsOutSum", "\"NaN\""),
                        entry("inv.inputWatts", "\"\""));
    }

    @Test
    void aliasesAreNoKeysOfTheVendor() throws IOException {
        assertThat(Delta2.MODEL.indexOf("soc")).isNotNegative();
        Report report = pushed("{\"params\":{\"soc\":79}}");
        assertThat(report.size()).isZero();
        assertThat(report.texts()).containsExactly(entry("soc", "79"));
    }

    @Test
    void keepsKeysOfUnknownTypesApart() throws IOException {
        assertThat(pushed("{\"typeCode\":\"kitStatus\",\"params\":{\"soc\":79,\"x.y\":1}}")
                        .texts())
                .containsOnly(entry("kitStatus.soc", "79"), entry("x.y", "1"));
        assertThat(pushed("{\"typeCode\":\"pdStatus\",\"params\":{\"brandNew\":1}}")
                        .texts())
                .containsExactly(entry("pd.brandNew", "1"));
    }

    @Test
    void anEmptyReportIsAReport() throws IOException {
        assertThat(pushed("{\"params\":{}}").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "garbage",
                "[]",
                "42",
                "\"text\"",
                "{",
                "{\"params\":",
                "{\"params\":{\"pd.soc\":7",
                "{\"params\":{\"pd.soc\":}}",
                "{}",
                "{\"id\":1}",
                "{\"params\":[1,2]}",
                "{\"params\":null}",
                "\u0000\u0001"
            })
    void refusesWhatIsNoReport(String message) {
        assertThatThrownBy(() -> pushed(message)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "{\"params\":{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}}";
        assertThatThrownBy(() -> pushed(deep)).isInstanceOf(IOException.class).hasMessageContaining("depth");
    }

    @Test
    void readsTheRecordingOfADelta2Completely() throws IOException {
        String recording = Delta2.recording("delta-2-quota-all.json");
        JsonNode data = new ObjectMapper().readTree(recording).get("data");
        Map<String, Double> expected = new TreeMap<>();
        Map<String, String> lists = new TreeMap<>();
        data.properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                expected.put(field.getKey(), field.getValue().asDouble());
            } else {
                lists.put(field.getKey(), field.getValue().toString());
            }
        });
        Report report = decode(Report.Source.SNAPSHOT, recording).orElseThrow();
        assertThat(expected).hasSize(173);
        assertThat(numbers(report)).isEqualTo(expected);
        assertThat(report.texts()).hasSize(5).containsExactlyInAnyOrderEntriesOf(lists);
    }

    @Test
    void readsFromTheMiddleOfAnArray() throws IOException {
        byte[] bytes = "xx{\"params\":{\"pd.soc\":79}}yy".getBytes(StandardCharsets.UTF_8);
        Report report = decoder.decode(SERIAL, Report.Source.PUSHED, NOW, bytes, 2, bytes.length - 4)
                .orElseThrow();
        assertThat(numbers(report)).containsExactly(entry("pd.soc", 79.0));
    }

    private Report pushed(String message) throws IOException {
        return decode(Report.Source.PUSHED, message).orElseThrow();
    }

    private Optional<Report> decode(Report.Source source, String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(SERIAL, source, NOW, bytes, 0, bytes.length);
    }
}
