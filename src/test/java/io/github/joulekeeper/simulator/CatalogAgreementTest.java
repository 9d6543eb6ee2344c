package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.DELTA_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.SetVerdict;
import io.github.joulekeeper.simulator.station.SimulatedStation;
import io.github.joulekeeper.simulator.station.StationPlan;
import java.time.Instant;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog and the simulated stations were written apart; here they meet. */
class CatalogAgreementTest {
    private static final Model MODEL =
            new CatalogLoader().load().model("delta-2").orElseThrow();

    private static SimulatedStation station() {
        return new SimulatedStation(
                new StationPlan("R331ZTEST0000001", "test", DELTA_2, 50, Surroundings.load(0)),
                Instant.parse("2026-06-01T00:00:00Z"));
    }

    static Stream<Setting> settings() {
        return MODEL.settings().stream();
    }

    private static DoubleStream values(Setting setting) {
        return setting.choices().isEmpty()
                ? DoubleStream.of(setting.range().min(), setting.range().max())
                : setting.choices().stream().mapToDouble(Double::doubleValue);
    }

    private static double read(SimulatedStation station, Setting setting) {
        Quota quota = MODEL.quotas().get(setting.readBack().orElseThrow());
        return setting.fromReadBack(station.number(quota.key()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatTheCatalogAllowsTheStationTakesAndShows(Setting setting) {
        SimulatedStation station = station();
        // So that no value is against the settings of a new station.
        station.put("bms_emsStatus.minDsgSoc", 0);
        values(setting).forEach(value -> {
            CommandTemplate command = MODEL.command(setting.command());
            CommandTemplate.Payload payload =
                    command.payload(MODEL, Map.of(setting.name(), value), other -> read(station, other));
            ObjectNode request = CloudClient.JSON.valueToTree(payload.envelope());
            request.set("params", CloudClient.JSON.valueToTree(payload.params()));

            SetVerdict verdict = station.judge(request);
            assertThat(verdict).as(request.toString()).isInstanceOf(SetVerdict.Accepted.class);
            station.apply((SetVerdict.Accepted) verdict);
            assertThat(read(station, setting)).as(request.toString()).isEqualTo(value);
        });
    }

    @ParameterizedTest
    @MethodSource("quotas")
    void everyQuotaOfAStationIsInTheCatalog(String key) {
        assertThat(MODEL.quota(key)).isPresent();
    }

    static Stream<String> quotas() {
        return DELTA_2.quotas().keySet().stream();
    }
}
