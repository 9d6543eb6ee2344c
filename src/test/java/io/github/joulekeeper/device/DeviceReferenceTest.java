package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed reference of each model is the one that the catalog gives. */
class DeviceReferenceTest {
    private static final Path DIRECTORY = Path.of("docs", "devices");
    private static final String WRITE = "joulekeeper.write-reference";

    static List<Model> models() {
        return new CatalogLoader().load().models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void isNotStale(Model model) throws IOException {
        Path notes = DIRECTORY.resolve("notes").resolve(model.id() + ".md");
        Path page = DIRECTORY.resolve(model.id() + ".md");
        String made = DeviceReference.of(model, Files.exists(notes) ? Files.readString(notes) : "");
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(page, made);
        }
        assertThat(page)
                .as("Run ./mvnw test -Dtest=DeviceReferenceTest -D%s=true to make %s anew", WRITE, page)
                .hasContent(made);
    }
}
