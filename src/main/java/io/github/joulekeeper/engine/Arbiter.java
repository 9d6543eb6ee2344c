package io.github.joulekeeper.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Settles the claims that an event changed, once all rules have been evaluated, in the order of serials and names. */
final class Arbiter {
    private static final Comparator<SettingClaims> ORDER = Comparator.comparing(
                    (SettingClaims claims) -> claims.device().serial())
            .thenComparing(claims -> claims.setting().name());

    private final List<SettingClaims> touched = new ArrayList<>();

    /** Notes that the claims on a setting changed. */
    void touch(SettingClaims claims) {
        if (!claims.touched) {
            claims.touched = true;
            touched.add(claims);
        }
    }

    void settle(long now, WakeQueue wakes, Decisions decisions) {
        if (touched.isEmpty()) {
            return;
        }
        touched.sort(ORDER);
        for (SettingClaims claims : touched) {
            claims.touched = false;
            claims.settle(now, decisions);
            wakes.schedule(claims, claims.manualEnds());
        }
        for (SettingClaims claims : touched) {
            claims.remember(now, decisions);
        }
        touched.clear();
    }
}
