package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the product does while its ledger's file cannot be written, because somebody else holds it. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class LockedLedgerIT {
    @Test
    void commandsStopAndTheNewestFollows() throws SQLException {
        try (World world = World.plain("locked-stop")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .start();
            try (Connection holder = holder(world);
                    Statement lock = holder.createStatement()) {
                lock.execute("begin exclusive");
                station.soc(15);
                await("it says so").atMost(30, SECONDS).until(() -> !service.isReady());
                assertThat(service.log()).contains("cannot be written").contains("stop the other Joulekeeper");
                station.soc(61);
                await("nothing leaves")
                        .during(3, SECONDS)
                        .atMost(5, SECONDS)
                        .until(() -> station.received().isEmpty());
                station.soc(15);
                lock.execute("rollback");
            }
            await("ready").atMost(30, SECONDS).until(service::isReady);
            awaitConfirmed(service, station);
            assertThat(station.received()).as("only the newest was sent").hasSize(1);
        }
    }

    @Test
    void commandsGoOnAndAreRecordedLater() throws SQLException {
        try (World world = World.plain("locked-go-on")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES,
                            World.CHARGE_WHEN_LOW,
                            Map.of("joulekeeper.ledger.when-unavailable", "go-on"))
                    .start();
            try (Connection holder = holder(world);
                    Statement lock = holder.createStatement()) {
                lock.execute("begin exclusive");
                station.soc(15);
                await("it leaves")
                        .atMost(30, SECONDS)
                        .until(() -> station.quota("mppt.cfgChgWatts").equals(800L));
                await("it says so").atMost(30, SECONDS).until(() -> !service.isReady());
                assertThat(service.commands()).as("not recorded").isEmpty();
                lock.execute("rollback");
            }
            await("ready").atMost(30, SECONDS).until(service::isReady);
            awaitConfirmed(service, station);
            assertThat(station.received()).hasSize(1);
        }
    }

    private static Connection holder(World world) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + world.folder.resolve("service/data/joulekeeper.db"));
    }

    private static void awaitConfirmed(Joulekeeper service, VendorStation station) {
        await("confirmed").atMost(60, SECONDS).pollInterval(100, MILLISECONDS).untilAsserted(() -> {
            assertThat(station.quota("mppt.cfgChgWatts")).as(service::tail).isEqualTo(800L);
            assertThat(service.commands()).as(service::tail).isNotEmpty();
            assertThat(service.commands().getFirst().outcome())
                    .as(service::tail)
                    .isEqualTo("confirmed");
        });
    }
}
