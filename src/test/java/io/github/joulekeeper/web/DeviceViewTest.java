package io.github.joulekeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceViewTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Model DELTA_2 = CATALOG.model("delta-2").orElseThrow();
    private static final String SERIAL = "R331ZTEST0000001";
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String RULES = """
            rules:
              - {id: strong, when: soc < 20%, set: {ac-charging.watts: 400}, priority: 60, max-active: 1h}
              - {id: weak, when: soc < 30%, set: {ac-charging.watts: 600}}
            """;

    @Test
    void aSettingSaysWhoWinsWhoDoesNotAndWhatWasCommandedLast() {
        StateModel state = new StateModel();
        DeviceState device = new DeviceState(SERIAL, "garage", DELTA_2, Duration.ofMinutes(5));
        state.add(device);
        Engine engine = new Engine(EngineSettings.in(ZoneOffset.UTC), state, new ModelBinder());
        engine.load(
                RuleFiles.check("rules.yaml", RULES.getBytes(StandardCharsets.UTF_8), CATALOG)
                        .rules(),
                NOW);
        int charging =
                DELTA_2.setting("ac-charging.watts").orElseThrow().readBack().orElseThrow();
        Report report = new Report(
                SERIAL,
                Report.Source.PUSHED,
                NOW,
                new int[] {DELTA_2.indexOf("soc"), charging},
                new double[] {18, 200},
                Map.of());
        device.apply(report);
        engine.reported(SERIAL, report, NOW);
        CommandView command = CommandView.of(new CommandLog.CommandRecord(
                new LedgerEntry.CommandOpened(
                        17,
                        SERIAL,
                        List.of("strong"),
                        "soc < 20%",
                        "acChgCfg",
                        Map.of(),
                        Map.of("ac-charging.watts", "400 W"),
                        Map.of("ac-charging.watts", 400.0),
                        NOW),
                List.of(),
                Optional.of(new CommandLog.Ended(Outcome.CONFIRMED, "ac-charging.watts = 400 W", NOW))));

        DeviceView view = DeviceView.whole(device, "", engine.settings(SERIAL), NOW)
                .with(Map.of("ac-charging.watts", DeviceView.LastCommandView.of(command, "400 W")));

        assertThat(view.settings())
                .filteredOn(setting -> setting.name().equals("ac-charging.watts"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.value()).isEqualTo("200 W");
                    assertThat(setting.setPoint()).isEqualTo("400 W");
                    assertThat(setting.before()).isEqualTo("200 W");
                    assertThat(setting.claim())
                            .isEqualTo(new DeviceView.ClaimView(
                                    "strong",
                                    "400 W",
                                    60,
                                    NOW,
                                    NOW.plus(Duration.ofHours(1)),
                                    "soc < 20%: soc = 18 % (0 s ago)"));
                    assertThat(setting.shadowed())
                            .extracting(DeviceView.ClaimView::origin, DeviceView.ClaimView::value)
                            .containsExactly(org.assertj.core.groups.Tuple.tuple("weak", "600 W"));
                    assertThat(setting.lastCommand().outcome()).isEqualTo("confirmed");
                    assertThat(setting.lastCommand().id()).isEqualTo(17);
                });
        assertThat(view.settings())
                .filteredOn(setting -> setting.name().equals("beeper.silent"))
                .singleElement()
                .satisfies(setting -> assertThat(setting.claim()).isNull());
    }
}
