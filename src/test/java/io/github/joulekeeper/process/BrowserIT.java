package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.joulekeeper.simulator.DemoScene;
import io.github.joulekeeper.simulator.SimulatedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser over the demo's scene: {@code src/test/browser/pages.test.mjs} says what people do, and
 * leaves screenshots of every page in {@code target/screenshots}.
 */
@NeedsProgram(
        value = {"chromium", "node"},
        install = "apt install chromium nodejs npm")
class BrowserIT {
    private static final Path TESTS = Path.of("src/test/browser").toAbsolutePath();
    private static final int LONGEST_SECONDS = 420;

    @Test
    void whatPeopleDoOnThePagesWorks(@TempDir Path folder) throws Exception {
        boolean driver = Files.isDirectory(TESTS.resolve("node_modules/playwright-core"));
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(driver)
                    .as("needs playwright-core: npm ci in src/test/browser")
                    .isTrue();
        }
        assertThat(driver)
                .as("playwright-core, which npm ci in src/test/browser installs")
                .isTrue();
        try (SimulatedCloud cloud = SimulatedCloud.start(
                        DemoScene.options(InstantSource.system()).build());
                Joulekeeper service = new Joulekeeper(
                        Files.createDirectories(folder.resolve("service")),
                        Joulekeeper.Given.PROPERTIES,
                        Map.of(
                                "ecoflow.url", cloud.url().toString(),
                                "ecoflow.access-key", cloud.accessKey(),
                                "ecoflow.secret-key", cloud.secretKey(),
                                "joulekeeper.rules", shippedRules(folder).toString(),
                                "joulekeeper.data", folder.resolve("data").toString()))) {
            service.start();
            run(service.url(), folder.resolve("browser.log"));
        }
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

    private static void run(String url, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        NeedsProgram.Condition.find("node").orElseThrow().toString(), "pages.test.mjs")
                .directory(TESTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("BASE_URL", url);
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
