package io.github.joulekeeper.recording;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** One line of a recording: something that happened to the core, with the instant at which the core applied it. */
public sealed interface RecordedEvent {
    /** When the core applied it, by the service's clock. */
    Instant at();

    /**
     * A recording begins, or goes on in another file.
     *
     * @param zone the zone of all times in the rules that ran, if it is told
     */
    record Began(Instant at, Optional<ZoneId> zone) implements RecordedEvent {}

    /**
     * A station was found, or is told again at the beginning of a file.
     *
     * @param name as rules may name it
     * @param staleAfter how old a reading of it may get before it is unknown; positive
     */
    record Station(Instant at, String serial, String name, Model model, Duration staleAfter) implements RecordedEvent {}

    /**
     * What was known of a station when a file began, so that the file can be replayed by itself.
     *
     * @param report the readings that were fresh
     */
    record Carried(Instant at, Model model, boolean online, Report report) implements RecordedEvent {}

    /**
     * A report was applied, with its own instant of receipt.
     *
     * @param online what the cloud's list said together with it, if that changed anything
     */
    record Reported(Instant at, Model model, Report report, Optional<Boolean> online) implements RecordedEvent {
        /** A report that came by itself. */
        public Reported(Instant at, Model model, Report report) {
            this(at, model, report, Optional.empty());
        }
    }

    /**
     * A station came online or went offline, and no report said so.
     *
     * @param since since when
     */
    record Online(Instant at, String serial, boolean online, Instant since) implements RecordedEvent {}

    /** Events before this one are missing: they came faster than they could be written. */
    record Lost(Instant at, long events) implements RecordedEvent {}
}
