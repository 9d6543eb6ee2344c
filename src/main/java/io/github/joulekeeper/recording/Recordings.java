package io.github.joulekeeper.recording;

import io.github.joulekeeper.device.Catalog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of several files as one stream, the earliest first; those of one file stay in its order, also where its
 * clock was put back.
 */
public final class Recordings implements Closeable {
    private final List<Source> sources = new ArrayList<>();

    private static final class Source {
        private final RecordingFile file;
        private @Nullable RecordedEvent head;

        Source(RecordingFile file) throws IOException {
            this.file = file;
            this.head = file.next();
        }
    }

    private Recordings() {}

    /**
     * Opens files and reads the beginning of each.
     *
     * @param start when messages without a time happened
     * @param problems is told of lines that cannot be used
     * @throws IOException if one cannot be read
     */
    public static Recordings open(
            Collection<Path> files, Catalog catalog, Instant start, Consumer<RecordingProblem> problems)
            throws IOException {
        Recordings recordings = new Recordings();
        KnownStations stations = new KnownStations(catalog);
        try {
            for (Path path : files) {
                recordings.sources.add(new Source(RecordingFile.open(path, stations, start, problems)));
            }
            return recordings;
        } catch (IOException e) {
            recordings.close();
            throw e;
        }
    }

    /** The next event without taking it, null at the end. */
    public @Nullable RecordedEvent peek() {
        Source earliest = earliest();
        return earliest == null ? null : earliest.head;
    }

    /**
     * Takes the next event, null at the end.
     *
     * @throws IOException if a file cannot be read on
     */
    public @Nullable RecordedEvent next() throws IOException {
        Source earliest = earliest();
        if (earliest == null) {
            return null;
        }
        RecordedEvent event = earliest.head;
        earliest.head = earliest.file.next();
        return event;
    }

    private @Nullable Source earliest() {
        Source earliest = null;
        Instant at = Instant.MAX;
        for (Source source : sources) {
            RecordedEvent head = source.head;
            if (head != null && head.at().isBefore(at)) {
                earliest = source;
                at = head.at();
            }
        }
        return earliest;
    }

    @Override
    public void close() throws IOException {
        for (Source source : sources) {
            source.file.close();
        }
    }
}
