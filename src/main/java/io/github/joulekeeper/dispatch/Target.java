package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one setting of a station shall be, and how far that got. */
final class Target {
    enum State {
        /** To be sent, or on its way. */
        WANTED,
        /** The station showed or acknowledged it; later changes by others are not ours to undo, save with enforce. */
        SETTLED,
        /** Not to be sent for now. */
        HELD
    }

    /** Why a target is held. */
    enum Hold {
        REFUSED,
        UNPROVEN,
        UNDELIVERED,
        /** By a limit, the catalog's range, or a companion that was never read. */
        BLOCKED,
        OBSERVED
    }

    private SetPoint setPoint;
    private State state = State.WANTED;
    private Hold hold = Hold.REFUSED;
    private Instant heldSince = Instant.MIN;
    private Instant heldUntil = Instant.MAX;
    private Instant notBefore = Instant.MIN;
    private Instant lastEnforced = Instant.MIN;
    private Duration enforcePause = Duration.ZERO;
    private @Nullable String blockMessage;
    private Instant decided;
    /** Whether the station showed it since it was decided, not only before. */
    private boolean verified;

    Target(SetPoint setPoint, Instant decided) {
        this.setPoint = setPoint;
        this.decided = decided;
    }

    SetPoint setPoint() {
        return setPoint;
    }

    Setting setting() {
        return setPoint.setting();
    }

    String name() {
        return setPoint.setting().name();
    }

    double value() {
        return setPoint.value();
    }

    boolean standing() {
        return setPoint.standing();
    }

    boolean wanted() {
        return state == State.WANTED;
    }

    boolean settled() {
        return state == State.SETTLED;
    }

    boolean held(Hold why) {
        return state == State.HELD && hold == why;
    }

    /** Held after its command was sent, so that the station may show it yet. */
    boolean heldAfterSending() {
        return state == State.HELD && hold != Hold.BLOCKED && hold != Hold.OBSERVED;
    }

    Instant heldUntil() {
        return heldUntil;
    }

    Instant notBefore() {
        return notBefore;
    }

    /** Whether a set point is the one that is pursued already: the same claim, of which only the words may differ. */
    boolean same(SetPoint other) {
        return other.value() == setPoint.value()
                && other.origin().equals(setPoint.origin())
                && other.since().equals(setPoint.since())
                && other.enforce() == setPoint.enforce()
                && other.standing() == setPoint.standing();
    }

    void reword(SetPoint other) {
        setPoint = other;
    }

    void replace(SetPoint other, Instant now) {
        setPoint = other;
        decided = now;
        verified = false;
        notBefore = Instant.MIN;
        blockMessage = null;
        state = State.WANTED;
    }

    void want(Instant earliest) {
        state = State.WANTED;
        notBefore = earliest;
    }

    /** The station showed it before it was decided. */
    void settle() {
        state = State.SETTLED;
        blockMessage = null;
    }

    /** The station showed or acknowledged it since it was decided. */
    void verify() {
        settle();
        verified = true;
    }

    /** The station shows it in a reading from this instant. */
    void shown(Instant at) {
        if (state == State.SETTLED && !at.isBefore(decided)) {
            verified = true;
        }
    }

    /** When it was decided, by our clock. */
    Instant decided() {
        return decided;
    }

    boolean verified() {
        return verified;
    }

    void hold(Hold why, Instant since, Instant until) {
        state = State.HELD;
        hold = why;
        heldSince = since;
        heldUntil = until;
    }

    /** Holds it as blocked; false if it was held for the same reason before, so that nobody need be told again. */
    boolean block(String message, Instant now) {
        boolean news = !message.equals(blockMessage);
        blockMessage = message;
        hold(Hold.BLOCKED, now, Instant.MAX);
        return news;
    }

    /** The station is back: what it would not take or show before is tried again, but not at once after it failed. */
    void stationBack(Instant now, Duration pause) {
        if (heldAfterSending()) {
            // What never arrived has bothered nobody: it may leave at once.
            Instant earliest = held(Hold.UNDELIVERED) ? now : heldSince.plus(pause);
            want(earliest.isAfter(now) ? earliest : now);
        }
    }

    /** Somebody changed it and it is to be set again; the waits between double while they keep on fighting. */
    void enforce(Instant now, Duration first, Duration longest) {
        boolean quiet =
                lastEnforced == Instant.MIN || lastEnforced.plus(longest).isBefore(now);
        Instant earliest = quiet ? now : lastEnforced.plus(enforcePause);
        want(earliest.isAfter(now) ? earliest : now);
        lastEnforced = notBefore;
        Duration next = quiet ? first : enforcePause.multipliedBy(2);
        enforcePause = next.compareTo(longest) > 0 ? longest : next;
    }
}
