package io.github.joulekeeper.cli;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** What the service would be configured with where the command is run, without starting it. */
final class LedgerConfig {
    private static final int RANK_OF_BUILT_IN = 250;
    private static final int RANK_OF_FILE = 260;
    private static final int RANK_OF_COMMAND_LINE = 1000;

    private LedgerConfig() {}

    /** @param data the data directory if the command line names one */
    static Config read(@Nullable Path data) throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .withDefaultValue("joulekeeper.database", "sqlite");
        URL builtIn = LedgerConfig.class.getResource("/application.properties");
        if (builtIn != null) {
            builder.withSources(new PropertiesConfigSource(builtIn, RANK_OF_BUILT_IN));
        }
        Path file = Path.of("config", "application.properties");
        if (Files.isRegularFile(file)) {
            builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), RANK_OF_FILE));
        }
        if (data != null) {
            builder.withSources(new PropertiesConfigSource(
                    Map.of("joulekeeper.data", data.toString(), "joulekeeper.database", "sqlite"),
                    "the command line",
                    RANK_OF_COMMAND_LINE));
        }
        return builder.build();
    }
}
