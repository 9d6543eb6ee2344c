package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Memory.ManualClaim;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All claims on one setting of one station, who wins, and what becomes of the setting when nobody claims it any more. */
final class SettingClaims extends WakeQueue.Sleeper {
    /** Higher priority, then longer active, then the smaller id. */
    private static final Comparator<RuleInstance> STRONGEST = Comparator.comparingInt(
                    (RuleInstance rule) -> -rule.rule().priority())
            .thenComparingLong(RuleInstance::activeSince)
            .thenComparing(RuleInstance::id);

    private final DeviceView device;
    private final Setting setting;
    private final List<Claim> claims = new ArrayList<>(2);
    private final List<Ending> endings = new ArrayList<>(1);
    private @Nullable ManualClaim manual;
    /** Whether a claim stands since the last time that nobody claimed it, so that {@code before} counts. */
    private boolean claimed;

    private double before = Double.NaN;
    private @Nullable SetPoint current;
    private @Nullable AskedOnce askedOnce;
    private Optional<Memory> remembered = Optional.empty();
    boolean touched;

    /**
     * What a claim that ended leaves behind.
     *
     * @param value in the setting's unit; NaN for nothing
     * @param priority of the rule whose claim it was
     */
    private record Ending(
            String origin, int priority, long since, boolean restore, double value, boolean enforce, String reason) {}

    /** A value that was asked for when nobody claimed the setting any more, and what was read at that time. */
    private record AskedOnce(double value, double readThen) {}

    SettingClaims(DeviceView device, Setting setting) {
        this.device = device;
        this.setting = setting;
    }

    DeviceView device() {
        return device;
    }

    Setting setting() {
        return setting;
    }

    /** Takes up what was remembered before a restart. */
    void recall(Memory.SettingMemory memory) {
        remembered = Optional.of(memory);
        claimed = true;
        before = memory.before().orElse(Double.NaN);
        manual = memory.manual().orElse(null);
    }

    void add(Claim claim) {
        begin();
        claims.add(claim);
    }

    /** Drops a claim without a word, because another takes its place or {@link #ended} follows. */
    void remove(Claim claim) {
        claims.remove(claim);
    }

    /** A rule's claim ended, or a rule that did not claim the setting sets it at its end. */
    void ended(RuleInstance owner, boolean restore, double value, String reason) {
        ended(owner.id(), owner.rule().priority(), owner.activeSince(), restore, value, reason);
    }

    /** A rule wants a value to be set once, without claiming it. */
    void askOnce(RuleInstance owner, double value, String reason) {
        ended(owner, false, value, reason);
    }

    void ended(String origin, int priority, long since, boolean restore, double value, String reason) {
        endings.add(new Ending(origin, priority, since, restore, value, false, reason));
    }

    void claimManually(ManualClaim claim) {
        begin();
        manual = claim;
    }

    /** Ends the manual claim, if there is one; true if there was. */
    boolean releaseManual(boolean restore, String why) {
        ManualClaim claim = manual;
        if (claim == null) {
            return false;
        }
        manual = null;
        endings.add(new Ending(origin(claim), 101, claim.since().toEpochMilli(), restore, Double.NaN, false, why));
        return true;
    }

    /** When the manual claim ends by itself, {@link WakeQueue#NEVER} if it does not. */
    long manualEnds() {
        return manual == null
                ? WakeQueue.NEVER
                : manual.until().map(Instant::toEpochMilli).orElse(WakeQueue.NEVER);
    }

    private void begin() {
        if (claimed) {
            return;
        }
        claimed = true;
        double read = device.state().lastSetting(setting);
        // While a value that was to be restored has not been seen yet, it is still the one to come back to.
        before = askedOnce != null && Double.compare(askedOnce.readThen(), read) == 0 ? askedOnce.value() : read;
    }

    void settle(long now, Decisions decisions) {
        Claim winner = winner();
        SetPoint next = manual != null ? manualSetPoint(manual) : winner != null ? setPoint(winner) : null;
        if (next != null) {
            endings.clear();
            askedOnce = null;
            if (current == null || differs(current, next)) {
                current = next;
                decisions.add(new Decision.SetPointChanged(next));
            }
        } else if (claimed || !endings.isEmpty()) {
            leave(now, decisions);
        }
    }

    private void leave(long now, Decisions decisions) {
        endings.sort(Comparator.comparingInt((Ending ending) -> -ending.priority())
                .thenComparingLong(Ending::since)
                .thenComparing(Ending::origin));
        SetPoint last = null;
        for (Ending ending : endings) {
            double value = ending.restore() ? before : ending.value();
            if (!Double.isNaN(value)) {
                String how = ending.restore() ? "; back to what was read before" : "";
                last = new SetPoint(
                        device.serial(),
                        setting,
                        value,
                        ending.origin(),
                        ending.reason() + how,
                        Instant.ofEpochMilli(now),
                        false,
                        Optional.empty(),
                        false);
                break;
            }
        }
        boolean stood = claimed;
        endings.clear();
        claimed = false;
        before = Double.NaN;
        current = last;
        if (last != null) {
            askedOnce = new AskedOnce(last.value(), device.state().lastSetting(setting));
            decisions.add(new Decision.SetPointChanged(last));
        } else if (stood) {
            decisions.add(new Decision.Released(device.serial(), setting, Instant.ofEpochMilli(now)));
        }
    }

    /** Emits what must survive a restart if that changed. */
    void remember(long now, Decisions decisions) {
        Optional<Memory> next = claimed
                ? Optional.of(new Memory.SettingMemory(
                        device.serial(),
                        setting.name(),
                        Double.isNaN(before) ? Optional.empty() : Optional.of(before),
                        Optional.ofNullable(manual)))
                : Optional.empty();
        if (!next.equals(remembered)) {
            remembered = next;
            decisions.add(new Decision.Remembered(
                    Memory.SettingMemory.key(device.serial(), setting.name()), next, Instant.ofEpochMilli(now)));
        }
    }

    /** What was last emitted as its memory. */
    Optional<Memory> memory() {
        return remembered;
    }

    private @Nullable Claim winner() {
        Claim best = null;
        for (Claim claim : claims) {
            if (best == null || STRONGEST.compare(claim.owner(), best.owner()) < 0) {
                best = claim;
            }
        }
        return best;
    }

    private SetPoint setPoint(Claim claim) {
        RuleInstance owner = claim.owner();
        return new SetPoint(
                device.serial(),
                setting,
                claim.value(),
                owner.id(),
                claim.reason(),
                Instant.ofEpochMilli(owner.activeSince()),
                owner.rule().enforce(),
                claim.target().assignment().every(),
                true);
    }

    private SetPoint manualSetPoint(ManualClaim claim) {
        String until = claim.until()
                .map(end -> " until " + end.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        return new SetPoint(
                device.serial(),
                setting,
                claim.value(),
                origin(claim),
                "set by " + claim.author() + until,
                claim.since(),
                false,
                Optional.empty(),
                true);
    }

    private static String origin(ManualClaim claim) {
        return "manual:" + claim.author();
    }

    private static boolean differs(SetPoint a, SetPoint b) {
        return a.value() != b.value()
                || !a.origin().equals(b.origin())
                || a.enforce() != b.enforce()
                || !a.every().equals(b.every())
                || a.standing() != b.standing();
    }

    /** All claims, strongest first. */
    List<Explanation.OfClaim> explainClaims() {
        List<Explanation.OfClaim> all = new ArrayList<>();
        if (manual != null) {
            all.add(new Explanation.OfClaim(
                    origin(manual),
                    setting,
                    manual.value(),
                    101,
                    manual.since(),
                    manual.until(),
                    "set by " + manual.author()));
        }
        claims.stream()
                .sorted(Comparator.comparing(Claim::owner, STRONGEST))
                .map(SettingClaims::explain)
                .forEach(all::add);
        return all;
    }

    static Explanation.OfClaim explain(Claim claim) {
        RuleInstance owner = claim.owner();
        return new Explanation.OfClaim(
                owner.id(),
                claim.target().setting(),
                claim.value(),
                owner.rule().priority(),
                Instant.ofEpochMilli(owner.activeSince()),
                owner.claims().endsAt(),
                claim.reason());
    }

    Explanation.OfSetting explain() {
        List<Explanation.OfClaim> all = explainClaims();
        return new Explanation.OfSetting(
                device.serial(),
                setting,
                all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst()),
                all.isEmpty() ? all : all.subList(1, all.size()),
                Optional.ofNullable(current),
                claimed && !Double.isNaN(before) ? Optional.of(before) : Optional.empty(),
                device.state().lastSetting(setting));
    }

    boolean idle() {
        return claims.isEmpty() && manual == null && current == null;
    }
}
