package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OddFilesTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final String SOUND = "rules:\n  - id: on\n    when: soc < 20%\n    set: {ac-charging.watts: 400}\n";

    private static RuleFiles.Loaded check(String text) {
        return check(text, StandardCharsets.UTF_8);
    }

    private static RuleFiles.Loaded check(String text, Charset charset) {
        return RuleFiles.check("odd.yaml", text.getBytes(charset), CATALOG);
    }

    private static List<String> messages(RuleFiles.Loaded loaded) {
        return loaded.issues().stream().map(RuleIssue::message).toList();
    }

    @Test
    void emptyFilesHoldNoRules() {
        for (String text : List.of("", "\n\n", "# nothing\n", "---\n", "rules:\n", "rules: []\nlimits: []\n")) {
            assertThat(check(text).issues()).isEmpty();
            assertThat(check(text).rules().rules()).isEmpty();
        }
    }

    @Test
    void severalDocumentsAreReadAsOne() {
        RuleFiles.Loaded loaded = check(SOUND + "---\n" + SOUND.replace("id: on", "id: off"));

        assertThat(loaded.issues()).isEmpty();
        assertThat(loaded.rules().rules()).extracting(Rule::id).containsExactly("off", "on");
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreIgnored() {
        RuleFiles.Loaded loaded = check("\uFEFF" + SOUND.replace("\n", "\r\n").replace("soc <", "socc <"));

        assertThat(loaded.issues().getFirst().format())
                .isEqualTo(
                        "odd.yaml:3:11: error: unknown name 'socc'. Did you mean 'soc'?\n    when: socc < 20%\n          ^^^^");
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThat(messages(check(SOUND + "# Grün", StandardCharsets.ISO_8859_1)))
                .containsExactly("the file is not UTF-8 text. Save it as UTF-8");
        assertThat(check(SOUND, StandardCharsets.UTF_16).hasErrors()).isTrue();
    }

    @Test
    void largeFilesAreRefused() {
        assertThat(messages(check("#".repeat(1_000_001))))
                .containsExactly("the file is larger than 1000000 bytes. Split it");
    }

    @Test
    void aBillionLaughsAreNotLaughed() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        assertThat(messages(check(text.toString())))
                .containsExactly("'&a0': anchors and aliases are not allowed in rule files. Write the value out");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(messages(check("[".repeat(100_000))))
                .containsExactly("the file is nested too deep: more than 60 levels");
        assertThat(messages(check("rules:\n  - id: deep\n    set: {beeper.silent: true}\n    when: "
                        + "{not: ".repeat(40) + "online" + "}".repeat(40))))
                .containsExactly("the condition is nested too deep: more than 20 maps");
    }

    @Test
    void aFileFullOfErrorsIsToldInPart() {
        StringBuilder text = new StringBuilder("rules:\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("  - {id: BAD, when: soccc < 20%, sett: 4}\n");
        }

        assertThat(check(text.toString()).issues()).hasSizeBetween(100, 200);
    }

    @Test
    void placesSurviveQuotesEscapesAndFoldedLines() {
        for (String when : List.of(
                "\"online and\n      socc < 20%\"",
                "'device(\"it''s\").soc > 1 and\n      socc < 20%'",
                ">-\n      online and\n      socc < 20%",
                "|\n      online and\n      socc < 20%",
                "online and # so far\n      socc < 20%".replace(" # so far", ""),
                "\"\\u006fnline \\\n      and\\tonline and\n      socc < 20%\"")) {
            RuleIssue issue = check(SOUND.replace("soc < 20%", when)).issues().getFirst();

            assertThat(issue.message()).startsWith("unknown name 'socc'");
            assertThat(issue.sourceLine().substring(issue.column() - 1)).startsWith("socc < 20%");
            assertThat(issue.length()).isEqualTo(4);
        }
    }

    @Test
    void columnsAreRightAfterCharactersOutsideOfTheBasicPlane() {
        RuleIssue issue = check(
                        "rules:\n  - {id: a, description: \uD83D\uDE00\uD83D\uDE00, when: socc < 2, set: {beeper.silent: true}}")
                .issues()
                .getFirst();

        assertThat(issue.sourceLine().substring(issue.column() - 1)).startsWith("socc");
    }

    @Test
    void theOrderOfFilesChangesNothing(@TempDir Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            Path file = folder.resolve(name + ".yaml");
            // b and d claim the same id, and c is wrong.
            String id = name.equals("d") ? "b" : name;
            Files.writeString(
                    file, SOUND.replace("id: on", "id: " + id).replace("soc", name.equals("c") ? "socc" : "soc"));
            files.add(file);
        }
        RuleFiles.Loaded expected = RuleFiles.load(List.of(folder), CATALOG);
        assertThat(expected.rules().rules()).extracting(Rule::id).containsExactly("a", "b", "e");
        assertThat(expected.issues()).hasSize(2);

        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(files, random);
            assertThat(RuleFiles.load(files, CATALOG)).isEqualTo(expected);
        }
    }
}
