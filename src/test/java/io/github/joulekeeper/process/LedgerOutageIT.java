package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.database.SmallDisk;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the product does while its ledger cannot be written: somebody else holds the file, or the disk is full. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class LedgerOutageIT {
    private static final Map<String, String> FAST = Map.of(
            "joulekeeper.min-interval", "0s",
            "joulekeeper.flapping.starts", "1000",
            "ecoflow.requests-per-minute", "0");

    @Test
    void aFileThatSomebodyHoldsKeepsNoCommandFromBeingRecorded() throws SQLException {
        try (World world = World.plain("ledger-locked")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .start();
            String url = "jdbc:sqlite:" + world.folder.resolve("service/data/joulekeeper.db");
            try (Connection holder = DriverManager.getConnection(url);
                    Statement lock = holder.createStatement()) {
                lock.execute("begin exclusive");
                station.soc(15);
                await("it leaves")
                        .atMost(30, SECONDS)
                        .until(() -> station.quota("mppt.cfgChgWatts").equals(800L));
                await("it says so").atMost(30, SECONDS).until(() -> !service.isReady());
                assertThat(service.log()).contains("cannot be written").contains("stop the other Joulekeeper");
                // Killed now, it has the command in its journal alone.
                service.kill();
                lock.execute("rollback");
            }
            service.start();
            await("ready").atMost(30, SECONDS).until(service::isReady);
            awaitConfirmed(service, station);
            assertThat(station.received()).hasSize(1);
        }
    }

    @Test
    void commandsStopWhileTheDiskIsFull() throws Exception {
        try (World world = World.plain("ledger-full-stop");
                SmallDisk disk = SmallDisk.mounted(world.folder.resolve("service/data"))) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, FAST)
                    .start();
            await("ready").atMost(30, SECONDS).until(service::isReady);
            disk.fill();
            try (AutoCloseable turns = turning(station)) {
                await("nothing leaves any more")
                        .atMost(90, SECONDS)
                        .pollInterval(4, SECONDS)
                        .until(new Standstill(station)::isReached);
                assertThat(service.isReady()).isFalse();
                assertThat(service.log()).contains("No space left on device").contains("free some space");
                Unavailable.ordersWaitForTheLedger(service, station);
            }
            station.soc(15);
            disk.free();
            await("ready").atMost(30, SECONDS).until(service::isReady);
            awaitConfirmed(service, station);
        }
    }

    @Test
    void commandsGoOnWhileTheDiskIsFullIfTheyAreTo() throws Exception {
        try (World world = World.plain("ledger-full-go-on");
                SmallDisk disk = SmallDisk.mounted(world.folder.resolve("service/data"))) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Map<String, String> goOn = new HashMap<>(FAST);
            goOn.put("joulekeeper.ledger.when-unavailable", "go-on");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, goOn)
                    .start();
            await("ready").atMost(30, SECONDS).until(service::isReady);
            disk.fill();
            try (AutoCloseable turns = turning(station)) {
                await("the journal is full too")
                        .atMost(90, SECONDS)
                        .until(() -> service.log().contains("No space left on device"));
                int sent = station.received().size();
                await("they leave all the same")
                        .atMost(30, SECONDS)
                        .until(() -> station.received().size() > sent + 10);
            }
            station.soc(15);
            disk.free();
            await("ready").atMost(30, SECONDS).until(service::isReady);
            awaitConfirmed(service, station);
            int sent = station.received().size();
            await("all are recorded")
                    .atMost(30, SECONDS)
                    .until(() -> service.commands().size() >= Math.min(sent, 100));
        }
    }

    /** Whether a station got nothing since the last look. */
    private static final class Standstill {
        private final VendorStation station;
        private int before = -1;

        Standstill(VendorStation station) {
            this.station = station;
        }

        boolean isReached() {
            int now = station.received().size();
            boolean reached = now == before;
            before = now;
            return reached;
        }
    }

    /** A station whose battery is low and full in turn, so that there is always something to command. */
    private static AutoCloseable turning(VendorStation station) {
        var turns = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger turn = new AtomicInteger();
        turns.scheduleAtFixedRate(() -> station.soc(turn.getAndIncrement() % 2 == 0 ? 15 : 61), 0, 250, MILLISECONDS);
        return () -> {
            turns.shutdown();
            assertThat(turns.awaitTermination(20, SECONDS)).isTrue();
        };
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
