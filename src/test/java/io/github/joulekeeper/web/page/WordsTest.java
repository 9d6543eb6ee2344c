package io.github.joulekeeper.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Frame FRAME = new Frame(
            "Overview",
            "overview",
            new Verdict(Verdict.Level.GOOD, "Everything works", "", List.of()),
            false,
            Instant.parse("2026-06-01T12:00:00Z"),
            ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T12:00:00Z, 0 s ago",
        "2026-06-01T11:59:01Z, 59 s ago",
        "2026-06-01T11:58:59Z, 1 min ago",
        "2026-06-01T10:00:00Z, 2 h ago",
        "2026-06-01T09:29:00Z, 2 h 31 min ago",
        "2026-05-30T11:00:00Z, 2 d 1 h ago",
        "2026-06-01T12:05:00Z, in 5 min",
    })
    void timesAreToldFromNow(String at, String told) {
        assertThat(Words.fromNow(Instant.parse(at), FRAME)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T05:00:00Z, 07:00",
        "2026-06-01T05:00:07Z, 07:00:07",
        "2026-05-31T22:30:00Z, 00:30",
        "2026-05-31T21:30:00Z, 31 May 23:30",
        "2025-12-31T21:30:00Z, 31 Dec 2025 22:30",
    })
    void clocksShowTheZoneOfTheRules(String at, String shown) {
        assertThat(Words.clock(Instant.parse(at), FRAME)).isEqualTo(shown);
    }

    @Test
    void codeIsMarkedAndEverythingElseEscaped() {
        assertThat(Words.marked("until `when` is <b>true</b> & 'so'").getValue())
                .isEqualTo("until <code>when</code> is &lt;b&gt;true&lt;/b&gt; &amp; &#39;so&#39;");
        assertThat(Words.marked("a lone ` <i>").getValue()).isEqualTo("a lone ` &lt;i&gt;");
    }

    @Test
    void theAgeOfAReadingThenIsNotHowLongAgoItIsNow() {
        assertThat(Words.told("soc < 20% for 15s: soc = 18 % (6 s ago), solar-watts = 0 W (1 min ago)", FRAME))
                .isEqualTo("soc < 20% for 15s: soc = 18 % (6 s old), solar-watts = 0 W (1 min old)");
    }

    @Test
    void instantsInTextsAreToldAsAllTimesAre() {
        assertThat(Words.told("set by ann until 2026-06-01T13:30:17.022226152Z", FRAME))
                .isEqualTo("set by ann until 15:30:17");
        assertThat(Words.told("not before 2026-99-01T13:30:17Z", FRAME)).isEqualTo("not before 2026-99-01T13:30:17Z");
    }

    @Test
    void aSentenceEndsOnce() {
        assertThat(Words.sentence("Try again")).isEqualTo("Try again.");
        assertThat(Words.sentence("Try again.")).isEqualTo("Try again.");
    }
}
