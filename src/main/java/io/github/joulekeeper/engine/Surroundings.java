package io.github.joulekeeper.engine;

import org.jspecify.annotations.Nullable;

/** What a condition sees beyond its own station. */
interface Surroundings {
    /** Another station, null if there is none with this serial number. */
    @Nullable
    DeviceView device(String serial);

    /** Whether a rule is active on a station; false if it does not run there. */
    boolean active(String rule, String serial);
}
