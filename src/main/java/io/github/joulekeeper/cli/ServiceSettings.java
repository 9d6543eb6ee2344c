package io.github.joulekeeper.cli;

import io.github.joulekeeper.web.security.KeysFile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the service would be told where the command is run, without starting it. */
record ServiceSettings(Path data, Path keysFile) {
    private static final int AS_QUARKUS_RANKS_THE_FILE = 260;

    /** From system properties, the environment and {@code config/application.properties}. */
    static ServiceSettings read() {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addSystemSources().addDefaultInterceptors();
        Path file = Path.of("config", "application.properties");
        if (Files.isRegularFile(file)) {
            try {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), AS_QUARKUS_RANKS_THE_FILE));
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(impossible);
            } catch (IOException e) {
                throw new IllegalArgumentException("The file %s cannot be read: %s".formatted(file, e));
            }
        }
        SmallRyeConfig config = builder.build();
        Path data = config.getOptionalValue("joulekeeper.data", Path.class).orElse(Path.of("data"));
        return new ServiceSettings(
                data,
                config.getOptionalValue("joulekeeper.auth.keys-file", Path.class)
                        .orElseGet(() -> data.resolve(KeysFile.NAME)));
    }
}
