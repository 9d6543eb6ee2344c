package io.github.joulekeeper.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.web.ApiCloud;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus reads, health, and what the status says, beside a simulated cloud. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class MetersTest {
    private static final Path MONITORING = Path.of("deployment", "monitoring");
    private static final Pattern NAME = Pattern.compile("joulekeeper_[a-z_]+");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @BeforeEach
    void theRuleOfTheShedHasBeenCarriedOut() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(value("joulekeeper_commands_total{outcome=\"confirmed\"}"))
                        .isGreaterThanOrEqualTo(1));
    }

    /** Alerts and dashboards that ask for what is not there stay silent. */
    @ParameterizedTest
    @ValueSource(strings = {"alerts.yaml", "grafana-dashboard.json"})
    void everythingThatMonitoringAsksForIsThere(String file) throws IOException {
        Set<String> served = new TreeSet<>();
        metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .forEach(served::add);
        Set<String> asked = new TreeSet<>();
        Matcher names = NAME.matcher(Files.readString(MONITORING.resolve(file)));
        while (names.find()) {
            asked.add(names.group());
        }
        assertThat(asked).hasSizeGreaterThan(8);
        assertThat(served).containsAll(asked);
    }

    @Test
    void figuresTellWhatTheApiTells() {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            int confirmed = given().get("/api/commands?outcome=confirmed&limit=1000")
                    .jsonPath()
                    .getList("")
                    .size();
            assertThat(value("joulekeeper_commands_total{outcome=\"confirmed\"}"))
                    .isEqualTo(confirmed);
        });
        assertThat(value("joulekeeper_commands_total{outcome=\"failed\"}")).isZero();
        assertThat(value("joulekeeper_rules{state=\"active\"}")).as("quiet").isEqualTo(1);
        assertThat(value("joulekeeper_rules{state=\"inactive\"}"))
                .as("charge-when-low")
                .isEqualTo(1);
        assertThat(value("joulekeeper_rules{state=\"cooling-down\"}")).isZero();
        assertThat(value("joulekeeper_rule_errors")).isZero();
        assertThat(value("joulekeeper_owner")).isEqualTo(1);
        assertThat(value("joulekeeper_mode{mode=\"control\"}")).isEqualTo(1);
        assertThat(value("joulekeeper_mode{mode=\"observe\"}")).isZero();
        assertThat(value("joulekeeper_connection_up{link=\"mqtt\"}")).isEqualTo(1);
        assertThat(value("joulekeeper_connection_up{link=\"http\"}")).isEqualTo(1);
        assertThat(value("joulekeeper_account_paused")).isZero();
        assertThat(value("joulekeeper_ledger_well")).isEqualTo(1);
        for (String queue : Set.of("core", "ledger", "events", "history")) {
            assertThat(value("joulekeeper_queue_depth{queue=\"%s\"}".formatted(queue)))
                    .isBetween(0.0, 100.0);
        }
    }

    @Test
    void reportsAreCountedByStation() {
        double before = value("joulekeeper_reports_total{station=\"garage\"}");
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(value("joulekeeper_reports_total{station=\"garage\"}"))
                        .isGreaterThan(before));
        assertThat(value("joulekeeper_station_online{station=\"shed\"}")).isEqualTo(1);
        assertThat(value("joulekeeper_station_report_age_seconds{station=\"shed\"}"))
                .isBetween(0.0, 60.0);
    }

    @Test
    void theWayFromReadingToProofIsTimed() {
        for (String stage : Set.of("reading-to-command", "reading-to-confirmation")) {
            double count = value("joulekeeper_command_seconds_count{stage=\"%s\"}".formatted(stage));
            assertThat(count).as(stage).isPositive();
            assertThat(value("joulekeeper_command_seconds_bucket{stage=\"%s\",le=\"60.0\"}".formatted(stage)))
                    .isEqualTo(count);
            assertThat(value("joulekeeper_command_seconds_sum{stage=\"%s\"}".formatted(stage)))
                    .isPositive();
        }
    }

    @Test
    void healthTellsTheProcessTheServiceAndTheCloudApart() {
        given().get("/q/health/live").then().statusCode(200);
        var ready = given().get("/q/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.asString()).contains("loaded", "well").doesNotContain("mqtt");
        var cloud = given().get("/q/health/group/cloud");
        assertThat(cloud.statusCode()).as(cloud.asString()).isEqualTo(200);
        assertThat(cloud.asString()).contains("\"mqtt\": \"UP\"");

        var status = given().get("/api/status").jsonPath();
        assertThat(status.getList("degraded")).isEmpty();
        assertThat(status.getBoolean("firstSnapshot")).isTrue();
    }

    private static String metrics() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }

    /** The value of the one series with this name and at least these labels. */
    private static double value(String series) {
        String name = series.replaceFirst("\\{.*", "");
        Set<String> labels = series.contains("{")
                ? Set.of(
                        series.substring(name.length() + 1, series.length() - 1).split(","))
                : Set.of();
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> labels.stream().allMatch(line::contains))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce((one, other) -> {
                    throw new AssertionError("more than one " + series);
                })
                .orElse(Double.NaN);
    }
}
