package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that come with Joulekeeper load, agree with each other, and a new model is one more file. */
class CatalogLoaderTest {
    private final CatalogLoader loader = new CatalogLoader();
    private final Catalog catalog = loader.load();

    @Test
    void theDelta2HasAllItsQuotasSettingsAndCommands() {
        Model delta2 = catalog.model("delta-2").orElseThrow();
        assertThat(delta2.quotas().stream().filter(Quota::documented)).hasSize(160);
        assertThat(delta2.commands()).hasSize(17);
        assertThat(delta2.settings())
                .hasSize(24)
                .allMatch(setting -> setting.readBack().isPresent());
    }

    @Test
    void comesWithFourModels() {
        assertThat(catalog.models().stream().map(Model::id))
                .containsExactly("delta-2", "delta-2-max", "river-2-max", "delta-pro");
    }

    @ParameterizedTest
    @CsvSource({
        "soc",
        "input-watts",
        "output-watts",
        "solar-watts",
        "ac-input-watts",
        "ac-output-watts",
        "battery-temperature",
        "battery-volts",
        "remaining-time",
        "time-to-full",
        "time-to-empty",
        "battery-health"
    })
    void everyModelKnowsTheAlias(String alias) {
        assertThat(catalog.models())
                .allSatisfy(model -> assertThat(model.quota(alias))
                        .as("%s of %s", alias, model.name())
                        .isPresent());
    }

    @Test
    void anAliasMeansOneKindOfQuantityAndASettingOneKindOfValueOnAllModels() {
        Map<String, Dimension> aliases = new HashMap<>();
        Map<String, String> settings = new HashMap<>();
        for (Model model : catalog.models()) {
            for (Quota quota : model.quotas()) {
                for (String alias : quota.aliases()) {
                    Dimension dimension = quota.unit().dimension();
                    assertThat(aliases.merge(alias, dimension, (first, next) -> first))
                            .as(alias)
                            .isEqualTo(dimension);
                }
            }
            for (Setting setting : model.settings()) {
                String kind = setting.kind() + " in " + setting.unit();
                assertThat(settings.merge(setting.name(), kind, (first, next) -> first))
                        .as(setting.name())
                        .isEqualTo(kind);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "R331ZTEST0000001, delta-2",
        "R335ZTEST0000001, delta-2",
        "R351ZTEST0000001, delta-2-max",
        "R611ZTEST0000001, river-2-max",
        "DCABZTEST000001, delta-pro"
    })
    void aSerialNumberTellsTheModel(String serial, String id) {
        Catalog.Choice choice =
                catalog.choose(Optional.empty(), serial, Set.of()).orElseThrow();
        assertThat(choice.model().id()).isEqualTo(id);
        assertThat(choice.reason()).startsWith("serial number begins with ");
    }

    @Test
    void ofModelsThatKnowAsManyKeysTheFirstIsTakenAndTheOthersAreNamed() {
        Catalog.Choice choice = catalog.choose(Optional.empty(), "ZZZZZTEST0000001", Set.of("pd.soc", "pd.remainTime"))
                .orElseThrow();
        assertThat(choice.model().id()).isEqualTo("delta-2");
        assertThat(choice.reason())
                .isEqualTo(
                        "knows 2 of 2 reported keys, as many as delta-2-max, river-2-max, delta-pro; name the model to be sure");
    }

    @Test
    void keysThatThePrefixesModelDoesNotKnowOutweighThePrefix() {
        Set<String> reported = Set.of("pd.soc", "mppt.cfgChgWatts", "mppt.acStandbyMins", "bms_emsStatus.minOpenOilEb");
        assertThat(catalog.choose(Optional.empty(), "DCABZTEST000001", reported)
                        .orElseThrow()
                        .reason())
                .startsWith("knows 4 of 4 reported keys");
    }

    @Test
    void keysThatNoModelKnowsChooseNone() {
        assertThat(catalog.choose(Optional.empty(), "ZZZZZTEST0000001", Set.of("a.b", "c.d")))
                .isEmpty();
    }

    @Test
    void theDeltaProTakesItsCommandsByCmdSetAndId() {
        Model deltaPro = catalog.model("delta-pro").orElseThrow();
        CommandTemplate command = deltaPro.command("slowChgPower");
        CommandTemplate.Payload payload =
                command.payload(deltaPro, Map.of("ac-charging.watts", 400.0), setting -> Double.NaN);
        assertThat(payload.envelope()).isEqualTo(Map.of("operateType", "TCP"));
        assertThat(payload.params()).isEqualTo(Map.of("cmdSet", 32L, "id", 69L, "slowChgPower", 400L));
        assertThat(command.queryParams(deltaPro))
                .isEqualTo(Map.of("cmdSet", 32L, "id", 69L, "quotas", List.of("inv.cfgSlowChgWatts")));
        assertThat(deltaPro.quota("solar-watts").orElseThrow().format(2960)).isEqualTo("296 W");
    }

    @Test
    void aNewModelIsOneFile() throws IOException {
        Model model;
        try (var in = CatalogLoaderTest.class.getResourceAsStream("/device/made-up-4.yaml")) {
            model = loader.read("made-up-4.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Catalog grown =
                new Catalog(java.util.stream.Stream.concat(catalog.models().stream(), java.util.stream.Stream.of(model))
                        .toList());
        assertThat(grown.choose(Optional.empty(), "ZZ99ZTEST0000001", Set.of())
                        .orElseThrow()
                        .model())
                .isSameAs(model);
        assertThat(model.quota("soc").orElseThrow().key()).isEqualTo("bat.level");
        assertThat(model.indexOf("bat.", "level")).isZero();
        assertThat(model.quota("bat.mode").orElseThrow().format(2)).isEqualTo("on");
        CommandTemplate.Payload payload = model.command("limit")
                .payload(
                        model,
                        Map.of("charge-limit.soc", 80.0),
                        setting -> setting.name().equals("fan.speed") ? 1 : 0);
        assertThat(payload.envelope()).isEqualTo(Map.of("cmdCode", "MADE_UP", "version", 4L));
        assertThat(payload.params()).isEqualTo(Map.of("top", 80L, "fan", 10L, "fixed", 7L));
        assertThat(model.setting("fan.speed").orElseThrow().formatRange()).isEqualTo("one of quiet, fast");
    }

    @Test
    void theIndexIsTheOnlyPlaceThatNamesTheFiles() {
        assertThatThrownBy(() -> new Catalog(
                        List.of(catalog.models().getFirst(), catalog.models().getFirst())))
                .hasMessage("Two catalog files define the model 'delta-2'");
    }
}
