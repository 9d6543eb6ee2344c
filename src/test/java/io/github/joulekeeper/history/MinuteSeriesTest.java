package io.github.joulekeeper.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Minutes are what a second-by-second look at the readings says. */
class MinuteSeriesTest {
    private static final int HOLD = 90;
    private static final int SECONDS = 900;

    /** Something that happens at a second: a reading, or a gap when it is NaN. */
    record Happening(int second, double value) {}

    @Provide
    Arbitrary<List<Happening>> happenings() {
        Arbitrary<Double> values = Arbitraries.oneOf(
                Arbitraries.integers().between(-50, 50).map(Integer::doubleValue), Arbitraries.just(Double.NaN));
        return Combinators.combine(Arbitraries.integers().between(0, SECONDS - 1), values)
                .as(Happening::new)
                .list()
                .ofMaxSize(60)
                .map(list -> list.stream()
                        .sorted(java.util.Comparator.comparingInt(Happening::second))
                        .toList());
    }

    @Property(tries = 300)
    void minutesAreWhatEachSecondSays(@ForAll("happenings") List<Happening> happenings, @ForAll boolean oftenAdvanced) {
        TreeMap<Long, Aggregate> minutes = new TreeMap<>();
        MinuteSeries series = new MinuteSeries(
                HOLD * 1000L,
                (minute, what) -> assertThat(minutes.put(minute, what)).isNull());
        int last = 0;
        for (Happening each : happenings) {
            for (int second = last; oftenAdvanced && second < each.second(); second += 7) {
                series.advance(second * 1000L);
            }
            last = each.second();
            if (Double.isNaN(each.value())) {
                series.gap(each.second() * 1000L);
            } else {
                series.reading(each.value(), each.second() * 1000L);
            }
        }
        series.advance((SECONDS + HOLD + 60) * 1000L);
        series.finish();

        assertThat(minutes.keySet())
                .containsExactlyElementsOf(expected(happenings).keySet());
        expected(happenings).forEach((minute, values) -> {
            Aggregate got = minutes.get(minute);
            assertThat(got.min())
                    .isEqualTo(values.touched.stream().mapToDouble(d -> d).min().orElseThrow());
            assertThat(got.max())
                    .isEqualTo(values.touched.stream().mapToDouble(d -> d).max().orElseThrow());
            assertThat(got.last()).isEqualTo(values.touched.getLast());
            if (!values.held.isEmpty()) {
                assertThat(got.seconds()).isCloseTo(values.held.size(), within(1e-6));
                assertThat(got.mean())
                        .isCloseTo(
                                values.held.stream()
                                        .mapToDouble(d -> d)
                                        .average()
                                        .orElseThrow(),
                                within(1e-6));
            }
        });
    }

    private static final class Seen {
        final List<Double> held = new ArrayList<>();
        final List<Double> touched = new ArrayList<>();
    }

    private static TreeMap<Long, Seen> expected(List<Happening> happenings) {
        TreeMap<Long, Seen> minutes = new TreeMap<>();
        double value = Double.NaN;
        int until = 0;
        for (int second = 0; second < SECONDS + HOLD + 60; second++) {
            if (second >= until) {
                value = Double.NaN;
            }
            int now = second;
            for (Happening each :
                    happenings.stream().filter(one -> one.second() == now).toList()) {
                value = each.value();
                until = second + HOLD;
                if (!Double.isNaN(value)) {
                    minutes.computeIfAbsent((long) second / 60, minute -> new Seen())
                            .touched
                            .add(value);
                }
            }
            if (!Double.isNaN(value)) {
                Seen seen = minutes.computeIfAbsent((long) second / 60, minute -> new Seen());
                seen.touched.add(value);
                seen.held.add(value);
            }
        }
        return minutes;
    }

    @Property(tries = 200)
    void timesPutTogetherAreOneTime(@ForAll("aggregates") List<Aggregate> parts) {
        Aggregate left = parts.stream().reduce(Aggregate::then).orElseThrow();
        Aggregate right = parts.getLast();
        for (int i = parts.size() - 2; i >= 0; i--) {
            right = parts.get(i).then(right);
        }
        assertThat(left.mean()).isCloseTo(right.mean(), within(1e-6));
        assertThat(left.min()).isEqualTo(right.min());
        assertThat(left.max()).isEqualTo(right.max());
        assertThat(left.last()).isEqualTo(parts.getLast().last());
        assertThat(left.mean()).isBetween(left.min(), left.max());
    }

    @Provide
    Arbitrary<List<Aggregate>> aggregates() {
        Arbitrary<Integer> values = Arbitraries.integers().between(-70_000, 70_000);
        return Combinators.combine(
                        values, values, values, Arbitraries.integers().between(1, 60_000))
                .as((a, b, c, millis) -> {
                    double[] sorted = {a, b, c};
                    Arrays.sort(sorted);
                    return new Aggregate(sorted[1], sorted[0], sorted[2], sorted[1], millis / 1000.0);
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 200)
    void anHourComesBackAsItWasStored(@ForAll("aggregates") List<Aggregate> minutes) {
        HourChunk chunk = new HourChunk();
        for (int i = 0; i < minutes.size(); i++) {
            chunk.add(59 - i, minutes.get(i));
        }

        HourChunk back = HourChunk.of(chunk.bytes());

        for (int i = 0; i < 60; i++) {
            assertThat(back.minute(i)).isEqualTo(chunk.minute(i));
        }
        assertThat(back.bytes()).isEqualTo(chunk.bytes());
    }

    @Test
    void anHourThatStaysTheSameIsSmall() {
        HourChunk chunk = new HourChunk();
        for (int i = 0; i < 60; i++) {
            chunk.add(i, new Aggregate(50, 50, 50, 50, 60));
        }
        assertThat(chunk.bytes()).hasSizeLessThan(60);
    }

    @Test
    void aReadingOlderThanTheOneBeforeIsLetGo() {
        List<Aggregate> minutes = new ArrayList<>();
        MinuteSeries series = new MinuteSeries(300_000, (minute, what) -> minutes.add(what));
        series.reading(10, 30_000);
        series.reading(99, 20_000);
        series.advance(60_000);
        assertThat(minutes)
                .singleElement()
                .satisfies(minute -> assertThat(minute.max()).isEqualTo(10));
    }
}
