package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.file.FileSwap.Step;
import io.github.joulekeeper.rule.file.RuleEditException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program changes rules by the editor while a person saves the same file, by a rename or by emptying and writing it, at a
 * random step of the program's change. Nobody's change is lost, and the file is never broken. Run more by
 * {@code -Dtest.interleavings=1000}, others by {@code -Dtest.seed=…}.
 */
class EditsByHandAndByProgramTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final int ROUNDS = Integer.getInteger("test.interleavings", 200);
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final Pattern RULE = Pattern.compile("id: (\\S+)\\s+priority: (\\d+)\\s+# by hand (\\d+)");

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    /** What the program wrote last into each rule. */
    private final Map<String, Integer> byProgram = new TreeMap<>();
    /** What the person wrote last into each rule, if anything. */
    private final Map<String, Integer> byHand = new TreeMap<>();

    private Path file;
    private int count;
    private boolean savedJustBefore;
    private Optional<Save> open = Optional.empty();
    private final Map<String, Integer> seen = new TreeMap<>();

    /** The person has emptied the file and has not written it yet. */
    private record Save(OutputStream stream, String content, Runnable done) {}

    @Test
    void nobodysChangeIsLostAndTheFileIsNeverBroken() throws Exception {
        file = folder.resolve("house.yaml");
        StringBuilder text = new StringBuilder("rules:\n");
        for (String id : List.of("a", "b", "c")) {
            text.append("  - ")
                    .append(rule(id, 0, 0).replace("\n", "\n    ").stripTrailing())
                    .append("\n\n");
            byProgram.put(id, 0);
        }
        Files.writeString(file, text);
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();
        RuleEditor editor = new RuleEditor(folder, held, new FileSwap(this::between));

        for (int round = 0; round < ROUNDS; round++) {
            between(Step.WRITE);
            String outcome = changeByProgram(editor);
            seen.merge(outcome, 1, Integer::sum);
            finishSaving();
            check(round + " " + outcome);
        }

        System.out.printf("%d interleavings with seed %d: %s%n", ROUNDS, SEED, seen);
        assertThat(seen).as("the mix says something").containsKeys("replaced", "created", "CHANGED");
        assertThat(Files.list(folder)).containsExactly(file);
    }

    private static String rule(String id, int program, int hand) {
        return "id: %s\npriority: %d\n# by hand %d\nwhen: soc < 20%%\nset: {ac-charging.watts: 400}\n"
                .formatted(id, program, hand);
    }

    private String changeByProgram(RuleEditor editor) throws Exception {
        List<String> ids = new ArrayList<>(byProgram.keySet());
        int next = ++count % 100;
        try {
            if (ids.size() < 3 || (ids.size() < 8 && random.nextInt(6) == 0)) {
                String id = "n" + count;
                editor.create(rule(id, next, 0), Optional.of("house.yaml"));
                byProgram.put(id, next);
                return "created";
            }
            String id = ids.get(random.nextInt(ids.size()));
            Optional<RuleEditor.Stored> stored = editor.find(id);
            if (stored.isEmpty()) {
                return "not there at this moment";
            }
            if (random.nextBoolean()) {
                // The program thinks for a while.
                between(Step.WRITE);
            }
            String tag = stored.get().tag();
            if (random.nextInt(6) == 0) {
                editor.delete(id, tag::equals);
                byProgram.remove(id);
                return "deleted";
            }
            String text = stored.get().text().replaceFirst("priority: \\d+", "priority: " + next);
            editor.replace(id, text, tag::equals);
            byProgram.put(id, next);
            return "replaced";
        } catch (RuleEditException refused) {
            assertThat(refused.kind()).as(refused.getMessage()).isIn(Kind.CHANGED, Kind.CONFLICT, Kind.NOT_FOUND);
            return refused.kind().name();
        }
    }

    /** Lets the person do something between two steps of the program, or not. */
    private void between(Step step) {
        // Of two saves within the microseconds around the change of names, one may undo the other, as with any editor.
        boolean tooClose = step == Step.VERIFY && savedJustBefore;
        savedJustBefore = false;
        if (step == Step.FINISH || tooClose || random.nextInt(4) != 0) {
            return;
        }
        try {
            if (open.isPresent()) {
                finishSaving();
            } else {
                save();
            }
            savedJustBefore = step == Step.EXCHANGE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save() throws IOException {
        String content = Files.readString(file);
        Matcher matcher = RULE.matcher(content);
        List<String> ids = new ArrayList<>();
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        String id = ids.get(random.nextInt(ids.size()));
        int next = ++count % 100;
        String edited = content.replaceFirst("(id: %s\\s+priority: \\d+\\s+# by hand )\\d+".formatted(id), "$1" + next);
        Runnable done = () -> byHand.put(id, next);
        if (random.nextBoolean()) {
            Path temporary = folder.resolve(".house.yaml.swp");
            Files.writeString(temporary, edited);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done.run();
        } else {
            OutputStream stream =
                    Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            open = Optional.of(new Save(stream, edited, done));
            if (random.nextBoolean()) {
                finishSaving();
            }
        }
    }

    private void finishSaving() throws IOException {
        if (open.isPresent()) {
            Save save = open.get();
            open = Optional.empty();
            try (OutputStream stream = save.stream()) {
                stream.write(save.content().getBytes(StandardCharsets.UTF_8));
            }
            save.done().run();
        }
    }

    private void check(String round) throws IOException {
        String content = Files.readString(file);
        Map<String, List<Integer>> found = new TreeMap<>();
        Matcher matcher = RULE.matcher(content);
        while (matcher.find()) {
            found.put(matcher.group(1), List.of(Integer.valueOf(matcher.group(2)), Integer.valueOf(matcher.group(3))));
        }
        Map<String, List<Integer>> expected = new TreeMap<>();
        byProgram.forEach((id, value) -> expected.put(id, List.of(value, byHand.getOrDefault(id, 0))));
        assertThat(found).as("round %s:%n%s", round, content).isEqualTo(expected);
        RuleFiles.Loaded loaded = RuleFiles.load(List.of(folder), CATALOG);
        assertThat(loaded.hasErrors())
                .as("round %s: %s", round, loaded.issues())
                .isFalse();
        assertThat(loaded.rules().rules()).hasSize(byProgram.size());
    }
}
