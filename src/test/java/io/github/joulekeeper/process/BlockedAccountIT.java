package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An account that answers 500 for a while is left alone, whatever the rules want, and also by a service that starts anew. The
 * figures for ten minutes are those of {@code AccountTest}, in virtual time.
 */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class BlockedAccountIT {
    private static final int STATIONS = 8;
    private static final int BUDGET = 60;
    private static final Duration ILLNESS = Duration.ofSeconds(30);

    @Test
    void isAskedWithinTheBudgetAndServedAgainWhenItIsWell() {
        try (World world = World.plain("blocked-account")) {
            List<VendorStation> stations = new ArrayList<>();
            for (int i = 1; i <= STATIONS; i++) {
                stations.add(world.cloud.add("R331ZTEST000000" + i));
            }
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES,
                            World.CHARGE_WHEN_LOW,
                            Map.of(
                                    "ecoflow.requests-per-minute",
                                    String.valueOf(BUDGET),
                                    "ecoflow.probe-interval",
                                    "5s",
                                    "joulekeeper.flapping.starts",
                                    "1000"))
                    .start();

            world.cloud.ill(true);
            Instant from = Instant.now();
            boolean restarted = false;
            boolean low = false;
            while (Instant.now().isBefore(from.plus(ILLNESS))) {
                low = !low;
                int percent = low ? 15 : 61;
                stations.forEach(station -> station.soc(percent));
                await().pollDelay(2, SECONDS).until(() -> true);
                if (!restarted && Instant.now().isAfter(from.plus(ILLNESS.dividedBy(2)))) {
                    restarted = true;
                    service.kill();
                    service.launch();
                }
            }
            long asked = asked(world, from);
            long commands = world.cloud.journal().stream()
                    .filter(request ->
                            request.at().isAfter(from) && request.method().equals("PUT"))
                    .count();
            System.out.printf(
                    "%d requests, %d of them commands, in %d s of HTTP 500 with a restart; the budget is %d a minute%n",
                    asked, commands, ILLNESS.toSeconds(), BUDGET);
            assertThat(commands).as("it probes").isPositive();
            assertThat(asked).isLessThanOrEqualTo(BUDGET);

            world.cloud.ill(false);
            await("the service knows its stations").atMost(90, SECONDS).until(service::isReady);
            stations.forEach(station -> station.soc(15));
            for (VendorStation station : stations) {
                await("commands go on")
                        .atMost(90, SECONDS)
                        .pollInterval(200, MILLISECONDS)
                        .untilAsserted(() -> assertThat(station.quota("mppt.cfgChgWatts"))
                                .as(service::tail)
                                .isEqualTo(800L));
            }
        }
    }

    private static long asked(World world, Instant from) {
        return world.cloud.journal().stream()
                .filter(request -> request.at().isAfter(from))
                .count();
    }
}
