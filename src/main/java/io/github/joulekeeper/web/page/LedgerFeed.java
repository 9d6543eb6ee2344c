package io.github.joulekeeper.web.page;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Outcome;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands and all else that the ledger tells, in one row, newest first. */
@Singleton
class LedgerFeed {
    private final CommandLog commands;
    private final EventLog events;

    LedgerFeed(CommandLog commands, EventLog events) {
        this.commands = commands;
        this.events = events;
    }

    /**
     * What to tell.
     *
     * @param withCommands whether commands are told
     * @param withEvents whether all else is told
     * @param kinds only events of these kinds; all if there are none
     * @param rule only commands of this rule or person, and where this rule turned
     * @param outcome only commands that ended so
     */
    record Wanted(
            boolean withCommands,
            boolean withEvents,
            List<String> kinds,
            Optional<String> serial,
            Optional<String> rule,
            Optional<Outcome> outcome) {}

    /**
     * Where a page begins: commands and events are counted apart.
     *
     * @param command only commands with a smaller id; empty from the newest on
     * @param event only events with a smaller sequence; empty from the newest on
     */
    record Place(Optional<Long> command, Optional<Long> event) {}

    /** One of the two. */
    record Line(Optional<CommandCard> command, Optional<EventCard> event) {}

    /**
     * A page.
     *
     * @param next where the next one begins, empty if this is the last
     */
    record Sheet(List<Line> lines, Optional<Place> next) {}

    /** @param names the stations' names by serial number */
    Sheet read(Wanted wanted, Place from, int size, Map<String, String> names) {
        List<CommandCard> told = wanted.withCommands() ? commands(wanted, from, size + 1, names) : List.of();
        List<EventCard> happened = wanted.withEvents() ? events(wanted, from, size + 1, names) : List.of();
        List<Line> lines = new ArrayList<>();
        Place place = from;
        int command = 0;
        int event = 0;
        // Each of the two keeps its own order, so that its place says what was told of it.
        while (lines.size() < size && (command < told.size() || event < happened.size())) {
            if (event == happened.size()
                    || command < told.size()
                            && !told.get(command)
                                    .at()
                                    .isBefore(happened.get(event).at())) {
                CommandCard card = told.get(command++);
                lines.add(new Line(Optional.of(card), Optional.empty()));
                place = new Place(Optional.of(card.id()), place.event());
            } else {
                EventCard card = happened.get(event++);
                lines.add(new Line(Optional.empty(), Optional.of(card)));
                place = new Place(place.command(), Optional.of(card.sequence()));
            }
        }
        boolean more = command < told.size() || event < happened.size();
        return new Sheet(lines, more ? Optional.of(place) : Optional.empty());
    }

    private List<CommandCard> commands(Wanted wanted, Place from, int limit, Map<String, String> names) {
        var query = new CommandLog.Query(wanted.serial(), wanted.rule(), wanted.outcome(), from.command(), limit);
        return commands.find(query).stream()
                .map(command -> CommandCard.of(command, names))
                .toList();
    }

    private List<EventCard> events(Wanted wanted, Place from, int limit, Map<String, String> names) {
        var query = new EventLog.Query(
                wanted.kinds(),
                true,
                wanted.serial(),
                wanted.rule(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                from.event(),
                limit);
        return events.events(query).stream()
                .map(event -> EventCard.of(event, names))
                .toList();
    }
}
