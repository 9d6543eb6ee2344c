package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.CatalogLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The schema beside the users' page is the one that belongs to this catalog. {@code -Dapprove=1} writes it anew. */
class RulesSchemaTest {
    private static final Path SCHEMA = Path.of("docs/rules.schema.json");

    @Test
    void isNotStale() throws IOException {
        String schema = new RulesSchema(new CatalogLoader().load()).json();
        if (System.getProperty("approve") != null) {
            Files.writeString(SCHEMA, schema);
        }
        assertThat(Files.readString(SCHEMA))
                .as("docs/rules.schema.json is stale; run this test with -Dapprove=1")
                .isEqualTo(schema);
    }
}
