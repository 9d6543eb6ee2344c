package io.github.joulekeeper.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A topic of a station: {@code /open/<account>/<serial>/<kind>}.
 *
 * @param account the account's name in the certification
 * @param serial the station's serial number
 * @param kind what is said there
 */
record StationTopic(String account, String serial, Kind kind) {

    /** What is said on a topic. */
    enum Kind {
        QUOTA,
        STATUS,
        SET,
        SET_REPLY,
        GET,
        GET_REPLY;

        String segment() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> ofSegment(String segment) {
            return Arrays.stream(values())
                    .filter(kind -> kind.segment().equals(segment))
                    .findFirst();
        }
    }

    /** The parts of a topic's name; empty if it is not a station's. Wildcards are not. */
    static Optional<StationTopic> parse(String name) {
        String[] segments = name.split("/", -1);
        if (segments.length != 5
                || !segments[0].isEmpty()
                || !segments[1].equals("open")
                || segments[3].isEmpty()
                || name.contains("+")
                || name.contains("#")) {
            return Optional.empty();
        }
        return Kind.ofSegment(segments[4]).map(kind -> new StationTopic(segments[2], segments[3], kind));
    }

    String name() {
        return "/open/" + account + "/" + serial + "/" + kind.segment();
    }
}
