package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.engine.CompiledRule.Claimed;
import io.github.joulekeeper.rule.BoundRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one rule claims on one station while it is active, and what it leaves behind when it ends. */
final class RuleClaims {
    private final RuleInstance owner;
    private final Arbiter arbiter;
    private List<Claim> claims = List.of();

    RuleClaims(RuleInstance owner, Arbiter arbiter) {
        this.owner = owner;
        this.arbiter = arbiter;
    }

    /** Begins to claim; {@link #follow} finds the values. */
    void begin() {
        claims = owner.compiled().set().stream()
                .map(target -> new Claim(owner, target))
                .toList();
    }

    /** Asks for what is to be sent once when the rule starts. */
    void sendOnce() {
        for (Claimed once : owner.compiled().sentOnce()) {
            setting(once).askOnce(owner, RawCommand.SENT, owner.reason());
            arbiter.touch(setting(once));
        }
    }

    /** Takes up the values that were followed before a restart or a reload. */
    void recall(Memory.RuleMemory memory) {
        begin();
        for (Claim claim : claims) {
            Double value = memory.claims().get(claim.target().setting().name());
            if (value != null && claim.target().followed()) {
                claim.recall(value);
                setting(claim.target()).add(claim);
                arbiter.touch(setting(claim.target()));
            }
        }
    }

    /** Brings the claims to the values of their expressions; true if one changed. */
    boolean follow(Evaluation e) {
        boolean changed = false;
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            boolean stood = claim.stands();
            if (claim.follow(e)) {
                SettingClaims setting = setting(claim.target());
                if (!stood) {
                    setting.add(claim);
                }
                arbiter.touch(setting);
                changed = true;
            }
        }
        return changed;
    }

    /** Ends them, with what the rule's `otherwise` says. */
    void end(Evaluation e, String told) {
        for (Claim claim : claims) {
            SettingClaims setting = setting(claim.target());
            setting.remove(claim);
            if (claim.stands()) {
                setting.ended(owner, restores(), Double.NaN, told);
            }
            arbiter.touch(setting);
        }
        for (Claimed value : owner.compiled().endValues()) {
            SettingClaims setting = setting(value);
            setting.ended(owner, false, value.settingValue(e), told);
            arbiter.touch(setting);
        }
        claims = List.of();
    }

    /** Drops them without a word, because another's take their place. */
    void abandon() {
        for (Claim claim : claims) {
            setting(claim.target()).remove(claim);
            arbiter.touch(setting(claim.target()));
        }
        claims = List.of();
    }

    List<Claim> list() {
        return claims;
    }

    /** Whether they go back to what was read before. */
    boolean restores() {
        return owner.compiled().bound().ending() instanceof BoundRule.Ending.Restore;
    }

    /** When they end by themselves at the latest, if that is known. */
    Optional<Instant> endsAt() {
        Optional<Duration> max = owner.rule().maxActive();
        return max.map(length -> Instant.ofEpochMilli(owner.activeSince()).plus(length));
    }

    private SettingClaims setting(Claimed claimed) {
        return owner.device()
                .settings()
                .computeIfAbsent(
                        claimed.setting().name(), name -> new SettingClaims(owner.device(), claimed.setting()));
    }
}
