package io.github.joulekeeper.simulator.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.simulator.battery.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedStationTest {
    private static final StationModel DELTA_2 = StationModelFile.load("delta-2");
    private static final Instant MIDNIGHT = Instant.parse("2026-06-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SimulatedStation station(double soc, Surroundings surroundings) {
        return new SimulatedStation(new StationPlan("R331ZTEST0000001", "test", DELTA_2, soc, surroundings), MIDNIGHT);
    }

    private static JsonNode recording() throws IOException {
        try (InputStream in = SimulatedStationTest.class.getResourceAsStream("/recordings/delta-2-quota-all.json")) {
            return JSON.readTree(in).required("data");
        }
    }

    @Test
    void hasTheQuotasOfTheRecordingWithValuesOfTheSameShape() throws IOException {
        Map<String, JsonNode> quotas = station(50, Surroundings.load(0)).quotas();
        List<String> recorded = new ArrayList<>();
        recording().fieldNames().forEachRemaining(recorded::add);

        assertThat(quotas.keySet()).containsExactlyInAnyOrderElementsOf(recorded);
        for (String key : recorded) {
            JsonNode value = recording().get(key);
            assertThat(quotas.get(key).getNodeType()).as(key).isEqualTo(value.getNodeType());
            assertThat(quotas.get(key).isIntegralNumber()).as(key).isEqualTo(value.isIntegralNumber());
        }
    }

    @Test
    void dischargesIntoItsLoadUntilTheLowerLimit() {
        SimulatedStation station = station(50, Surroundings.load(400));
        station.advance(Duration.ofMinutes(30));

        assertThat(station.soc()).isCloseTo(50 - 100 * (400 / 0.92 / 0.97 / 2) / 1024, within(0.01));
        assertThat(station.number("pd.wattsOutSum")).isEqualTo(400);
        assertThat(station.number("pd.chgDsgState")).isEqualTo(1);
        assertThat(station.number("pd.remainTime")).isNegative();
        assertThat(station.number("bms_emsStatus.dsgRemainTime")).isEqualTo(-station.number("pd.remainTime"));
        assertThat(station.number("bms_emsStatus.chgRemainTime")).isEqualTo(5939);
        assertThat(station.number("bms_bmsStatus.amp")).isNegative();

        station.advance(Duration.ofHours(3));
        assertThat(station.soc()).isCloseTo(5, within(0.01));
        assertThat(station.number("pd.wattsOutSum")).isZero();
    }

    @Test
    void atRestNoRemainingTimeApplies() {
        SimulatedStation station = station(50, Surroundings.load(0));
        station.advance(Duration.ofMinutes(1));

        assertThat(station.number("pd.remainTime")).isEqualTo(-5939);
        assertThat(station.number("bms_emsStatus.chgRemainTime")).isEqualTo(5939);
        assertThat(station.number("bms_emsStatus.dsgRemainTime")).isEqualTo(5939);
        assertThat(station.number("pd.chgDsgState")).isZero();
    }

    @Test
    void chargesFromTheGridWithTheSetPowerUpToTheUpperLimit() {
        SimulatedStation station = station(40, Surroundings.load(100).withGrid(true));
        station.put("mppt.cfgChgWatts", 400);
        station.put("bms_emsStatus.maxChargeSoc", 60);
        station.advance(Duration.ofMinutes(10));

        assertThat(station.number("inv.inputWatts")).isEqualTo(500);
        assertThat(station.flows().gridCharge()).isCloseTo(400, within(1e-9));
        assertThat(station.number("mppt.chgType")).isEqualTo(3);
        assertThat(station.number("pd.remainTime")).isBetween(1.0, 60.0);

        station.advance(Duration.ofHours(5));
        assertThat(station.soc()).isCloseTo(60, within(0.01));
        assertThat(station.flows().gridCharge()).isCloseTo(0, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void chargePowersOf0And1MeanFullPower(int watts) {
        SimulatedStation station = station(40, Surroundings.load(0).withGrid(true));
        station.put("mppt.cfgChgWatts", watts);
        station.advance(Duration.ofSeconds(10));

        assertThat(station.flows().gridCharge()).isCloseTo(1200, within(1e-9));
    }

    @Test
    void aPauseEndsWhenTheStationIsPluggedInAgain() {
        SimulatedStation station = station(40, Surroundings.load(0).withGrid(true));
        station.put("mppt.chgPauseFlag", 1);
        station.advance(Duration.ofSeconds(10));
        assertThat(station.flows().gridCharge()).isZero();

        station.surround(now -> now.withGrid(false));
        station.surround(now -> now.withGrid(true));
        station.advance(Duration.ofSeconds(10));

        assertThat(station.number("mppt.chgPauseFlag")).isZero();
        assertThat(station.flows().gridCharge()).isPositive();
    }

    @Test
    void theGeneratorStartsAtItsStartAndStopsAtItsStop() {
        SimulatedStation station = station(12, Surroundings.load(600).withGenerator(true));
        station.advance(Duration.ofSeconds(5));
        assertThat(station.generatorRunning()).isFalse();

        while (station.soc() > 10) {
            station.advance(Duration.ofSeconds(5));
        }
        station.surround(now -> now.withAcLoad(0));
        station.advance(Duration.ofSeconds(5));
        assertThat(station.generatorRunning()).isTrue();
        assertThat(station.number("pd.wattsInSum")).isEqualTo(800);
        assertThat(station.number("mppt.chgType")).isEqualTo(4);

        station.advance(Duration.ofHours(2));
        assertThat(station.generatorRunning()).isFalse();
        assertThat(station.soc()).isCloseTo(60, within(0.2));
    }

    @Test
    void theSunChargesByDayAlone() {
        SimulatedStation station = station(20, Surroundings.load(0).withSolarPeak(300));
        station.advance(Duration.ofHours(5));
        assertThat(station.number("mppt.inWatts")).isZero();
        station.advance(Duration.ofHours(5));
        assertThat(station.number("mppt.inWatts")).isBetween(200.0, 300.0);
        assertThat(station.soc()).isGreaterThan(30);
        assertThat(station.number("pd.chgSunPower")).isPositive();
    }

    @Test
    void withSolarPriorityTheGridGivesOnlyWhatTheSunDoesNot() {
        SimulatedStation station =
                station(20, Surroundings.load(0).withGrid(true).withSolarPeak(500));
        station.put("mppt.cfgChgWatts", 1200);
        station.put("pd.pvChgPrioSet", 1);
        station.put("bms_emsStatus.maxChargeSoc", 60);
        station.advance(Duration.ofHours(12));
        station.surround(now -> now.withUsbLoad(200));
        station.put("pd.dcOutState", 1);
        station.advance(Duration.ofSeconds(5));

        assertThat(station.flows().solar()).isCloseTo(200, within(1.0));
        assertThat(station.flows().gridCharge()).isCloseTo(0, within(1.0));
    }

    @Test
    void reportsEverythingOnceAndThenWhatChanged() {
        SimulatedStation station = station(50, Surroundings.load(0));
        int all = station.takeReports(false).stream()
                .mapToInt(report -> report.params().size())
                .sum();
        assertThat(all).isEqualTo(station.quotas().size());
        assertThat(station.takeReports(false)).isEmpty();

        station.put("mppt.beepState", 1);
        List<SimulatedStation.ModuleReport> reports = station.takeReports(false);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.module().typeCode()).isEqualTo("mpptStatus");
            assertThat(report.params().keySet()).isEqualTo(Collections.singleton("beepState"));
        });
    }

    @Test
    void aModelFileThatLacksAQuotaIsRefused() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/simulator/delta-2.json")) {
            var file = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(in);
            ((com.fasterxml.jackson.databind.node.ObjectNode) file.get("quotas")).remove("pd.soc");
            assertThatThrownBy(() -> StationModelFile.model(file))
                    .hasMessage("DELTA 2: pd.soc is used but has no value. Add it to the quotas");
        }
    }
}
