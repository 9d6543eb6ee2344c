package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.DELTA_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.SetVerdict;
import io.github.joulekeeper.simulator.station.SimulatedStation;
import io.github.joulekeeper.simulator.station.StationPlan;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 17 set commands with the values of the vendor's examples, and what shows them. */
class DocumentedCommandsTest {

    private static SimulatedStation station() {
        return new SimulatedStation(
                new StationPlan("R331ZTEST0000001", "test", DELTA_2, 50, Surroundings.load(0)),
                Instant.parse("2026-06-01T00:00:00Z"));
    }

    private static JsonNode command(int module, String operate, String params) {
        return CloudClient.parse("{\"id\":1,\"version\":\"1.0\",\"moduleType\":%d,\"operateType\":\"%s\",\"params\":%s}"
                .formatted(module, operate, params));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|quietMode|{\"enabled\":1}|mppt.beepState=1",
                "5|mpptCar|{\"enabled\":1}|mppt.carState=1 pd.carState=1",
                "5|acOutCfg|{\"enabled\":0,\"xboost\":1,\"out_voltage\":30,\"out_freq\":2}"
                        + "|mppt.cfgAcEnabled=0 mppt.cfgAcXboost=1 mppt.cfgAcOutVol=30 mppt.cfgAcOutFreq=60"
                        + " inv.cfgAcOutVol=30000 inv.cfgAcOutFreq=2 inv.cfgAcEnabled=0 pd.acEnabled=0",
                "5|acOutCfg|{\"enabled\":255,\"xboost\":255,\"out_voltage\":-1,\"out_freq\":255}"
                        + "|mppt.cfgAcEnabled=1 mppt.cfgAcXboost=0 mppt.cfgAcOutVol=230 mppt.cfgAcOutFreq=50",
                "5|acOutCfg|{\"enabled\":0,\"xboost\":255,\"out_voltage\":4294967295,\"out_freq\":255}"
                        + "|mppt.cfgAcEnabled=0 mppt.cfgAcOutVol=230",
                "5|acChgCfg|{\"chgWatts\":100,\"chgPauseFlag\":1}|mppt.cfgChgWatts=100 mppt.chgPauseFlag=1",
                "5|acChgCfg|{\"chgWatts\":120,\"chgPauseFlag\":255}|mppt.cfgChgWatts=120 mppt.chgPauseFlag=0",
                "5|standbyTime|{\"standbyMins\":180}|mppt.acStandbyMins=180 pd.standbyMin=120",
                "5|carStandby|{\"standbyMins\":240}|mppt.carStandbyMin=240",
                "5|dcChgCfg|{\"dcChgCfg\":5000}|mppt.dcChgCurrent=5000",
                "1|standbyTime|{\"standbyMin\":0}|pd.standbyMin=0 mppt.acStandbyMins=720",
                "1|dcOutCfg|{\"enabled\":1}|pd.dcOutState=1",
                "1|lcdCfg|{\"delayOff\":60,\"brighLevel\":3}|pd.lcdOffSec=60 pd.brightLevel=3",
                "1|lcdCfg|{\"delayOff\":10,\"brighLevel\":1}|pd.lcdOffSec=10 pd.brightLevel=3",
                "1|pvChangePrio|{\"pvChangeSet\":1}|pd.pvChgPrioSet=1",
                "1|watthConfig|{\"isConfig\":1,\"bpPowerSoc\":95,\"minDsgSoc\":40,\"minChgSoc\":95}"
                        + "|pd.watchIsConfig=1 pd.bpPowerSoc=95 bms_emsStatus.minDsgSoc=5",
                "1|acAutoOutConfig|{\"acAutoOutConfig\":1,\"minAcOutSoc\":25}"
                        + "|pd.acAutoOutConfig=1 pd.minAcoutSoc=25",
                "2|upsConfig|{\"maxChgSoc\":50}|bms_emsStatus.maxChargeSoc=50",
                "2|dsgCfg|{\"minDsgSoc\":19}|bms_emsStatus.minDsgSoc=19",
                "2|openOilSoc|{\"openOilSoc\":40}|bms_emsStatus.minOpenOilEb=40",
                "2|closeOilSoc|{\"closeOilSoc\":80}|bms_emsStatus.maxCloseOilEb=80",
            })
    void isAppliedAndShown(int module, String operate, String params, String shown) {
        SimulatedStation station = station();
        SetVerdict verdict = station.judge(command(module, operate, params));
        assertThat(verdict).isInstanceOf(SetVerdict.Accepted.class);
        station.apply((SetVerdict.Accepted) verdict);

        for (String expected : shown.split(" ")) {
            String key = expected.substring(0, expected.indexOf('='));
            assertThat(station.number(key))
                    .as(key)
                    .isEqualTo(Double.parseDouble(expected.substring(expected.indexOf('=') + 1)));
        }
    }

    @Test
    void aReserveThatIsTurnedOffNeedNotFit() {
        assertThat(station()
                        .judge(command(
                                1,
                                "watthConfig",
                                "{\"isConfig\":0,\"bpPowerSoc\":9,\"minDsgSoc\":255,\"minChgSoc\":255}")))
                .isInstanceOf(SetVerdict.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watthConfig|{\"isConfig\":1,\"bpPowerSoc\":9,\"minDsgSoc\":255,\"minChgSoc\":255}",
                "acAutoOutConfig|{\"acAutoOutConfig\":1,\"minAcOutSoc\":9}",
            })
    void isRefusedAgainstOtherSettings(String operate, String params) {
        assertThat(station().judge(command(1, operate, params))).isInstanceOf(SetVerdict.AgainstSettings.class);
    }

    @Test
    void aReserveAboveTheUpperLimitIsRefused() {
        SimulatedStation station = station();
        station.put("bms_emsStatus.maxChargeSoc", 80);
        assertThat(station.judge(command(
                        1, "watthConfig", "{\"isConfig\":1,\"bpPowerSoc\":81,\"minDsgSoc\":255,\"minChgSoc\":255}")))
                .isInstanceOf(SetVerdict.AgainstSettings.class);
    }

    @Test
    void areSeventeen() {
        Map<Integer, Long> byModule = new TreeMap<>(DELTA_2.commands().stream()
                .collect(Collectors.groupingBy(
                        io.github.joulekeeper.simulator.station.CommandRule::moduleType, Collectors.counting())));
        assertThat(byModule).isEqualTo(Map.of(1, 6L, 2, 4L, 5, 7L));
    }
}
