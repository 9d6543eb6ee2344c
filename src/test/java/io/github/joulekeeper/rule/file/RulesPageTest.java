package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.RuleIssue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the users' page works as it stands there. */
class RulesPageTest {
    private static final Path PAGE = Path.of("docs/rules.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TABLE_CODE = Pattern.compile("(?m)^\\| `([^`]+)`");
    private static final Catalog CATALOG = new CatalogLoader().load();

    static List<String> blocks() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void anExampleIsSound(String block) {
        assertThat(check(block)).isEmpty();
    }

    @Test
    void thereAreManyExamples() throws IOException {
        assertThat(blocks()).hasSizeGreaterThan(15);
    }

    /** What the tables of "Conditions" and "Time" show in their first column is a condition. */
    @Test
    void theConditionsInTablesAreSound() throws IOException {
        String page = Files.readString(PAGE);
        for (String section : List.of("## Conditions", "## Time")) {
            int start = page.indexOf(section);
            String text = page.substring(start, page.indexOf("\n## ", start + 1));
            Matcher matcher = TABLE_CODE.matcher(text);
            int found = 0;
            while (matcher.find()) {
                found++;
                String rule = "rules:\n  - id: x\n    set: {beeper.silent: true}\n    when: >-\n      %s\n";
                assertThat(check(rule.formatted(matcher.group(1)))).isEmpty();
            }
            assertThat(found).isGreaterThan(6);
        }
    }

    private static List<String> check(String yaml) {
        return RuleFiles.check("docs/rules.md", yaml.getBytes(StandardCharsets.UTF_8), CATALOG, true).issues().stream()
                .map(RuleIssue::format)
                .toList();
    }
}
