package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.ReloadPlan.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldRulesTest {
    private static final Catalog CATALOG = new CatalogLoader().load();

    @TempDir
    Path folder;

    private static String rule(String id, String when, String watts) {
        return """
                rules:
                  - id: %s
                    when: %s
                    set: {ac-charging.watts: %s}
                """.formatted(id, when, watts);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** Two looks: a change counts when it was seen the same twice. */
    private static Optional<HeldRules.Reload> settle(HeldRules held) {
        Optional<HeldRules.Reload> first = held.poll();
        return first.isPresent() ? first : held.poll();
    }

    private static List<String> ids(HeldRules held) {
        return held.rules().rules().stream().map(Rule::id).toList();
    }

    @Test
    void addedChangedAndRemovedRulesArePlanned() throws IOException {
        write("a.yaml", rule("a", "soc < 20%", "400"));
        write("b.yml", rule("b", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        assertThat(held.load().plan().operations()).hasSize(2).allMatch(Operation.Add.class::isInstance);

        write("a.yaml", rule("a", "soc < 30%", "400"));
        Files.delete(folder.resolve("b.yml"));
        write("c.yaml", rule("c", "soc < 20%", "500"));
        HeldRules.Reload reload = settle(held).orElseThrow();

        assertThat(reload.plan().operations()).extracting(Operation::id).containsExactly("a", "b", "c");
        assertThat(reload.plan().operations().get(0))
                .isInstanceOfSatisfying(
                        Operation.Change.class,
                        change -> assertThat(change.conditionChanged()).isTrue());
        assertThat(reload.plan().operations().get(1)).isInstanceOf(Operation.Remove.class);
        assertThat(reload.plan().operations().get(2)).isInstanceOf(Operation.Add.class);
        assertThat(ids(held)).containsExactly("a", "c");
    }

    @Test
    void aRuleWhoseConditionIsOnlyWrittenOtherwiseKeepsItsActivation() throws IOException {
        write("a.yaml", rule("a", "soc<20 % and (online)", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        write("a.yaml", rule("a", "soc < 20% and online", "500"));

        assertThat(settle(held).orElseThrow().plan().operations().getFirst())
                .isInstanceOfSatisfying(
                        Operation.Change.class,
                        change -> assertThat(change.conditionChanged()).isFalse());
    }

    @Test
    void aRuleThatOnlyMovesIsNotChanged() throws IOException {
        write("a.yaml", rule("a", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        write("a.yaml", "# a comment\n\n" + rule("a", "soc < 20%", "400"));

        assertThat(settle(held).orElseThrow().plan().isEmpty()).isTrue();
    }

    @Test
    void aFileThatIsWrongLeavesTheRulesThatItHeldBeforeRunning() throws IOException {
        write("a.yaml", rule("a", "soc < 20%", "400"));
        write("b.yaml", rule("b", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        write("a.yaml", rule("a", "socc < 20%", "400"));
        write("b.yaml", rule("b2", "soc < 20%", "400"));
        HeldRules.Reload reload = settle(held).orElseThrow();

        assertThat(reload.hasErrors()).isTrue();
        assertThat(reload.broken()).containsExactly(folder.resolve("a.yaml").toString());
        assertThat(ids(held)).containsExactly("a", "b2");
        assertThat(held.rules().rule("a").orElseThrow().when().text()).isEqualTo("soc < 20%");

        write("a.yaml", rule("a", "soc < 25%", "400"));
        HeldRules.Reload repaired = settle(held).orElseThrow();

        assertThat(repaired.broken()).isEmpty();
        assertThat(held.rules().rule("a").orElseThrow().when().text()).isEqualTo("soc < 25%");
    }

    @Test
    void anIdThatAnotherFileHoldsIsRefusedInTheFileThatChanged() throws IOException {
        write("z.yaml", rule("a", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        write("b.yaml", rule("a", "soc < 30%", "400"));
        HeldRules.Reload reload = settle(held).orElseThrow();

        assertThat(reload.issues())
                .extracting(RuleIssue::message)
                .containsExactly("the id 'a' is used already at %s:2:9. Give each rule its own"
                        .formatted(folder.resolve("z.yaml")));
        assertThat(held.rules().rule("a").orElseThrow().when().text()).isEqualTo("soc < 20%");
    }

    @Test
    void aRuleMovesFromOneFileToAnother() throws IOException {
        write("a.yaml", rule("a", "soc < 20%", "400"));
        write("b.yaml", rule("b", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        write("a.yaml", "rules: []\n");
        write(
                "b.yaml",
                rule("b", "soc < 20%", "400") + rule("a", "soc < 20%", "400").replace("rules:\n", ""));
        HeldRules.Reload reload = settle(held).orElseThrow();

        assertThat(reload.issues()).isEmpty();
        assertThat(reload.plan().isEmpty()).isTrue();
        assertThat(ids(held)).containsExactly("a", "b");
    }

    @Test
    void whenTwoChangedFilesClashNoneOfWhatRanIsLost() throws IOException {
        write("a.yaml", rule("a", "soc < 20%", "400"));
        write("b.yaml", rule("b", "soc < 20%", "400"));
        write("c.yaml", rule("c", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        // a takes b's rule, b takes c's, and c did not change.
        write("a.yaml", rule("b", "soc < 25%", "400"));
        write("b.yaml", rule("c", "soc < 25%", "400"));
        HeldRules.Reload reload = settle(held).orElseThrow();

        assertThat(reload.broken()).hasSize(2);
        assertThat(reload.plan().isEmpty()).isTrue();
        assertThat(ids(held)).containsExactly("a", "b", "c");
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotRead() throws IOException {
        write("a.yaml", rule("a", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();

        write("a.yaml", "");
        assertThat(held.poll()).isEmpty();
        write("a.yaml", rule("a", "soc < 30%", "400"));
        assertThat(held.poll()).isEmpty();
        assertThat(held.poll()).isPresent();
        assertThat(held.poll()).isEmpty();
        assertThat(ids(held)).containsExactly("a");
    }

    @Test
    void aFolderThatIsAwayLeavesAllAsItWas() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("a.yaml"), rule("a", "soc < 20%", "400"));
        HeldRules held = new HeldRules(rules, CATALOG);
        held.load();

        Files.move(rules, folder.resolve("elsewhere"));
        HeldRules.Reload reload = settle(held).orElseThrow();

        assertThat(reload.issues()).extracting(RuleIssue::message).containsExactly("there is no such file or folder");
        assertThat(reload.plan().isEmpty()).isTrue();
        assertThat(ids(held)).containsExactly("a");
    }

    @Test
    void theSwapOfAConfigMapIsNoticedWithinTwoSeconds() throws IOException {
        version("..2026_01_01", "soc < 20%");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01_01"));
        Files.createSymbolicLink(folder.resolve("rules.yaml"), Path.of("..data/rules.yaml"));
        HeldRules held = new HeldRules(folder, CATALOG);
        assertThat(held.load().plan().operations()).hasSize(1);
        List<HeldRules.Reload> reloads = new CopyOnWriteArrayList<>();

        try (RuleWatcher watcher = RuleWatcher.start(held, reloads::add)) {
            version("..2026_01_02", "soc < 30%");
            Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_01_02"));
            Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

            await().atMost(Duration.ofSeconds(10)).until(() -> !reloads.isEmpty());
        }

        assertThat(RuleWatcher.INTERVAL.multipliedBy(2)).isLessThan(Duration.ofSeconds(2));
        assertThat(reloads.getFirst().plan().after().rules())
                .extracting(rule -> rule.when().text())
                .containsExactly("soc < 30%");
    }

    private void version(String name, String when) throws IOException {
        Path version = Files.createDirectory(folder.resolve(name));
        Files.writeString(version.resolve("rules.yaml"), rule("a", when, "400"));
    }

    @Test
    void afterARestartABrokenFileGoesOnWithWhatItHeldBefore() throws IOException {
        String good = rule("a", "soc < 20%", "400");
        write("a.yaml", rule("a", "socc < 20%", "400"));
        write("b.yaml", rule("b", "soc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.resume(Map.of(
                folder.resolve("a.yaml").toString(),
                good,
                folder.resolve("gone.yaml").toString(),
                rule("c", "soc < 5%", "200")));
        HeldRules.Reload reload = held.load();
        assertThat(ids(held)).as("a deleted file's rules end").containsExactly("a", "b");
        assertThat(reload.broken()).containsExactly(folder.resolve("a.yaml").toString());
        write("a.yaml", rule("a", "soc < 30%", "500"));
        assertThat(settle(held).orElseThrow().broken()).isEmpty();
        assertThat(ids(held)).containsExactly("a", "b");
    }

    @Test
    void afterARestartAFolderThatCannotBeReadGoesOnWithWhatItHeldBefore() throws IOException {
        Path away = folder.resolve("not-mounted");
        HeldRules held = new HeldRules(away, CATALOG);
        held.resume(Map.of(away.resolve("a.yaml").toString(), rule("a", "soc < 20%", "400")));
        assertThat(held.load().hasErrors()).isTrue();
        assertThat(ids(held)).containsExactly("a");
        Files.createDirectory(away);
        settle(held);
        assertThat(ids(held)).as("it is there, and empty").isEmpty();
    }

    @Test
    void whatIsKeptAndWrongItselfDoesNotCount() throws IOException {
        write("a.yaml", rule("a", "socc < 20%", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.resume(Map.of(folder.resolve("a.yaml").toString(), rule("a", "soccc < 20%", "400")));
        held.load();
        assertThat(ids(held)).isEmpty();
    }
}
