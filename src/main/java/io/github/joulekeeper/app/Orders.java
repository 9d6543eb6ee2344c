package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Dispatcher;
import io.github.joulekeeper.dispatch.Effect;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a person may order, on the writer's thread and at one instant. Each order stands in the ledger with its author, as
 * an entry of the kind {@code manual}.
 */
public final class Orders {
    /** Under which the ledger remembers that a person chose to observe. */
    private static final String MODE_KEY = "mode";

    private final StateModel state;
    private final Engine engine;
    private final Dispatcher dispatcher;
    private final Instant now;
    private final Consumer<Effect> effects;
    private final Consumer<List<Decision>> decide;

    Orders(
            StateModel state,
            Engine engine,
            Dispatcher dispatcher,
            Instant now,
            Consumer<Effect> effects,
            Consumer<List<Decision>> decide) {
        this.state = state;
        this.engine = engine;
        this.dispatcher = dispatcher;
        this.now = now;
        this.effects = effects;
        this.decide = decide;
    }

    /** The core as it is now, after the orders that were given before. */
    public Present.Moment moment() {
        return new Present.Moment(state, engine, dispatcher.mode(), now);
    }

    /**
     * Claims a setting above all rules, in the place of what a person claimed before.
     *
     * @param value in the setting's unit
     * @param length how long; empty for until it is released
     * @param shown the value as a person reads it, for the ledger
     * @throws IllegalArgumentException if the station, the setting or the value is not one that may be set
     */
    public void set(
            String serial, String setting, double value, Optional<Duration> length, String shown, String author) {
        Optional<Instant> until = length.map(now::plus);
        List<Decision> decided = engine.claimManually(serial, setting, value, until, author, now);
        note(
                author,
                "set %s of %s to %s%s"
                        .formatted(
                                setting,
                                name(serial),
                                shown,
                                until.map(end -> " until " + end).orElse(" until it is released")));
        decide.accept(decided);
    }

    /**
     * Ends a person's claim on a setting, if there is one.
     *
     * @return whether there was
     * @throws IllegalArgumentException if there is no such station or setting
     */
    public boolean release(String serial, String setting, String author) {
        List<Decision> decided = engine.release(serial, setting, author, now);
        if (decided.isEmpty()) {
            return false;
        }
        note(author, "released %s of %s".formatted(setting, name(serial)));
        decide.accept(decided);
        return true;
    }

    /** Lets a suspended rule start again on a station; without effect where it is not suspended. */
    public void resume(String rule, String serial, String author) {
        note(author, "resumed rule %s on %s".formatted(rule, name(serial)));
        decide.accept(engine.resume(rule, serial, now));
    }

    /** Lets commands leave, or keeps them from leaving. What was only observed is sent once the mode is control. */
    public void setMode(Mode mode, String author) {
        if (mode == dispatcher.mode()) {
            return;
        }
        note(author, "changed the mode to " + mode.name().toLowerCase(Locale.ROOT));
        effects.accept(
                new Effect.Record(new LedgerEntry.Remembered(MODE_KEY, mode == Mode.OBSERVE ? mode.name() : "", now)));
        dispatcher.setMode(mode, now).forEach(effects);
    }

    /**
     * The mode to start in. Only the choice to observe outlives a restart: a restart never sends what the configuration or
     * a person said is not to be sent.
     */
    static Mode modeAtStart(JoulekeeperConfig.Mode configured, Map<String, String> remembered) {
        boolean observe = configured == JoulekeeperConfig.Mode.OBSERVE
                || Mode.OBSERVE.name().equals(remembered.get(MODE_KEY));
        return observe ? Mode.OBSERVE : Mode.CONTROL;
    }

    /** Writes that a person did something. */
    public void note(String author, String detail) {
        effects.accept(new Effect.Record(new LedgerEntry.Noted("manual", author, detail, now)));
    }

    private String name(String serial) {
        return state.device(serial).map(device -> device.name()).orElse(serial);
    }
}
