package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.simulator.DemoScene;
import io.github.joulekeeper.simulator.SimulatedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser over the demo's scene: {@code src/test/browser} says what people do, with and without a login,
 * and leaves screenshots of every page in {@code target/screenshots}.
 */
@NeedsProgram(
        value = {"chromium", "node"},
        install = "apt install chromium nodejs npm")
class BrowserIT {
    private static final Path TESTS = Path.of("src/test/browser").toAbsolutePath();
    private static final int LONGEST_SECONDS = 420;

    @BeforeEach
    void theDriverIsThere() {
        boolean driver = Files.isDirectory(TESTS.resolve("node_modules/playwright-core"));
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(driver)
                    .as("needs playwright-core: npm ci in src/test/browser")
                    .isTrue();
        }
        assertThat(driver)
                .as("playwright-core, which npm ci in src/test/browser installs")
                .isTrue();
    }

    @Test
    void whatPeopleDoOnThePagesWorks(@TempDir Path folder) throws Exception {
        try (SimulatedCloud cloud = SimulatedCloud.start(
                        DemoScene.options(InstantSource.system()).build());
                Joulekeeper service = service(folder, cloud)) {
            service.start();
            run("pages.test.mjs", folder, Map.of("BASE_URL", service.url()));
        }
    }

    @Test
    void whoIsLetInAndWhatEachMayDo(@TempDir Path folder) throws Exception {
        try (SimulatedCloud cloud = SimulatedCloud.start(
                        DemoScene.options(InstantSource.system()).build());
                Joulekeeper service = service(folder, cloud)) {
            Map<String, String> given = new HashMap<>();
            for (String role : List.of("viewer", "operator", "editor")) {
                given.put(role.toUpperCase(Locale.ROOT) + "_KEY", service.makeKey(role));
            }
            service.launch();
            await("it answers")
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> service.isReady() && service.status("/api/status") == 401);
            given.put("BASE_URL", service.url());
            run("login.test.mjs", folder, given);
        }
    }

    private static Joulekeeper service(Path folder, SimulatedCloud cloud) throws IOException {
        return new Joulekeeper(
                Files.createDirectories(folder.resolve("service")),
                Joulekeeper.Given.PROPERTIES,
                Map.of(
                        "ecoflow.url", cloud.url().toString(),
                        "ecoflow.access-key", cloud.accessKey(),
                        "ecoflow.secret-key", cloud.secretKey(),
                        "joulekeeper.rules", shippedRules(folder).toString(),
                        "joulekeeper.data", folder.resolve("data").toString()));
    }

    /** A copy of the shipped rules that the test may change. */
    private static Path shippedRules(Path folder) throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        try (Stream<Path> shipped = Files.list(Path.of("rules"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, rules.resolve(file.getFileName()));
            }
        }
        return rules;
    }

    private static void run(String script, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = folder.resolve("browser.log");
        ProcessBuilder builder = new ProcessBuilder(
                        NeedsProgram.Condition.find("node").orElseThrow().toString(), script)
                .directory(TESTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .put(
                        "CHROMIUM",
                        NeedsProgram.Condition.find("chromium").orElseThrow().toString());
        builder.environment()
                .put(
                        "SCREENSHOTS",
                        Path.of("target/screenshots").toAbsolutePath().toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("the browser's tests end in %d s:%n%s", LONGEST_SECONDS, text(log))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(text(log)).isZero();
    }

    private static String text(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
