package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.RuleIssue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated files: whatever they hold, what is wrong comes back as issues that point into the file.
 * It runs for 10 s, or 30 s where the environment says {@code CI=true}; {@code -Dfuzz.seconds=600} runs longer,
 * {@code -Dfuzz.seed=…} repeats a run.
 */
class RuleFileFuzzTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    /** Times are those of this thread alone: others may keep the machine busy. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String[] WORDS = {
        "rules:",
        "limits:",
        "- id: x",
        "when:",
        "until:",
        "set:",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ":",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "all:",
        "any:",
        "not:",
        "soc",
        "<",
        "20%",
        "for",
        "2m",
        "in",
        "22:00..06:00",
        "hysteresis",
        "cron(\"0 0 * * *\", 1h)",
        "ac-charging.watts",
        "400",
        "&a",
        "*a",
        "<<:",
        "!!str",
        "|",
        ">",
        "#",
        ",",
        "..",
        "...",
        "---",
        "\t",
        "\uFEFF",
        "\u0000",
        "°C",
        "1e999",
        "0x1F",
        "device(\"garage\").soc",
        "(",
        ")",
        "-",
        "+",
        "*",
        "/",
        "%",
        "?",
        "@",
        "`",
        "\\",
        "\uD83D\uDE00",
        "otherwise: restore",
        "priority: 101",
        "max-active: 1h",
        "if-unknown: end after 5m",
        "{value: soc * 10 W, step: 50, every: 30s}"
    };

    @Test
    void whateverAFileHoldsItIsReadOrRefused() throws IOException {
        boolean ci = "true".equals(System.getenv("CI"));
        Duration duration = Duration.ofSeconds(Long.getLong("fuzz.seconds", ci ? 30 : 10));
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> corpus = corpus();
        long end = System.nanoTime() + duration.toNanos();
        long files = 0;
        long slowest = 0;
        byte[] slowestFile = {};
        while (System.nanoTime() < end) {
            byte[] file = random.nextInt(4) == 0 ? random(random) : mutated(random, corpus);
            long start = THREADS.getCurrentThreadCpuTime();
            try {
                check(file);
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError(
                        "-Dfuzz.seed=%d, file %d:%n%s".formatted(seed, files, new String(file, StandardCharsets.UTF_8)),
                        e);
            }
            // The first files find the machine cold.
            long taken = files < 500 ? 0 : THREADS.getCurrentThreadCpuTime() - start;
            if (taken > slowest) {
                slowest = taken;
                slowestFile = file;
            }
            files++;
        }
        assertThat(files).isPositive();
        long again = THREADS.getCurrentThreadCpuTime();
        check(slowestFile);
        again = THREADS.getCurrentThreadCpuTime() - again;
        System.out.printf(
                "%d files fuzzed, the slowest took %d ms of processor time, and %d ms when read again; -Dfuzz.seed=%d%n",
                files, slowest / 1_000_000, again / 1_000_000, seed);
    }

    private static void check(byte[] file) {
        RuleFiles.Loaded loaded = RuleFiles.check("fuzz.yaml", file, CATALOG);
        // A message may quote the file, but says nothing of our insides by itself.
        String text = new String(file, StandardCharsets.UTF_8);
        List<String> words = Stream.of("null", "Exception", "io.github")
                .filter(word -> !text.contains(word))
                .toList();
        for (RuleIssue issue : loaded.issues()) {
            assertThat(issue.line()).isPositive();
            assertThat(issue.column()).isPositive();
            if (!issue.sourceLine().isEmpty()) {
                assertThat(issue.column())
                        .isLessThanOrEqualTo(issue.sourceLine().length() + 1);
            }
            assertThat(issue.length()).isPositive();
            assertThat(issue.message()).isNotBlank();
            assertThat(words).as(issue.message()).noneMatch(issue.message()::contains);
            assertThat(issue.format()).contains("fuzz.yaml:");
        }
        assertThat(loaded.issues()).hasSizeLessThan(500);
    }

    private static List<byte[]> corpus() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        for (String folder : new String[] {"rules", "src/test/resources/rules/wrong"}) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.filter(it -> it.toString().endsWith(".yaml"))
                        .sorted()
                        .toList()) {
                    corpus.add(Files.readAllBytes(file));
                }
            }
        }
        return corpus;
    }

    private static byte[] random(Random random) {
        if (random.nextInt(8) == 0) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            return bytes;
        }
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(200);
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mutated(Random random, List<byte[]> corpus) {
        StringBuilder text =
                new StringBuilder(new String(corpus.get(random.nextInt(corpus.size())), StandardCharsets.UTF_8));
        int mutations = 1 + random.nextInt(5);
        for (int i = 0; i < mutations && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            int length = Math.min(text.length() - at, 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, at + length);
                case 1 -> text.insert(at, WORDS[random.nextInt(WORDS.length)]);
                case 2 -> text.replace(at, at + length, WORDS[random.nextInt(WORDS.length)]);
                case 3 -> text.insert(at, text.substring(at, at + length).repeat(1 + random.nextInt(100)));
                default ->
                    text.setCharAt(
                            at, (char) (random.nextInt(10) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95)));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
