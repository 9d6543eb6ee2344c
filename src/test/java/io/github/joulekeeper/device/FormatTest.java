package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings and settings as people read them. */
class FormatTest {
    private static final Model MODEL =
            new CatalogLoader().load().model("delta-2").orElseThrow();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pd.soc | 79 | 79 %",
                "bms_bmsStatus.f32ShowSoc | 79.4 | 79.4 %",
                "pd.soc | NaN | unknown",
                "pd.remainTime | 95 | 1 h 35 min until full",
                "pd.remainTime | -95 | 1 h 35 min until empty",
                "pd.remainTime | 0 | 0 min",
                "pd.remainTime | -5939 | not applicable",
                "pd.remainTime | 5999 | not applicable",
                "bms_emsStatus.chgRemainTime | 5939 | not applicable",
                "pd.sysVer | 16908335 | V1.2.0.47",
                "pd.wifiVer | 0 | 0",
                "pd.wifiVer | 1029 | V0.0.4.5",
                "mppt.chgType | 2 | solar",
                "mppt.chgType | 9 | 9",
                "mppt.faultCode | 0 | none",
                "mppt.faultCode | 131585 | solar charger 1, 12 V outlet 2, 24 V 2",
                "bms_emsStatus.bmsWarState | 5 | too hot, overload",
                "bms_emsStatus.bmsWarState | 16 | bit 4",
                "mppt.carState | 1 | on",
                "inv.cfgAcOutVol | 230000 | 230000 mV",
                "bms_bmsStatus.amp | -138 | -138 mA",
                "pd.lcdOffSec | 300 | 5 min",
            })
    void aReading(String key, double reading, String text) {
        assertThat(MODEL.quota(key).orElseThrow().format(reading)).isEqualTo(text);
    }

    @Test
    void aList() {
        assertThat(MODEL.quota("bms_emsStatus.bmsIsConnt").orElseThrow().formatList(List.of(3.0, 1.0, 0.0)))
                .isEqualTo("plugged in, talking; plugged in; none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ac-charging.watts | 400 | 400 W",
                "ac-output.enabled | 1 | true",
                "standby.device | 0 | never",
                "standby.device | 720 | 12 h",
                "standby.device | 5999 | 99 h 59 min",
                "screen.timeout | 90 | 1 min 30 s",
                "ac-output.frequency | 50 | 50 Hz",
            })
    void aSetting(String name, double value, String text) {
        assertThat(MODEL.setting(name).orElseThrow().format(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ac-charging.watts | 200 W to 1200 W in steps of 100 W",
                "ac-output.enabled | one of false, true",
                "screen.timeout | one of never, 10 s, 30 s, 1 min, 5 min, 30 min",
                "standby.ac | never to 99 h 59 min in steps of 1 min",
                "screen.brightness | 3",
            })
    void aRange(String name, String text) {
        assertThat(MODEL.setting(name).orElseThrow().formatRange()).isEqualTo(text);
    }
}
