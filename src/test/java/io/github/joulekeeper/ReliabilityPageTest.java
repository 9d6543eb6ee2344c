package io.github.joulekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/reliability.md names exist, and each fault names one. */
class ReliabilityPageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-z][A-Za-z0-9]*))?`");

    @Test
    void everyFaultIsShownByTestsThatExist() throws IOException {
        Map<String, Path> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        }
        List<String> wrong = new ArrayList<>();
        int faults = 0;
        for (String line : Files.readAllLines(Path.of("docs/reliability.md"))) {
            if (!line.startsWith("| ") || line.startsWith("| fault ")) {
                continue;
            }
            faults++;
            String[] cells = line.split("\\|");
            Matcher named = NAMED.matcher(cells[cells.length - 1]);
            boolean any = false;
            while (named.find()) {
                any = true;
                Path file = tests.get(named.group(1));
                boolean there = file != null
                        && (named.group(2) == null
                                || Files.readString(file).contains("void %s(".formatted(named.group(2))));
                if (!there) {
                    wrong.add(named.group());
                }
            }
            if (!any) {
                wrong.add("no test: " + line);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(faults).isGreaterThan(20);
    }
}
