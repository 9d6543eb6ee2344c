package io.github.joulekeeper.engine;

/** What an active rule wants of one setting. */
final class Claim {
    private final RuleInstance owner;
    private final CompiledRule.Claimed target;
    private double value = Double.NaN;
    private String how = "";

    Claim(RuleInstance owner, CompiledRule.Claimed target) {
        this.owner = owner;
        this.target = target;
    }

    RuleInstance owner() {
        return owner;
    }

    CompiledRule.Claimed target() {
        return target;
    }

    /** In the setting's unit; NaN while the value that it follows was never known: then it claims nothing. */
    double value() {
        return value;
    }

    boolean stands() {
        return !Double.isNaN(value);
    }

    /** Takes up a value that was claimed before a restart or a reload. */
    void recall(double remembered) {
        value = remembered;
    }

    /** Follows its expression; an unknown one holds the last value. True if the value changed. */
    boolean follow(Evaluation e) {
        if (stands() && !target.followed()) {
            return false;
        }
        double next = target.settingValue(e);
        if (Double.isNaN(next) || next == value) {
            return false;
        }
        value = next;
        how = target.followed() ? "; " + Reasons.of(target, next, e) : "";
        return true;
    }

    String reason() {
        return owner.reason() + how;
    }
}
