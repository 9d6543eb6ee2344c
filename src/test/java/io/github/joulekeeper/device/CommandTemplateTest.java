package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes along with a set point: keep values, companions that were read, and other settings that bound it. */
class CommandTemplateTest {
    private static final Model MODEL =
            new CatalogLoader().load().model("delta-2").orElseThrow();

    private static CommandTemplate.Payload payload(
            String command, Map<String, Double> setPoints, Map<String, Double> lastRead) {
        return MODEL.command(command)
                .payload(MODEL, setPoints, setting -> lastRead.getOrDefault(setting.name(), Double.NaN));
    }

    @Test
    void allFourFieldsOfTheAcOutletsGoAndThoseNotAskedForAreKept() {
        CommandTemplate.Payload payload = payload("acOutCfg", Map.of("ac-output.frequency", 50.0), Map.of());
        assertThat(payload.envelope())
                .containsExactly(Map.entry("moduleType", 5L), Map.entry("operateType", "acOutCfg"));
        assertThat(payload.params())
                .containsExactly(
                        Map.entry("enabled", 255L),
                        Map.entry("xboost", 255L),
                        Map.entry("out_voltage", -1L),
                        Map.entry("out_freq", 1L));
        assertThat(payload.setPoints()).containsExactly(Map.entry("ac-output.frequency", 50.0));
    }

    @Test
    void aPauseKeepsThePowerThatWasRead() {
        assertThat(payload("acChgCfg", Map.of("ac-charging.paused", 1.0), Map.of("ac-charging.watts", 500.0))
                        .params())
                .containsExactly(Map.entry("chgWatts", 500L), Map.entry("chgPauseFlag", 1L));
        assertThat(payload("acChgCfg", Map.of("ac-charging.watts", 400.0), Map.of())
                        .params())
                .containsExactly(Map.entry("chgWatts", 400L), Map.entry("chgPauseFlag", 255L));
    }

    @Test
    void aCompanionThatWasNeverReadIsNotGuessed() {
        assertThatThrownBy(() -> payload("acChgCfg", Map.of("ac-charging.paused", 1.0), Map.of()))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessage("Command acChgCfg must carry ac-charging.watts too, and its value was never read."
                        + " Wait for a report that holds it, or set it as well");
    }

    @Test
    void aCompanionThatMayNotBeSentIsNotSent() {
        assertThatThrownBy(
                        () -> payload("acChgCfg", Map.of("ac-charging.paused", 0.0), Map.of("ac-charging.watts", 0.0)))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessage(
                        "Command acChgCfg must carry ac-charging.watts too, and the value last read may not be sent:"
                                + " ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not 0 W. Set it as well");
    }

    @Test
    void theScreenAlwaysGoesWithItsOneBrightness() {
        assertThat(payload("lcdCfg", Map.of("screen.timeout", 60.0), Map.of()).params())
                .containsExactly(Map.entry("delayOff", 60L), Map.entry("brighLevel", 3L));
    }

    @Test
    void aForeignSettingIsRefusedByName() {
        assertThatThrownBy(() -> payload("upsConfig", Map.of("discharge-limit.soc", 10.0), Map.of()))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessage("Command upsConfig carries charge-limit.soc, not discharge-limit.soc");
        assertThatThrownBy(() -> payload("upsConfig", Map.of(), Map.of()))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessage("Command upsConfig needs at least one set point");
    }

    @ParameterizedTest
    @CsvSource({"25, true", "24, false", "80, true", "81, false"})
    void theBackupReserveLiesBetweenTheLimits(double reserve, boolean fits) {
        Map<String, Double> read =
                Map.of("discharge-limit.soc", 20.0, "charge-limit.soc", 80.0, "backup-reserve.enabled", 1.0);
        if (fits) {
            assertThat(payload("watthConfig", Map.of("backup-reserve.soc", reserve), read)
                            .params())
                    .containsExactly(
                            Map.entry("isConfig", 1L),
                            Map.entry("bpPowerSoc", (long) reserve),
                            Map.entry("minDsgSoc", 255L),
                            Map.entry("minChgSoc", 255L));
        } else {
            assertThatThrownBy(() -> payload("watthConfig", Map.of("backup-reserve.soc", reserve), read))
                    .isInstanceOf(CommandRefusedException.class)
                    .hasMessage(
                            reserve < 25
                                    ? "backup-reserve.soc must be at least discharge-limit.soc + 5 %, which is 25 % now, not 24 %"
                                    : "backup-reserve.soc must be at most charge-limit.soc, which is 80 % now, not 81 %");
        }
    }

    @Test
    void aReserveOutsideTheLimitsCanStillBeTurnedOffButNotOn() {
        Map<String, Double> read =
                Map.of("discharge-limit.soc", 30.0, "charge-limit.soc", 80.0, "backup-reserve.soc", 20.0);
        assertThat(payload("watthConfig", Map.of("backup-reserve.enabled", 0.0), read)
                        .params())
                .containsEntry("isConfig", 0L)
                .containsEntry("bpPowerSoc", 20L);
        assertThatThrownBy(() -> payload("watthConfig", Map.of("backup-reserve.enabled", 1.0), read))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageStartingWith("backup-reserve.soc must be at least discharge-limit.soc + 5 %");
    }

    @Test
    void aLimitThatWasNeverReadIsNotGuessed() {
        Map<String, Double> setPoints = Map.of("ac-always-on.enabled", 1.0, "ac-always-on.min-soc", 20.0);
        assertThatThrownBy(() -> payload("acAutoOutConfig", setPoints, Map.of()))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessage(
                        "ac-always-on.min-soc must be at least discharge-limit.soc + 5 %, and discharge-limit.soc was"
                                + " never read. Wait for a report that holds it");
        assertThat(payload("acAutoOutConfig", setPoints, Map.of("discharge-limit.soc", 15.0))
                        .params())
                .containsExactly(Map.entry("acAutoOutConfig", 1L), Map.entry("minAcOutSoc", 20L));
    }

    @Test
    void theGetOfACommandAsksForWhatReadsItBack() {
        assertThat(MODEL.command("acOutCfg").queryParams(MODEL))
                .isEqualTo(Map.of(
                        "quotas",
                        List.of("mppt.cfgAcEnabled", "mppt.cfgAcXboost", "mppt.cfgAcOutVol", "mppt.cfgAcOutFreq")));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "100", "150", "-1", "65536", "4294967296", "4294967297"})
    void noRawPayloadCarriesADangerousPower(long watts) {
        Map<String, Object> payload = Map.of(
                "moduleType", 5, "operateType", "acChgCfg", "params", Map.of("chgWatts", watts, "chgPauseFlag", 0));
        assertThat(MODEL.rawRefusal(payload))
                .contains("A raw payload's chgWatts must be 200 W to 1200 W in steps of 100 W as a whole number, not "
                        + watts + ": other values are dangerous");
    }

    @Test
    void noRawPayloadHidesADangerousPower() {
        assertThat(List.<Map<String, ?>>of(
                        Map.of("params", Map.of("chgWatts", "1")),
                        Map.of("params", Map.of("chgWatts", 0.4)),
                        Map.of("params", Map.of("CHGWATTS", 1)),
                        Map.of("params", Map.of("chgWatts", true)),
                        Map.of("params", List.of(Map.of("chgWatts", List.of(1))))))
                .allSatisfy(payload -> assertThat(MODEL.rawRefusal(payload)).isPresent());
        assertThat(MODEL.rawRefusal(Map.of("params", Map.of("chgWatts", 400, "other", 1))))
                .isEmpty();
        assertThat(MODEL.rawRefusal(Map.of("params", Map.of("standbyMin", 1)))).isEmpty();
    }
}
