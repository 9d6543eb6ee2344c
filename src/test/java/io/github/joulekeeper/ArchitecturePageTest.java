package io.github.joulekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From each arrow of the picture in docs/architecture.md one step leads to its code, and the documents' links lead somewhere. */
class ArchitecturePageTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern ARROW = Pattern.compile("(?m)^ +\\w+ -- (\\d+)\\b.*--> \\w+$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| .*\\]\\(\\.\\./src/main/java/[^)]+\\)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void eachArrowHasItsCode() throws IOException {
        String page = Files.readString(DOCS.resolve("architecture.md"));
        Set<Integer> arrows = numbers(ARROW, page);
        assertThat(arrows).hasSizeGreaterThan(10).isEqualTo(numbers(ROW, page));
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Stream.concat(
                Files.walk(DOCS),
                Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(Path::of))) {
            pages = files.filter(file -> file.toString().endsWith(".md")).toList();
        }
        assertThat(pages).hasSizeGreaterThan(20);
        Set<String> dead = new TreeSet<>();
        for (Path page : pages) {
            Path folder = page.toAbsolutePath().getParent();
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !Files.exists(folder.resolve(link)))
                    .forEach(link -> dead.add(page + " -> " + link));
        }
        assertThat(dead).isEmpty();
    }

    private static Set<Integer> numbers(Pattern pattern, String page) {
        return pattern.matcher(page)
                .results()
                .map((MatchResult match) -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
