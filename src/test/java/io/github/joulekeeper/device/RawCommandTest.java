package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RawCommandTest {
    private static final Catalog CATALOG = new CatalogLoader().load();

    @Property(tries = 500)
    void itsSettingsNameHoldsAllOfIt(@ForAll("payloads") Map<String, Object> payload) {
        RawCommand command = new RawCommand(payload);
        String name = command.setting().name();

        assertThat(RawCommand.named(name)).contains(command);
        assertThat(name).doesNotContain("/", "\n");
        assertThat(name.chars()).allMatch(c -> c >= ' ' && c <= '~');
    }

    @Example
    void isToldApartFromSettingsOfTheCatalog() {
        for (Model model : CATALOG.models()) {
            assertThat(model.settings())
                    .allMatch(setting -> RawCommand.of(setting).isEmpty());
        }
        assertThat(RawCommand.named("raw")).isEmpty();
        assertThat(RawCommand.named("raw {")).isEmpty();
        assertThat(RawCommand.named("raw [1]")).isEmpty();
        assertThat(RawCommand.named("raw {x: 1}")).isEmpty();
    }

    @Example
    void noSettingOfAModelIsARawOne() {
        Model model = CATALOG.model("delta-2").orElseThrow();
        RawCommand command = new RawCommand(Map.of("params", Map.of("x", 1)));
        String name = command.setting().name();

        // Pages and calls look settings up by name: they must not reach raw commands.
        assertThat(model.setting(name)).isEmpty();
        assertThat(model.settingOrRaw(name)).contains(command.setting());
    }

    @Example
    void tellsWhatItSetsOfTheCatalog() {
        Model delta2 = CATALOG.model("delta-2").orElseThrow();
        RawCommand charge = new RawCommand(Map.of(
                "moduleType", 5, "operateType", "acChgCfg", "params", Map.of("chgWatts", 700, "chgPauseFlag", 255)));
        assertThat(named(charge.settings(delta2))).isEqualTo(Map.of("ac-charging.watts", 700.0));

        RawCommand reserve = new RawCommand(Map.of(
                "moduleType",
                1,
                "operateType",
                "watthConfig",
                "params",
                Map.of("isConfig", 1, "bpPowerSoc", 40, "minDsgSoc", 10, "minChgSoc", 255)));
        assertThat(named(reserve.settings(delta2)))
                .isEqualTo(Map.of("backup-reserve.enabled", 1.0, "backup-reserve.soc", 40.0));

        RawCommand unknown =
                new RawCommand(Map.of("moduleType", 5, "operateType", "other", "params", Map.of("enabled", 1)));
        assertThat(unknown.settings(delta2)).isEmpty();
    }

    @Example
    void commandsThatDifferOnlyInTheirParametersAreToldApart() {
        Model deltaPro = CATALOG.model("delta-pro").orElseThrow();
        RawCommand limit =
                new RawCommand(Map.of("operateType", "TCP", "params", Map.of("cmdSet", 32, "id", 49, "maxChgSoc", 70)));
        RawCommand other =
                new RawCommand(Map.of("operateType", "TCP", "params", Map.of("cmdSet", 32, "id", 99, "maxChgSoc", 70)));

        assertThat(named(limit.settings(deltaPro))).isEqualTo(Map.of("charge-limit.soc", 70.0));
        assertThat(other.settings(deltaPro)).isEmpty();
    }

    @Example
    void whatCannotBeSentIsRefused() {
        Map<String, Object> withNothing = new LinkedHashMap<>();
        withNothing.put("x", null);
        assertThatThrownBy(() -> new RawCommand(Map.of("params", withNothing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a raw payload holds maps, lists, numbers, true, false and texts, not null");
        assertThatThrownBy(() -> new RawCommand(Map.of("params", Map.of("x", "y".repeat(5000)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a raw payload must not be longer than 4000 characters");
    }

    @Example
    void whatItsNameCouldNotHoldIsRefused() {
        Object deep = 1;
        for (int i = 0; i < 25; i++) {
            deep = List.of(deep);
        }
        for (Map<String, Object> params :
                List.<Map<String, Object>>of(Map.of("x", deep), Map.of("", 1), Map.of("x", "half \ud83d"))) {
            assertThatThrownBy(() -> new RawCommand(Map.of("params", params)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a raw payload must have a name for each field");
        }
    }

    @Example
    void aTextMayHoldAnyCharacter() {
        RawCommand command = new RawCommand(Map.of("params", Map.of("x", "\ud83d\ude00 é")));
        assertThat(RawCommand.of(command.setting())).contains(command);
    }

    private static Map<String, Double> named(Map<Setting, Double> settings) {
        Map<String, Double> named = new LinkedHashMap<>();
        settings.forEach((setting, value) -> named.put(setting.name(), value));
        return named;
    }

    @Provide
    Arbitrary<Map<String, Object>> payloads() {
        return Combinators.combine(maps(values(2)), maps(values(1))).as((params, envelope) -> {
            Map<String, Object> payload = new LinkedHashMap<>(envelope);
            payload.keySet()
                    .removeIf(key -> List.of("id", "version", "from", "sn", "params")
                            .contains(key.toLowerCase(java.util.Locale.ROOT)));
            payload.put("params", params);
            return payload;
        });
    }

    private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
        return Arbitraries.maps(keys(), values).ofMaxSize(4);
    }

    private static Arbitrary<String> keys() {
        Arbitrary<String> any =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(6).filter(key -> !key.isBlank());
        return Arbitraries.oneOf(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), any)
                .filter(RawCommandTest::isText);
    }

    /** Half of a pair is no character, and no file can hold it. */
    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.longs().map(value -> (Object) value),
                Arbitraries.doubles().between(-1e6, 1e6).ofScale(4).map(value -> (Object) value),
                Arbitraries.of(true, false).map(value -> (Object) value),
                Arbitraries.strings()
                        .ofMaxLength(8)
                        .filter(RawCommandTest::isText)
                        .map(value -> (Object) value),
                Arbitraries.of("true", "010", "5", "null", "~", "- a", "a: b", "#", "\"", "\\", "/", "\t", "é")
                        .map(value -> (Object) value));
        if (depth == 0) {
            return scalars;
        }
        return Arbitraries.oneOf(
                scalars,
                values(depth - 1).list().ofMaxSize(3).map(value -> (Object) value),
                maps(values(depth - 1)).map(value -> (Object) value));
    }
}
