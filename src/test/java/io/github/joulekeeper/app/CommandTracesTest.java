package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandTracesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<SpanData> spans = new ArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Collecting()))
            .build();
    private final CommandFollower follower =
            new CommandFollower(List.of(new CommandTraces(provider.get("test"))), InstantSource.fixed(START));

    private final class Collecting implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aProvenCommandIsOneTraceWithASpanForEachStretch() {
        follower.recorded(List.of(opened(7), step(7, Step.SENT, 0)));
        follower.recorded(List.of(step(7, Step.ACCEPTED, 150), step(7, Step.ACKNOWLEDGED, 400)));
        assertThat(spans).as("before it ended").isEmpty();
        follower.recorded(List.of(end(7, Outcome.CONFIRMED, 900)));

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("decided", "sent", "accepted", "acknowledged", "command acChgCfg");
        SpanData whole = spans.getLast();
        assertThat(lasted(whole)).isEqualTo(Duration.ofMillis(900));
        assertThat(whole.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(whole.getAttributes().asMap().toString())
                .contains("night", "R331ZTEST0000001", "ac-charging.watts", "confirmed", "soc = 18 %");
        List<SpanData> stretches = spans.subList(0, 4);
        assertThat(stretches).allSatisfy(stretch -> {
            assertThat(stretch.getTraceId()).isEqualTo(whole.getTraceId());
            assertThat(stretch.getParentSpanId()).isEqualTo(whole.getSpanId());
        });
        assertThat(stretches)
                .extracting(CommandTracesTest::lasted)
                .containsExactly(Duration.ZERO, Duration.ofMillis(150), Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void aCommandThatIsNotProvenIsAnError() {
        follower.recorded(List.of(opened(8), step(8, Step.SENT, 0), end(8, Outcome.UNCONFIRMED, 30_000)));
        assertThat(spans.getLast().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void theEndOfACommandOfAnEarlierRunIsPassedOver() {
        follower.recorded(List.of(step(9, Step.ACCEPTED, 0), end(9, Outcome.CONFIRMED, 10)));
        assertThat(spans).isEmpty();
    }

    private static Duration lasted(SpanData span) {
        return Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos());
    }

    private static LedgerEntry opened(long id) {
        return new LedgerEntry.CommandOpened(
                id,
                "R331ZTEST0000001",
                List.of("night"),
                "soc = 18 %",
                "acChgCfg",
                Map.of("chgWatts", 400),
                Map.of("ac-charging.watts", "400 W"),
                Map.of("ac-charging.watts", 400.0),
                START);
    }

    private static LedgerEntry step(long id, Step step, long millis) {
        return new LedgerEntry.CommandStep(id, step, "over HTTP", START.plusMillis(millis));
    }

    private static LedgerEntry end(long id, Outcome outcome, long millis) {
        return new LedgerEntry.CommandEnded(id, outcome, "read back", START.plusMillis(millis));
    }
}
