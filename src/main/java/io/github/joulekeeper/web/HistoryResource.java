package io.github.joulekeeper.web;

import io.github.joulekeeper.app.HistoryKeeper;
import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.SeriesKey;
import io.github.joulekeeper.history.store.HistoryStore;
import io.github.joulekeeper.ledger.store.LedgerUnavailableException;
import io.github.joulekeeper.web.HistoryView.QuotaColumns;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What quotas were, for charts. */
@Path("/api/devices/{device}/history")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class HistoryResource {
    private static final Duration BY_DEFAULT = Duration.ofHours(24);
    private static final Duration LONGEST_IN_MINUTES = Duration.ofDays(3);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_QUOTAS = 30;
    private static final long MOST_VALUES = 200_000;

    private final Present present;
    private final HistoryStore store;
    private final InstantSource clock;

    HistoryResource(Present present, HistoryStore store, InstantSource clock) {
        this.present = present;
        this.store = store;
        this.clock = clock;
    }

    private record Station(String serial, Model model) {}

    /**
     * The history of a station.
     *
     * @param device its serial number or name
     * @param quotas names or keys of quotas, divided by commas; by default all that have a history
     * @param from by default a day before {@code to}
     * @param to by default now
     * @param step {@code minute}, {@code hour}, or {@code auto}: minutes for up to 3 days, if they are still kept
     */
    @GET
    @RunOnVirtualThread
    @Operation(summary = "What a station's key quotas were, by minute or hour: last, smallest, largest and mean value")
    public HistoryView read(
            @PathParam("device") String device,
            @QueryParam("quotas") @Nullable String quotas,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("step") @DefaultValue("auto") String step) {
        Station station = station(device);
        Instant now = clock.instant();
        Instant end = Requested.instant("to", to).orElse(now);
        Instant begin = Requested.instant("from", from).orElseGet(() -> end.minus(BY_DEFAULT));
        Requested.inOrder(Optional.of(begin), Optional.of(end));
        List<Quota> chosen = quotas(station.model(), quotas);
        Duration length = step(step, begin, end, now);
        long first = Math.floorDiv(begin.getEpochSecond(), length.toSeconds());
        long last = Math.ceilDiv(end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0), length.toSeconds());
        refuseTooMuch(last - first, chosen.size(), length);
        try {
            List<QuotaColumns> columns = new ArrayList<>();
            for (Quota quota : chosen) {
                columns.add(columns(new SeriesKey(station.serial(), quota.key()), quota, length, first, last));
            }
            long seconds = length.toSeconds();
            return new HistoryView(
                    station.serial(),
                    length.toString(),
                    Instant.ofEpochSecond(first * seconds),
                    Instant.ofEpochSecond(last * seconds),
                    columns,
                    LongStream.range(first, last).map(index -> index * seconds).toArray());
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The history cannot be read at present: %s".formatted(e.getMessage()), e);
        }
    }

    private Station station(String device) {
        return present.ask(moment ->
                        moment.state().byNameOrSerial(device).map(found -> new Station(found.serial(), found.model())))
                .toCompletableFuture()
                .join()
                .orElseThrow(() -> Problem.notFound("There is no station '%s'".formatted(device)));
    }

    private static List<Quota> quotas(Model model, @Nullable String names) {
        List<Quota> kept = model.quotas().stream().filter(Quota::history).toList();
        if (names == null || names.isBlank()) {
            return kept;
        }
        List<Quota> chosen = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            Quota quota = model.quota(name.strip())
                    .filter(Quota::history)
                    .orElseThrow(() -> Problem.badRequest("quotas: no history is kept of '%s'. It is of %s"
                            .formatted(
                                    name,
                                    kept.stream().map(HistoryResource::name).collect(Collectors.joining(", ")))));
            if (!chosen.contains(quota)) {
                chosen.add(quota);
            }
        }
        if (chosen.size() > MOST_QUOTAS) {
            throw Problem.badRequest(
                    "quotas must be at most %d, not %d. Ask for some at a time".formatted(MOST_QUOTAS, chosen.size()));
        }
        return chosen;
    }

    private static String name(Quota quota) {
        return quota.aliases().isEmpty() ? quota.key() : quota.aliases().getFirst();
    }

    private static Duration step(String step, Instant from, Instant to, Instant now) {
        return switch (step) {
            case "minute" -> MINUTE;
            case "hour" -> HOUR;
            case "auto" -> {
                boolean brief = Duration.between(from, to).compareTo(LONGEST_IN_MINUTES) <= 0;
                boolean kept = !from.isBefore(now.minus(HistoryKeeper.MINUTES_KEPT));
                yield brief && kept ? MINUTE : HOUR;
            }
            default -> throw Problem.badRequest("step must be auto, minute or hour, not '%s'".formatted(step));
        };
    }

    private static void refuseTooMuch(long steps, int quotas, Duration step) {
        if (steps > MOST_VALUES / Math.max(1, quotas)) {
            throw Problem.badRequest(
                    "%d quotas over %d steps of %s are more than %d values. Ask for a shorter time%s, or fewer quotas"
                            .formatted(quotas, steps, step, MOST_VALUES, step.equals(MINUTE) ? ", step=hour" : ""));
        }
    }

    private QuotaColumns columns(SeriesKey series, Quota quota, Duration step, long first, long last)
            throws SQLException {
        int size = Math.toIntExact(last - first);
        QuotaColumns columns = new QuotaColumns(
                name(quota),
                quota.key(),
                quota.unit().symbol(),
                new Double[size],
                new Double[size],
                new Double[size],
                new Double[size]);
        BiConsumer<Long, Aggregate> fill = (index, aggregate) -> {
            int at = Math.toIntExact(Math.clamp(index - first, -1L, size));
            if (at >= 0 && at < size) {
                columns.last()[at] = rounded(aggregate.last());
                columns.min()[at] = rounded(aggregate.min());
                columns.max()[at] = rounded(aggregate.max());
                columns.mean()[at] = rounded(aggregate.mean());
            }
        };
        if (step.equals(HOUR)) {
            store.hours(series, first, last, fill);
        } else {
            store.minutes(series, Math.floorDiv(first, 60L), Math.ceilDiv(last, 60L), fill);
        }
        return columns;
    }

    /** Minutes are stored with some seven digits. */
    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
