package io.github.joulekeeper.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What Joulekeeper itself is to do: the names that begin with {@code joulekeeper.}. */
@ConfigMapping(prefix = "joulekeeper")
public interface JoulekeeperConfig {
    /** The directory of rule files. */
    @WithDefault("rules")
    Path rules();

    /** The directory that holds the ledger and whatever else must survive a restart. */
    @WithDefault("data")
    Path data();

    /** Whether commands may be sent. */
    @WithDefault("control")
    Mode mode();

    /** Whether rules may hold raw payloads, which are sent as they stand. */
    @WithDefault("false")
    boolean allowRaw();

    /** How the log is written. */
    @WithDefault("text")
    Log log();

    /** The collector that takes traces of commands, such as {@code http://collector:4318/v1/traces}; none are made without. */
    Optional<String> traces();

    /** The zone of all times in rules, such as {@code Europe/Berlin}; by default the machine's. */
    Optional<String> zone();

    /** Latitude and longitude in degrees, such as {@code 52.52,13.40}; needed for sunrise and sunset. */
    Optional<String> place();

    /** How old a reading may get before it is unknown. */
    @WithDefault("5m")
    Duration staleAfter();

    /** The shortest time between two commands that set the same setting; may be zero. */
    @WithDefault("10s")
    Duration minInterval();

    /** How long a station may be silent before its values are asked for. */
    @WithDefault("90s")
    Duration silentAfter();

    /**
     * Whether everything that is heard of the stations is written to {@code recordings/YYYY-MM-DD.jsonl} in the data
     * directory, for {@code joulekeeper replay}. A station that reports all its values every 5 s makes some 70 MB a day;
     * nothing removes old files.
     */
    @WithDefault("false")
    boolean record();

    /** Which database holds the ledger: {@code sqlite}, a file in the data directory, or {@code postgresql}. */
    @WithDefault("sqlite")
    String database();

    /** Where the PostgreSQL database is, if that holds the ledger. */
    Postgresql postgresql();

    /** What the ledger keeps, and what becomes of commands when it cannot be written. */
    LedgerSettings ledger();

    /** When a rule flaps, and what becomes of it. */
    Flapping flapping();

    /** Whether this is one of several replicas, of which one owns the account. */
    Standby standby();

    /** What is told to whoever watches {@code /api/events}. */
    Events events();

    /** Settings of single stations, by serial number. */
    Map<String, Device> devices();

    /** Where the PostgreSQL database is. */
    interface Postgresql {
        /** Its JDBC address, such as {@code jdbc:postgresql://localhost:5432/joulekeeper}. */
        Optional<String> url();

        /** Who logs in. */
        Optional<String> username();

        /** Shown nowhere. */
        Optional<String> password();
    }

    /** What the ledger keeps, and what becomes of commands when it cannot be written. */
    interface LedgerSettings {
        /** {@code stop}: no commands while the ledger cannot be written; {@code go-on}: they are recorded later. */
        @WithDefault("stop")
        String whenUnavailable();

        /** How many entries may wait in memory for a database that cannot be written. */
        @WithDefault("20000")
        int maxWaiting();

        /** How long entries are kept, at least a day; 0 for ever. */
        @WithDefault("730d")
        Duration keep();

        /** How much the entries may take, by estimate, at least 10M; 0 without bound. */
        @WithDefault("1G")
        MemorySize maxSize();
    }

    /** A rule that would start more often than this is suspended. */
    interface Flapping {
        /** How many starts are borne, at least 1. */
        @WithDefault("6")
        int starts();

        /** In which time, positive. */
        @WithDefault("10m")
        Duration within();

        /** How long the rule is suspended, positive. */
        @WithDefault("1h")
        Duration suspension();
    }

    /** Replicas elect their owner by a Kubernetes lease. */
    interface Standby {
        /** The name of the lease; without one this process owns the account. */
        Optional<String> lease();

        /** The namespace of the lease; by default the pod's. */
        Optional<String> namespace();

        /** The name of this replica, its pod's; by default the host's. */
        Optional<String> name();
    }

    /** Bounds of {@code /api/events}. */
    interface Events {
        /** How many may watch at once, 1 or more. */
        @WithDefault("100")
        int clients();

        /** How many events wait for a slow watcher before it is let go, 10 or more. */
        @WithDefault("1000")
        int waiting();

        /** How many events are kept for watchers that come back, besides the newest readings. */
        @WithDefault("1000")
        int kept();
    }

    /** What may be said of one station. */
    interface Device {
        /** The name that rules may use for it; by default the one from the account, else the serial number. */
        Optional<String> name();

        /** The model's id, such as {@code delta-2}, where the serial number does not tell. */
        Optional<String> model();

        /** As {@link JoulekeeperConfig#staleAfter()}, for this station. */
        Optional<Duration> staleAfter();
    }

    /** How the log is written; {@code application.properties} hands it on to Quarkus. */
    enum Log {
        /** A line for people. */
        TEXT,
        /** An object of JSON on each line, for programs. */
        JSON
    }

    /** Whether commands may be sent. */
    enum Mode {
        /** Rules are evaluated and their commands sent. */
        CONTROL,
        /** Rules are evaluated, nothing is ever sent; the ledger shows what would have been. */
        OBSERVE
    }
}
