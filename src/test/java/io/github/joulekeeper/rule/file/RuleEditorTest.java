package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.RuleEditException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule is changed, and every other byte of its file stays. */
class RuleEditorTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Predicate<String> ANY = tag -> true;
    private static final String HOUSE = """
            # Kept by hand. ⚡
            limits:
              - {setting: ac-charging.watts, at-most: 800}   # never more

            rules:
              # The first.
              - id: one # short
                when: soc < 20%   # low
                # in between
                set:
                  ac-charging.watts: 400

              # The second.
              -
                # its own comment
                id: two
                description: |
                  Two lines
                  of text

                when: {all: [soc < 30%, soc > 2%]}
                set: {ac-charging.watts: 500} # last
                # after

              - {id: three, when: soc < 40%, set: {ac-charging.watts: 600}} # braces
            """;
    private static final String FOUR = "id: four\nwhen: soc < 50%   # half\nset: {ac-charging.watts: 700}\n";

    @TempDir
    Path folder;

    private HeldRules held;

    private RuleEditor editor(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return editor();
    }

    private RuleEditor editor() {
        held = new HeldRules(folder, CATALOG);
        held.load();
        return new RuleEditor(folder, held);
    }

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void aRuleStandsInItsOwnWords() throws IOException {
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertThat(editor.all()).extracting(RuleEditor.Stored::id).containsExactly("one", "two", "three");
        RuleEditor.Stored two = editor.find("two").orElseThrow();
        assertThat(two.text()).isEqualTo("""
                id: two
                description: |
                  Two lines
                  of text

                when: {all: [soc < 30%, soc > 2%]}
                set: {ac-charging.watts: 500} # last
                """);
        assertThat(two.file()).isEqualTo("house.yaml");
        assertThat(two.line()).isEqualTo(16);
        assertThat(two.data()).containsEntry("set", Map.of("ac-charging.watts", 500L));
        assertThat(editor.find("three").orElseThrow().text())
                .isEqualTo("{id: three, when: soc < 40%, set: {ac-charging.watts: 600}} # braces\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two", "three"})
    void whatIsReplacedByItselfChangesNothing(String id) throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);
        String text = editor.find(id).orElseThrow().text();

        editor.replace(id, text, ANY);

        // A rule in braces comes back as lines; all else stays to the byte.
        String before = id.equals("three") ? HOUSE.substring(0, HOUSE.indexOf("{id: three")) : HOUSE;
        assertThat(content("house.yaml")).startsWith(before);
        assertThat(held.rules().rules()).hasSize(3);
    }

    @Test
    void replacingKeepsEveryOtherByte() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        RuleEditor.Change change =
                editor.replace("two", "id: two\n# new\nwhen: soc < 33%\nset:\n  ac-charging.watts: 500\n", ANY);

        int start = HOUSE.indexOf("id: two");
        int end = HOUSE.indexOf(" # last") + " # last".length();
        assertThat(content("house.yaml"))
                .isEqualTo(HOUSE.substring(0, start)
                        + "id: two\n    # new\n    when: soc < 33%\n    set:\n      ac-charging.watts: 500"
                        + HOUSE.substring(end));
        assertThat(change.stored().orElseThrow().text()).contains("# new");
        assertThat(held.rules().rule("two").orElseThrow().when().text()).contains("33");
        assertThat(change.reload().orElseThrow().plan().operations())
                .extracting(ReloadPlan.Operation::id)
                .containsExactly("two");
    }

    @Test
    void deletingKeepsEveryOtherByte() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        editor.delete("one", ANY);
        editor.delete("three", ANY);
        editor.delete("two", ANY);

        assertThat(content("house.yaml")).isEqualTo("""
                # Kept by hand. ⚡
                limits:
                  - {setting: ac-charging.watts, at-most: 800}   # never more

                rules:
                  # The first.

                  # The second.
                    # after

                """);
        assertThat(held.rules().rules()).isEmpty();
        assertThat(held.rules().limits()).hasSize(1);

        editor.create(FOUR, Optional.of("house.yaml"));
        assertThat(content("house.yaml")).contains("rules:\n  - id: four\n    when: soc < 50%   # half\n");
        assertThat(held.rules().rule("four")).isPresent();
    }

    @Test
    void disablingChangesOneWord() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        editor.enable("one", false, ANY);
        editor.enable("three", false, ANY);
        assertThat(content("house.yaml"))
                .isEqualTo(HOUSE.replace("id: one # short\n", "id: one # short\n    enabled: false\n")
                        .replace("{id: three,", "{id: three, enabled: false,"));
        assertThat(held.rules().rule("one").map(Rule::enabled)).contains(false);

        editor.enable("one", true, ANY);
        assertThat(content("house.yaml")).contains("id: one # short\n    enabled: true\n");
        assertThat(editor.enable("two", true, ANY).reload()).isEmpty();
    }

    @Test
    void aNewRuleComesAfterTheLast() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        editor.create(FOUR, Optional.of("house.yaml"));

        assertThat(content("house.yaml"))
                .isEqualTo(HOUSE.replace(
                        "# braces\n",
                        "# braces\n  - id: four\n    when: soc < 50%   # half\n    set: {ac-charging.watts: 700}\n"));
    }

    @Test
    void aNewRuleGetsAFileOfItsOwnUnlessItIsTold() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        RuleEditor.Change change = editor.create(FOUR, Optional.empty());

        assertThat(content("four.yaml"))
                .isEqualTo("rules:\n  - id: four\n    when: soc < 50%   # half\n    set: {ac-charging.watts: 700}\n");
        assertThat(change.stored().orElseThrow().file()).isEqualTo("four.yaml");
        assertThat(content("house.yaml")).isEqualTo(HOUSE);
        assertThat(names()).containsExactly("four.yaml", "house.yaml");
    }

    @Test
    void jsonBecomesLines() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        editor.create(
                "{\"id\": \"four\", \"when\": {\"all\": [\"soc < 50%\", \"time in 22:00..06:00\"]},"
                        + " \"set\": {\"ac-charging.watts\": 700}, \"enabled\": false, \"description\": \"a: \\u26a1 'b'\"}",
                Optional.of("house.yaml"));

        assertThat(content("house.yaml")).startsWith(HOUSE).contains("  - id: four\n    when:\n      all:\n");
        assertThat(held.rules().rule("four").orElseThrow().description()).isEqualTo("a: ⚡ 'b'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: [{id: a, when: soc < 1%, set: {ac-charging.watts: 400}}, {id: b, when: soc < 2%, set: {ac-charging.watts: 400}}]",
                "{\"rules\": [{\"id\": \"a\", \"when\": \"soc < 1%\", \"set\": {\"ac-charging.watts\": 400}},\n {\"id\": \"b\", \"when\": \"soc < 2%\", \"set\": {\"ac-charging.watts\": 400}}]}"
            })
    void rulesInBracketsStayInBrackets(String file) throws Exception {
        RuleEditor editor = editor("json.yaml", file);

        editor.create(FOUR, Optional.of("json.yaml"));
        editor.replace("a", "id: a\nwhen: soc < 9%\nset: {ac-charging.watts: 400}", ANY);
        editor.delete("b", ANY);
        editor.enable("four", false, ANY);

        assertThat(editor.all()).extracting(RuleEditor.Stored::id).containsExactly("a", "four");
        assertThat(held.rules().rule("a").orElseThrow().when().text()).contains("9");
        assertThat(held.rules().rule("four").map(Rule::enabled)).contains(false);
        editor.delete("a", ANY);
        editor.delete("four", ANY);
        assertThat(held.rules().rules()).isEmpty();
    }

    @Test
    void lineEndsByteOrderMarkModeAndAMissingLastLineEndStay() throws Exception {
        String crlf =
                "\uFEFFrules:\r\n- id: a\r\n  when: soc < 1%\r\n  set: {ac-charging.watts: 400}\r\n# x\r\n- id: b\r\n  when: soc < 2%\r\n  set: {ac-charging.watts: 400}";
        RuleEditor editor = editor("crlf.yml", crlf);
        Files.setPosixFilePermissions(folder.resolve("crlf.yml"), PosixFilePermissions.fromString("rw-rw----"));

        assertThat(editor.find("a").orElseThrow().text())
                .isEqualTo("id: a\nwhen: soc < 1%\nset: {ac-charging.watts: 400}\n");
        editor.replace("a", "id: a\nwhen: soc < 3%\nset: {ac-charging.watts: 400}\n", ANY);
        assertThat(content("crlf.yml")).isEqualTo(crlf.replace("soc < 1%", "soc < 3%"));
        editor.enable("b", false, ANY);
        editor.create(FOUR, Optional.of("crlf.yml"));
        assertThat(content("crlf.yml"))
                .isEqualTo(
                        crlf.replace("soc < 1%", "soc < 3%").replace("- id: b\r\n", "- id: b\r\n  enabled: false\r\n")
                                + "\r\n- id: four\r\n  when: soc < 50%   # half\r\n  set: {ac-charging.watts: 700}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("crlf.yml"))))
                .isEqualTo("rw-rw----");
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("house.yaml");
        Files.writeString(real, HOUSE);
        Files.createSymbolicLink(folder.resolve("house.yaml"), real);
        RuleEditor editor = editor();

        editor.enable("one", false, ANY);

        assertThat(folder.resolve("house.yaml")).isSymbolicLink();
        assertThat(Files.readString(real)).contains("enabled: false");
    }

    @Test
    void whoeverKnowsAnotherTextChangesNothing() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);
        String tag = editor.find("one").orElseThrow().tag();
        Files.writeString(folder.resolve("house.yaml"), HOUSE.replace("soc < 20%", "soc < 21%"));

        assertRefused(Kind.CHANGED, () -> editor.delete("one", tag::equals));
        assertRefused(Kind.CHANGED, () -> editor.enable("one", false, tag::equals));
        assertRefused(Kind.CHANGED, () -> editor.replace("one", FOUR.replace("four", "one"), tag::equals));
        assertThat(content("house.yaml")).isEqualTo(HOUSE.replace("soc < 20%", "soc < 21%"));
        assertThat(editor.find("two").orElseThrow().tag())
                .as("the tag is the rule's alone")
                .isEqualTo(editor(folder, HOUSE).find("two").orElseThrow().tag());
    }

    private RuleEditor editor(Path unused, String content) throws IOException {
        return editor("house.yaml", content);
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceInTheText() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertThatThrownBy(() ->
                        editor.create("id: four\nwhen: socc < 50%\nset: {ac-charging.watts: 701}\n", Optional.empty()))
                .isInstanceOfSatisfying(RuleEditException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(Kind.INVALID);
                    assertThat(refused.issues())
                            .extracting(RuleIssue::file, RuleIssue::line, RuleIssue::column)
                            .containsExactly(
                                    org.assertj.core.groups.Tuple.tuple(RuleEditor.SUBMITTED, 2, 7),
                                    org.assertj.core.groups.Tuple.tuple(RuleEditor.SUBMITTED, 3, 26));
                });
        assertRefused(
                Kind.INVALID,
                () -> editor.create("id: Four!\nwhen: soc < 5%\nset: {ac-charging.watts: 400}", Optional.empty()));
        assertRefused(
                Kind.INVALID,
                () -> editor.create("rules:\n - " + FOUR.strip().replace("\n", "\n   "), Optional.empty()));
        assertRefused(Kind.INVALID, () -> editor.create("", Optional.empty()));
        assertRefused(Kind.INVALID, () -> editor.create("- a", Optional.empty()));
        assertRefused(Kind.INVALID, () -> editor.create(FOUR + "---\n" + FOUR, Optional.empty()));
        assertRefused(Kind.INVALID, () -> editor.create("id: [", Optional.empty()));
        assertRefused(Kind.INVALID, () -> editor.replace("one", FOUR, ANY));
        assertThat(names()).containsExactly("house.yaml");
        assertThat(content("house.yaml")).isEqualTo(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x.yaml", "a/b.yaml", ".x.yaml", "x.txt", "x", "", "a\\b.yaml", "x.yaml\0", "/etc/x.yaml"})
    void aFileStaysInTheDirectory(String name) throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertRefused(Kind.INVALID, () -> editor.create(FOUR, Optional.of(name)));
        assertThat(names()).containsExactly("house.yaml");
    }

    @Test
    void anIdIsTakenOnce() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertRefused(Kind.CONFLICT, () -> editor.create(FOUR.replace("four", "one"), Optional.empty()));
        assertRefused(Kind.NOT_FOUND, () -> editor.delete("four", ANY));
        assertRefused(Kind.NOT_FOUND, () -> editor.replace("four", FOUR, ANY));
    }

    @Test
    void aRuleThatOthersSpeakOfStays() throws Exception {
        Files.writeString(
                folder.resolve("other.yaml"),
                "rules:\n- id: reader\n  when: rule(\"one\").active\n  set: {ac-charging.watts: 400}\n");
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertThatThrownBy(() -> editor.delete("one", ANY)).isInstanceOfSatisfying(RuleEditException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(Kind.INVALID);
            assertThat(refused.issues())
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.file()).endsWith("other.yaml"));
        });
        assertThat(content("house.yaml")).isEqualTo(HOUSE);
    }

    @Test
    void aFileWithErrorsIsLeftToThePersonWhoMadeThem() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);
        Files.writeString(folder.resolve("broken.yaml"), "rules:\n  - id: x\n   when: [");

        assertRefused(Kind.CONFLICT, () -> editor.create(FOUR, Optional.of("broken.yaml")));
        Files.writeString(folder.resolve("broken.yaml"), "");
        assertRefused(Kind.CONFLICT, () -> editor.create(FOUR, Optional.of("broken.yaml")));
        Files.write(folder.resolve("broken.yaml"), "rules: # \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(Kind.CONFLICT, () -> editor.create(FOUR, Optional.of("broken.yaml")));
        // Others can still be changed.
        editor.create(FOUR, Optional.empty());
        assertThat(held.rules().rule("four")).isPresent();
    }

    @Test
    void aRuleWhoseFileWasBrokenSinceIsNotTakenToBeGone() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);
        Files.writeString(folder.resolve("other.yaml"), "rules: []\n");
        String broken = HOUSE.replace("    when: soc < 20%", "   when: soc < 20%");
        Files.writeString(folder.resolve("house.yaml"), broken);
        String one = FOUR.replace("four", "one");

        for (Call change : List.<Call>of(
                () -> editor.replace("one", one, ANY),
                () -> editor.delete("one", ANY),
                () -> editor.enable("one", false, ANY),
                () -> editor.create(one, Optional.of("other.yaml")))) {
            assertThatThrownBy(change::run).isInstanceOfSatisfying(RuleEditException.class, refused -> {
                assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
                assertThat(refused).hasMessageContaining("Correct it by hand first");
                assertThat(refused.issues()).singleElement().satisfies(issue -> {
                    assertThat(issue.file()).endsWith("house.yaml");
                    assertThat(issue.line()).isEqualTo(8);
                });
            });
        }
        assertThat(content("house.yaml")).isEqualTo(broken);
        assertThat(content("other.yaml")).isEqualTo("rules: []\n");
        Files.delete(folder.resolve("house.yaml"));
        assertRefused(Kind.NOT_FOUND, () -> editor.delete("one", ANY));
    }

    @Test
    void noRuleIsSaidToBeMissingWhileAFileCannotBeRead() throws Exception {
        Files.writeString(folder.resolve("broken.yaml"), "rules:\n  - id: x\n   when: [");
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertThatThrownBy(() -> editor.delete("x", ANY)).isInstanceOfSatisfying(RuleEditException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
            assertThat(refused).hasMessageContaining("No file that can be read holds a rule 'x'");
            assertThat(refused.issues())
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.file()).endsWith("broken.yaml"));
        });
        editor.delete("one", ANY);
    }

    @Test
    void aReadOnlyDirectoryStaysAsItIs() throws Exception {
        Path archive = folder.resolve("rules.zip");
        try (FileSystem writable = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Files.writeString(writable.getPath("/house.yaml"), HOUSE);
        }
        try (FileSystem readOnly = FileSystems.newFileSystem(archive, Map.of("accessMode", "readOnly"))) {
            Path root = readOnly.getPath("/");
            held = new HeldRules(root, CATALOG);
            held.load();
            RuleEditor editor = new RuleEditor(root, held);

            assertThat(editor.writable()).isFalse();
            assertThat(editor.all()).hasSize(3);
            assertRefused(Kind.NOT_WRITABLE, () -> editor.create(FOUR, Optional.empty()));
            assertRefused(Kind.NOT_WRITABLE, () -> editor.enable("one", false, ANY));
            assertRefused(Kind.NOT_WRITABLE, () -> editor.delete("one", ANY));
            assertThat(Files.readString(root.resolve("house.yaml"))).isEqualTo(HOUSE);
        }
    }

    @Test
    void aRuleWithAMistakeCanBeCorrected() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE.replace("soc < 20%", "socc < 20%"));
        assertThat(held.rules().rules()).isEmpty();

        editor.replace("one", "id: one\nwhen: soc < 20%\nset: {ac-charging.watts: 400}", ANY);

        assertThat(held.rules().rules()).hasSize(3);
    }

    @Test
    void whatIsNotSavedIsCheckedBesideTheFiles() throws Exception {
        RuleEditor editor = editor("house.yaml", HOUSE);

        assertThat(editor.check(FOUR).hasErrors()).isFalse();
        assertThat(editor.check(FOUR).submitted().rules()).extracting(Rule::id).containsExactly("four");
        assertThat(editor.check(FOUR.replace("four", "one")).hasErrors()).isFalse();
        assertThat(editor.check(HOUSE).hasErrors()).isFalse();
        assertThat(editor.check("id: four\nwhen: rule(\"one\").active\nset: {ac-charging.watts: 400}")
                        .hasErrors())
                .isFalse();
        assertThat(editor.check("id: four\nwhen: rule(\"none\").active\nset: {ac-charging.watts: 400}")
                        .issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.line()).isEqualTo(2));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertRefused(Kind kind, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RuleEditException.class,
                        refused -> assertThat(refused.kind())
                                .as(refused.getMessage())
                                .isEqualTo(kind));
    }
}
