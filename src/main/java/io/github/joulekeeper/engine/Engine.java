package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pure core: state, rules, time and an event in; decisions with their reasons out. Same events in, same decisions
 * out. One thread owns it, together with the {@link StateModel} that it reads; each method is an event, is handed the
 * present time, and answers with what was decided, in the order in which it is to be carried out.
 *
 * <p>The order at start: add the stations to the state model, {@link #restore} what was remembered, {@link #load} the
 * rules. Standing set points of rules that were active before a restart are then decided anew.
 *
 * <p>Time: whoever calls it sees to {@link #tick} at {@link #nextWake}. A tick that comes late decides by what is known
 * then, not by what was known when it was due. A clock that is put back by more than {@value #JITTER_MILLIS} ms moves all
 * running timers with it: what ran for five minutes still ran for five minutes. By less, time stands still for a moment.
 */
public final class Engine {
    private static final long UNSETTLED_MILLIS = 1000;
    /** By how much the time handed in may fall back without being a clock that was put back. */
    static final long JITTER_MILLIS = 10_000;
    /** How often a rule may start and end within one event before it has to wait for the next second. */
    private static final int FLIPS_IN_ONE_EVENT = 2;

    private final StateModel state;
    private final FlappingPolicy flapping;
    private final Roster roster = new Roster();
    private final Worklist worklist = new Worklist();
    private final Arbiter arbiter = new Arbiter();
    private final Decisions decisions = new Decisions();
    private final WakeQueue wakes = new WakeQueue();
    private final List<RuleInstance> changedMemories = new ArrayList<>();
    private final Moment moment;
    private final Evaluation evaluation;
    private final InstanceMemory memories;
    private final Bindings bindings;
    private final RuleLoader loader;
    private long last = Long.MIN_VALUE;
    private long events;

    /**
     * @param state the stations; those that it holds now are taken over, others are announced by {@link #deviceAdded}
     * @param binder makes rules ready for a model
     */
    public Engine(EngineSettings settings, StateModel state, RuleBinder binder) {
        this.state = state;
        this.flapping = settings.flapping();
        this.moment = new Moment(settings);
        this.evaluation = new Evaluation(moment, roster);
        this.memories = new InstanceMemory(evaluation);
        this.bindings = new Bindings(settings, state, binder);
        this.loader = new RuleLoader(bindings, roster, arbiter, worklist, evaluation, decisions, wakes);
        state.devices().forEach(roster::put);
    }

    /**
     * Takes back what was handed out as {@link Decision.Remembered}, the latest of each key. Before the first
     * {@link #load}.
     */
    public void restore(Collection<? extends Memory> memories) {
        memories.forEach(loader::restore);
    }

    /**
     * Puts these rules in the place of those that run. A rule whose condition has the same text stays as active as it was;
     * one that is removed, disabled, or whose condition changed ends, with its {@code otherwise}.
     *
     * @throws IllegalArgumentException if a cron expression is none
     */
    public List<Decision> load(RuleSet rules, Instant now) {
        begin(now);
        for (DeviceView device : roster.devices()) {
            device.refreshOnline(moment.millis(), worklist);
        }
        loader.load(rules, moment.millis());
        return settle();
    }

    /**
     * Notes a station that was added to the state model, or whose state was replaced there. Rules that select it begin to
     * run on it.
     *
     * @throws IllegalArgumentException if the state model has no such station
     */
    public List<Decision> deviceAdded(String serial, Instant now) {
        DeviceState added = state.device(serial)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The station %s is not in the state model. Add it there first".formatted(serial)));
        begin(now);
        DeviceView before = roster.device(serial);
        loader.deviceAdded(roster.put(added), before, moment.millis());
        return settle();
    }

    /** Notes a report that was applied to the state model just before. Unknown stations are passed over. */
    public List<Decision> reported(String serial, Report report, Instant now) {
        return reported(roster.device(serial), report, now);
    }

    /**
     * As {@link #reported(String, Report, Instant)}.
     *
     * @param station the station's state in the state model, which the caller has at hand
     */
    public List<Decision> reported(DeviceState station, Report report, Instant now) {
        return reported(roster.device(station), report, now);
    }

    private List<Decision> reported(@Nullable DeviceView device, Report report, Instant now) {
        begin(now);
        if (device != null) {
            device.apply(report, moment.millis(), worklist);
            scheduleStale(device);
        }
        return settle();
    }

    /** Notes that the state model now has the station online, or offline. */
    public List<Decision> onlineChanged(String serial, Instant now) {
        begin(now);
        DeviceView device = roster.device(serial);
        if (device != null) {
            device.refreshOnline(moment.millis(), worklist);
            scheduleStale(device);
        }
        return settle();
    }

    /** Does what is due. */
    public List<Decision> tick(Instant now) {
        begin(now);
        return settle();
    }

    /** When {@link #tick} should be called next; a tick that comes to nothing may be among them. */
    public Optional<Instant> nextWake() {
        long earliest = wakes.earliest();
        return earliest == WakeQueue.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(earliest));
    }

    /**
     * Claims a setting for a person, above all rules, in the place of an earlier claim of a person.
     *
     * @param value in the setting's unit
     * @param until when the claim ends by itself: then the strongest rule's claim wins or, without one, the value that was
     *     read before comes back. Empty for a claim that stands until {@link #release}
     * @param author who, for the ledger
     * @throws IllegalArgumentException if the station, the setting or the value is not one that may be set, or
     *     {@code until} is not after {@code now}
     */
    public List<Decision> claimManually(
            String serial, String setting, double value, Optional<Instant> until, String author, Instant now) {
        SettingClaims claims = roster.claims(serial, setting);
        claims.setting().refusal(value).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal);
        });
        if (until.isPresent() && !until.get().isAfter(now)) {
            throw new IllegalArgumentException(
                    "The end of a manual claim (%s) must be after now (%s)".formatted(until.get(), now));
        }
        begin(now);
        claims.claimManually(new Memory.ManualClaim(value, until, author, Instant.ofEpochMilli(moment.millis())));
        arbiter.touch(claims);
        return settle();
    }

    /**
     * Ends a person's claim on a setting, if there is one: the strongest rule's claim wins or, without one, the setting
     * stays as it is.
     *
     * @throws IllegalArgumentException if there is no such station or setting
     */
    public List<Decision> release(String serial, String setting, String author, Instant now) {
        SettingClaims claims = roster.claims(serial, setting);
        begin(now);
        if (claims.releaseManual(false, "released by " + author)) {
            arbiter.touch(claims);
        }
        return settle();
    }

    /** Lets a suspended rule start again; without effect on one that is not suspended. */
    public List<Decision> resume(String rule, String serial, Instant now) {
        begin(now);
        RuleInstance instance = instance(rule, serial);
        if (instance != null && instance.resume(moment.millis(), decisions)) {
            worklist.add(instance);
        }
        return settle();
    }

    /** Why a rule is where it is on a station; empty if it does not run there. Changes nothing. */
    public Optional<Explanation.OfRule> explain(String rule, String serial, Instant now) {
        RuleInstance instance = instance(rule, serial);
        if (instance == null) {
            return Optional.empty();
        }
        moment.set(Math.max(now.toEpochMilli(), last));
        return Optional.of(new Explainer(evaluation).explain(instance));
    }

    /** All rules on all stations, in the order of the stations and of the rules' ids. Changes nothing. */
    public List<Explanation.OfRule> explainAll(Instant now) {
        moment.set(Math.max(now.toEpochMilli(), last));
        Explainer explainer = new Explainer(evaluation);
        return roster.devices().stream()
                .flatMap(device -> device.instances().all().stream())
                .map(explainer::explain)
                .toList();
    }

    /** How many rules are in each phase, counted on each station. Changes nothing. */
    public Map<RulePhase, Integer> phases() {
        return roster.phases();
    }

    /** Where a rule is on a station; empty if it does not run there. */
    public Optional<RulePhase> phase(String rule, String serial) {
        return Optional.ofNullable(instance(rule, serial)).map(RuleInstance::phase);
    }

    private @Nullable RuleInstance instance(String rule, String serial) {
        DeviceView device = roster.device(serial);
        return device == null ? null : device.instances().get(rule);
    }

    /** The claimed settings of a station, and those that were set when a rule ended, by name. */
    public List<Explanation.OfSetting> settings(String serial) {
        DeviceView device = roster.device(serial);
        return device == null
                ? List.of()
                : device.settings().values().stream()
                        .filter(claims -> !claims.idle())
                        .map(SettingClaims::explain)
                        .toList();
    }

    /** The rules that select a station but do not fit its model, with the reasons. */
    public List<Explanation.NotApplicable> notApplicable() {
        return bindings.notApplicable(roster.devices());
    }

    /** Takes the time and does what is due before the event itself. */
    private void begin(Instant now) {
        long millis = now.toEpochMilli();
        events++;
        if (millis < last) {
            if (last - millis > JITTER_MILLIS) {
                clockPutBack(millis);
            } else {
                millis = last;
            }
        }
        last = millis;
        moment.set(millis);
        boolean any = false;
        for (WakeQueue.Sleeper due = wakes.takeDue(millis); due != null; due = wakes.takeDue(millis)) {
            any = true;
            switch (due) {
                case DeviceView device -> {
                    device.refreshStale(millis, worklist);
                    scheduleStale(device);
                }
                case SettingClaims claims -> {
                    if (claims.manualEnds() <= millis) {
                        claims.releaseManual(true, "the manual claim expired");
                        arbiter.touch(claims);
                    }
                }
                case RuleInstance instance -> worklist.add(instance);
                default -> throw new IllegalStateException("Woke %s, which nobody put to sleep".formatted(due));
            }
        }
        if (any) {
            evaluate();
        }
    }

    private void clockPutBack(long millis) {
        long by = millis - last;
        for (DeviceView device : roster.devices()) {
            device.shift(by);
            for (RuleInstance instance : device.instances().all()) {
                instance.shift(by);
                worklist.add(instance);
            }
            wakes.schedule(device, device.nextStale());
        }
        moment.set(millis);
        evaluate();
    }

    private void scheduleStale(DeviceView device) {
        if (device.wakeAt == WakeQueue.NEVER) {
            wakes.schedule(device, device.nextStale());
        }
    }

    /** Evaluates all that waits, and what depends on that, until it settles. */
    private void evaluate() {
        for (List<RuleInstance> batch = worklist.takeBatch(); !batch.isEmpty(); batch = worklist.takeBatch()) {
            for (int i = 0; i < batch.size(); i++) {
                evaluate(batch.get(i));
            }
        }
    }

    private void evaluate(RuleInstance instance) {
        instance.queued = false;
        boolean flipped = instance.evaluate(evaluation, flapping, decisions);
        wakes.schedule(instance, evaluation.wake());
        if (instance.takeMemoryChanged(moment.millis())) {
            changedMemories.add(instance);
        }
        if (!flipped) {
            return;
        }
        int flips = instance.life().flip(events);
        for (RuleInstance reader : roster.readersOf(instance)) {
            if (flips <= FLIPS_IN_ONE_EVENT) {
                worklist.add(reader);
            } else {
                // Rules that chase each other go on in a second, until the flapping guard suspends one.
                wakes.schedule(reader, Math.min(reader.wakeAt, moment.millis() + UNSETTLED_MILLIS));
            }
        }
    }

    private List<Decision> settle() {
        evaluate();
        arbiter.settle(moment.millis(), wakes, decisions);
        for (RuleInstance instance : changedMemories) {
            if (instance.placed) {
                memories.handOut(instance, decisions);
            }
        }
        changedMemories.clear();
        return decisions.take();
    }
}
