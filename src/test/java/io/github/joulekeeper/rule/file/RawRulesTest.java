package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.ParsedRaw;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Raw payloads in rule files, where they are allowed. */
class RawRulesTest {
    private static final Catalog CATALOG = new CatalogLoader().load();

    private static RuleFiles.Loaded check(String raw) {
        String rule = """
                rules:
                  - id: unlisted
                    devices: {model: delta-2}
                    when: soc < 20%%
                    set:
                      raw: %s
                """.formatted(raw);
        return RuleFiles.check("rules.yaml", rule.getBytes(StandardCharsets.UTF_8), CATALOG, true);
    }

    private static RawCommand command(Rule.SourceAssignment assignment) {
        return ((ParsedRaw) assignment.value()).command();
    }

    @Test
    void aPayloadIsTakenAsItStands() {
        RuleFiles.Loaded loaded = check("""
                {moduleType: 1, operateType: someCmd, params: {x: 1, y: -0.5, on: true, name: "010", list: [1, {z: a}]}}""");

        assertThat(loaded.issues()).isEmpty();
        assertThat(command(loaded.rules().rules().getFirst().set().getFirst()).payload())
                .isEqualTo(Map.of(
                        "moduleType",
                        1L,
                        "operateType",
                        "someCmd",
                        "params",
                        Map.of("x", 1L, "y", -0.5, "on", true, "name", "010", "list", List.of(1L, Map.of("z", "a")))));
    }

    @Test
    void rulesWithDifferentPayloadsDoNotDisagree() {
        String rules = """
                rules:
                  - {id: one, when: online, set: {raw: {moduleType: 1, params: {x: 1}}}}
                  - {id: two, when: online, set: {raw: {moduleType: 1, params: {x: 2}}}}
                """;
        assertThat(RuleFiles.check("rules.yaml", rules.getBytes(StandardCharsets.UTF_8), CATALOG, true)
                        .issues())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{moduleType: 5, operateType: acChgCfg, params: {chgWatts: 0}} | 0",
                "{moduleType: 5, operateType: acChgCfg, params: {ChgWatts: 1, chgPauseFlag: 255}} | 1",
                "{moduleType: 5, operateType: other, params: {deep: [{chgwatts: 255}]}} | 255",
                "{moduleType: 5, operateType: acChgCfg, params: {chgWatts: '400'}} | 400",
                "{moduleType: 5, operateType: acChgCfg, params: {chgWatts: 0.5}} | 0.5",
            })
    void whatMeansFullPowerIsRefused(String raw, String value) {
        RuleFiles.Loaded loaded = check(raw.replace('\'', '"'));

        assertThat(loaded.rules().rules()).isEmpty();
        assertThat(loaded.issues())
                .singleElement()
                .extracting(RuleIssue::message)
                .asString()
                .containsIgnoringCase(
                        "A raw payload's chgWatts must be 200 W to 1200 W in steps of 100 W as a whole number, not "
                                + value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 'raw' must be a vendor payload, as in raw: {moduleType: 1, operateType: name, params: {x: 1}}",
                "{moduleType: 1, operateType: a} | a raw payload needs a map 'params', as in {moduleType: 1, operateType: name, params: {x: 1}}",
                "{moduleType: 1, params: 3} | a raw payload needs a map 'params', as in {moduleType: 1, operateType: name, params: {x: 1}}",
                "{sn: R331ZTEST0000002, params: {x: 1}} | 'sn' is written by Joulekeeper itself. Leave it away",
                "{ID: 7, params: {x: 1}} | 'ID' is written by Joulekeeper itself. Leave it away",
                "{moduleType: 1, params: {x: }} | a payload's field needs a value; write \"\" for an empty text",
                "{moduleType: 1, params: {x: 1, x: 2}} | the field 'x' stands here twice. Remove one of them",
                "{moduleType: 1, params: {[a]: 2}} | a payload's field must have a name",
            },
            quoteCharacter = '`')
    void whatIsNoPayloadIsToldSo(String raw, String message) {
        assertThat(check(raw).issues()).extracting(RuleIssue::message).containsExactly(message);
    }
}
