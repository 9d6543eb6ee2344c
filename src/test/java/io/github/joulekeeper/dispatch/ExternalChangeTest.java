package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that change without a command of ours. */
class ExternalChangeTest {
    private static final String WATTS = "ac-charging.watts";
    private final Bench bench = new Bench();

    private List<LedgerEntry.ExternalChange> changes() {
        return bench.entries(LedgerEntry.ExternalChange.class);
    }

    private void set() {
        bench.want(WATTS, 400);
        bench.done(bench.left());
        bench.seconds(15);
    }

    @Test
    void theFirstValueIsNoChangeAndTheNextIs() {
        bench.shows(WATTS, 400);
        bench.shows(WATTS, 400);
        assertThat(changes()).isEmpty();
        bench.shows(WATTS, 700);
        assertThat(changes())
                .containsExactly(new LedgerEntry.ExternalChange(Bench.SERIAL, WATTS, "400 W", "700 W", bench.now));
    }

    @Test
    void ourOwnChangeIsNone() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        set();
        assertThat(changes()).isEmpty();
    }

    @Test
    void ourOwnChangeIsNoneWhenTheCloudToldOfItFirst() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.accepted(send);
        bench.acknowledged(send);
        bench.seconds(1);
        bench.shows(Bench.SERIAL, WATTS, 400, Report.Source.SNAPSHOT);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        bench.seconds(1);
        bench.shows(WATTS, 400);
        assertThat(changes()).isEmpty();
        bench.shows(WATTS, 700);
        assertThat(changes()).hasSize(1);
    }

    @Test
    void theCloudsMemoryIsNoChange() {
        set();
        bench.shows(Bench.SERIAL, WATTS, 200, Report.Source.SNAPSHOT);
        bench.shows(WATTS, 400);
        assertThat(changes()).isEmpty();
        bench.nothingLeft();
    }

    @Test
    void withoutEnforceItStaysAsSomebodySetIt() {
        set();
        bench.shows(WATTS, 700);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
        assertThat(changes()).hasSize(1);
    }

    @Test
    void aChangeFromBeforeTheDecisionThatShowsOnlyNowIsUndone() {
        bench.shows(WATTS, 400);
        bench.seconds(30);
        bench.want(WATTS, 400);
        bench.nothingLeft();
        bench.seconds(5);
        bench.shows(WATTS, 700);
        assertThat(changes()).hasSize(1);
        bench.done(bench.left());
        bench.seconds(30);
        bench.shows(WATTS, 700);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void aSettingThatShowedWhatIsWantedAfterTheDecisionIsLeftAsSomebodySetIt() {
        bench.shows(WATTS, 400);
        bench.seconds(30);
        bench.want(WATTS, 400);
        bench.now = bench.now.plusNanos(5_000_300);
        bench.shows(WATTS, 400);
        bench.seconds(30);
        bench.shows(WATTS, 700);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void withEnforceItIsSetAgain() {
        bench.enforced();
        set();
        bench.shows(WATTS, 700);
        assertThat(changes()).hasSize(1);
        bench.done(bench.left());
        assertThat(changes()).hasSize(1);
    }

    @Test
    void withEnforceTheShortestIntervalHolds() {
        bench.enforced().want(WATTS, 400);
        bench.done(bench.left());
        bench.shows(WATTS, 700);
        bench.seconds(9.6);
        bench.nothingLeft();
        bench.seconds(0.1);
        bench.left();
    }

    @Test
    void aFightIsFoughtLessAndLessOften() {
        bench.enforced();
        set();
        List<Instant> times = new ArrayList<>();
        Instant start = bench.now;
        while (bench.now.isBefore(start.plus(Duration.ofHours(6)))) {
            bench.shows(WATTS, 700);
            bench.seconds(1);
            if (!bench.sends.isEmpty()) {
                times.add(bench.now);
                bench.done(bench.left());
            }
        }
        assertThat(times.size()).isBetween(10, 35);
        int last = times.size() - 1;
        assertThat(Duration.between(times.get(last - 1), times.get(last))).isGreaterThan(Duration.ofMinutes(14));
    }

    @Test
    void aChangeToWhatIsWantedSettlesARefusedSetPoint() {
        bench.shows(WATTS, 200);
        bench.want(WATTS, 400);
        bench.refused(bench.left(), "1008", false);
        bench.seconds(5);
        bench.shows(WATTS, 400);
        assertThat(changes()).hasSize(1);
        for (int minute = 0; minute < 30; minute++) {
            bench.pass(Duration.ofMinutes(1));
            bench.shows(WATTS, 400);
        }
        bench.nothingLeft();
    }
}
