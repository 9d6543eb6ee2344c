package io.github.joulekeeper.rule;

import java.util.Optional;

/** Which station a name in a rule speaks of: the rule's own, or another by serial number. */
public record DeviceRef(Optional<String> serial) {
    public static final DeviceRef OWN = new DeviceRef(Optional.empty());
}
