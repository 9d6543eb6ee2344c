package io.github.joulekeeper.app;

import io.github.joulekeeper.app.CommandFollower.Course;
import io.github.joulekeeper.ledger.LedgerEntry.CommandEnded;
import io.github.joulekeeper.ledger.LedgerEntry.CommandStep;
import io.github.joulekeeper.ledger.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a trace of each command when it has ended: a span for the whole, from the report that caused it, and under it one for
 * each stretch between two things that happened, named after what it began with.
 */
final class CommandTraces implements CommandFollower.Hearer {
    private static final AttributeKey<List<String>> RULES = AttributeKey.stringArrayKey("joulekeeper.rules");
    private static final AttributeKey<List<String>> SETTINGS = AttributeKey.stringArrayKey("joulekeeper.settings");
    private static final AttributeKey<String> STATION = AttributeKey.stringKey("joulekeeper.station");
    private static final AttributeKey<Long> COMMAND = AttributeKey.longKey("joulekeeper.command.id");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("joulekeeper.reason");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("joulekeeper.outcome");
    private static final AttributeKey<String> DETAIL = AttributeKey.stringKey("joulekeeper.detail");
    private static final Set<Outcome> BAD = Set.of(Outcome.REFUSED, Outcome.UNCONFIRMED, Outcome.FAILED);

    private final Tracer tracer;

    private record Stretch(String name, String detail, Instant from) {}

    CommandTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void ended(Course course, CommandEnded end) {
        var opened = course.opened();
        Span whole = tracer.spanBuilder("command " + opened.command())
                .setNoParent()
                .setStartTimestamp(course.began())
                .setAttribute(RULES, opened.origins())
                .setAttribute(
                        SETTINGS, List.copyOf(new TreeSet<>(opened.setPoints().keySet())))
                .setAttribute(STATION, opened.serial())
                .setAttribute(COMMAND, opened.commandId())
                .setAttribute(REASON, opened.reason())
                .setAttribute(OUTCOME, word(end.outcome()))
                .setAttribute(DETAIL, end.detail())
                .startSpan();
        if (BAD.contains(end.outcome())) {
            whole.setStatus(StatusCode.ERROR, end.detail());
        }
        Context within = Context.root().with(whole);
        List<Stretch> stretches = stretches(course);
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            Instant until = i + 1 < stretches.size() ? stretches.get(i + 1).from() : end.at();
            tracer.spanBuilder(stretch.name())
                    .setParent(within)
                    .setStartTimestamp(stretch.from())
                    .setAttribute(DETAIL, stretch.detail())
                    .startSpan()
                    .end(until);
        }
        whole.end(end.at());
    }

    private static List<Stretch> stretches(Course course) {
        List<Stretch> stretches = new ArrayList<>();
        var opened = course.opened();
        course.readAt().ifPresent(read -> stretches.add(new Stretch("read", "the report came", read)));
        stretches.add(new Stretch("decided", opened.reason(), opened.at()));
        for (CommandStep step : course.steps()) {
            stretches.add(new Stretch(word(step.step()), step.detail(), step.at()));
        }
        return stretches;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
