package io.github.joulekeeper.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.web.StatusResource.ConnectionView;
import io.github.joulekeeper.web.StatusResource.LedgerView;
import io.github.joulekeeper.web.StatusResource.StatusView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the overview says of the state of the service. */
class VerdictTest {
    private static final Instant SINCE = Instant.parse("2026-06-01T12:00:00Z");
    private static final LedgerView WELL = new LedgerView(true, "flow", 0, 100, 0, 0, null, null);

    private static StatusView status(
            String mode, String mqtt, @Nullable String problem, long online, List<String> issues, LedgerView ledger) {
        return new StatusView(
                "owner",
                null,
                mode,
                new ConnectionView(mqtt, "as it is told", SINCE),
                problem,
                degraded(mqtt, problem),
                true,
                2,
                online,
                1,
                issues,
                List.of(),
                ledger);
    }

    /** As the service tells it. */
    private static List<String> degraded(String mqtt, @Nullable String problem) {
        return Stream.of(mqtt.equals("up") ? null : "MQTT is " + mqtt + ": as it is told", problem)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void allIsWellWhenNothingIsFound() {
        Verdict verdict = Verdict.of(status("control", "up", null, 2, List.of(), WELL));

        assertThat(verdict.level()).isEqualTo(Verdict.Level.GOOD);
        assertThat(verdict.sentence()).isEqualTo("Everything works");
        assertThat(verdict.facts()).isEqualTo("2 of 2 stations online, 1 rule active");
        assertThat(verdict.findings()).isEmpty();
    }

    @Test
    void observingIsSaid() {
        assertThat(Verdict.of(status("observe", "up", null, 2, List.of(), WELL)).sentence())
                .isEqualTo("Working, in observe mode");
    }

    @Test
    void aStationThatIsOfflineNeedsALook() {
        Verdict verdict = Verdict.of(status("control", "up", null, 1, List.of(), WELL));

        assertThat(verdict.level()).isEqualTo(Verdict.Level.LOOK);
        assertThat(verdict.findings()).extracting(Verdict.Finding::what).containsExactly("1 station offline");
    }

    @Test
    void aLedgerThatCannotBeWrittenComesBeforeProblemsOfRules() {
        LedgerView ill = new LedgerView(false, "held", 7, 100, 0, 4000, SINCE, "The disk is full");

        Verdict verdict = Verdict.of(status("control", "up", null, 2, List.of("a.yaml:1:1: error: wrong"), ill));

        assertThat(verdict.sentence()).isEqualTo("Not working");
        assertThat(verdict.findings())
                .extracting(Verdict.Finding::what)
                .containsExactly("The ledger cannot be written, so nothing is sent", "1 problem in the rule files");
        assertThat(verdict.findings().getFirst().detail()).isEqualTo("The disk is full");
    }

    @Test
    void noConnectionIsSaidWithItsBeginning() {
        Verdict verdict = Verdict.of(status("control", "down", null, 2, List.of(), WELL));

        assertThat(verdict.level()).isEqualTo(Verdict.Level.BAD);
        assertThat(verdict.findings().getFirst().since()).contains(SINCE);
    }

    @Test
    void connectingIsNotYetAFault() {
        assertThat(Verdict.of(status("control", "connecting", null, 2, List.of(), WELL))
                        .level())
                .isEqualTo(Verdict.Level.LOOK);
    }

    @Test
    void aCloudThatRefusesCallsIsSaidThoughTheStationsAreHeard() {
        Verdict verdict = Verdict.of(status("control", "up", "The signature is wrong", 2, List.of(), WELL));

        assertThat(verdict.sentence()).isEqualTo("Not working");
        assertThat(verdict.findings()).extracting(Verdict.Finding::detail).containsExactly("The signature is wrong");
    }

    @Test
    void whateverKeepsTheCloudFromBeingReachedIsNeverGood() {
        StatusView well = status("control", "up", null, 2, List.of(), WELL);
        StatusView degraded = new StatusView(
                well.role(),
                well.owner(),
                well.mode(),
                well.mqtt(),
                null,
                List.of("The clock is an hour off"),
                true,
                well.stations(),
                well.stationsOnline(),
                well.rulesActive(),
                List.of(),
                List.of(),
                WELL);

        Verdict verdict = Verdict.of(degraded);

        assertThat(verdict.level()).isEqualTo(Verdict.Level.LOOK);
        assertThat(verdict.findings()).extracting(Verdict.Finding::detail).containsExactly("The clock is an hour off");
    }

    @Test
    void aReplicaThatStandsBySaysForWhom() {
        Verdict verdict = Verdict.of(StatusView.standby("first", SINCE));

        assertThat(verdict.findings().getFirst().what()).isEqualTo("This replica stands by for the owner");
        assertThat(verdict.findings().getFirst().detail()).isEqualTo("first owns the account");
    }
}
