package io.github.joulekeeper.cli;

import io.github.joulekeeper.app.StartRefusedException;
import io.github.joulekeeper.web.security.KeysFile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the service would be told where the command is run, without starting it. */
final class ServiceSettings {
    private static final int RANK_OF_BUILT_IN = 250;
    private static final int RANK_OF_FILE = 260;
    private static final int RANK_OF_COMMAND_LINE = 1000;

    private ServiceSettings() {}

    /**
     * From system properties, the environment, {@code config/application.properties} and what is built in.
     *
     * @param data the data directory if the command line names one, which then holds the ledger too
     * @throws StartRefusedException if the file cannot be read
     */
    static SmallRyeConfig read(@Nullable Path data) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .withDefaultValue("joulekeeper.database", "sqlite");
        Path file = Path.of("config", "application.properties");
        try {
            URL builtIn = ServiceSettings.class.getResource("/application.properties");
            if (builtIn != null) {
                builder.withSources(new PropertiesConfigSource(builtIn, RANK_OF_BUILT_IN));
            }
            if (Files.isRegularFile(file)) {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), RANK_OF_FILE));
            }
        } catch (IOException e) {
            throw new StartRefusedException("The file %s cannot be read: %s".formatted(file, e));
        }
        if (data != null) {
            builder.withSources(new PropertiesConfigSource(
                    Map.of("joulekeeper.data", data.toString(), "joulekeeper.database", "sqlite"),
                    "the command line",
                    RANK_OF_COMMAND_LINE));
        }
        return builder.build();
    }

    /** Where the service looks for API keys. */
    static Path keysFile() {
        SmallRyeConfig config = read(null);
        return config.getOptionalValue("joulekeeper.auth.keys-file", Path.class)
                .orElseGet(() -> config.getOptionalValue("joulekeeper.data", Path.class)
                        .orElse(Path.of("data"))
                        .resolve(KeysFile.NAME));
    }
}
