package io.github.joulekeeper.state;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is known now of all stations. Owned by the writer's thread. */
public final class StateModel {
    private final Map<String, DeviceState> bySerial = new LinkedHashMap<>();

    /** Adds a station, or replaces what was known of it. */
    public void add(DeviceState device) {
        DeviceState before = bySerial.put(device.serial(), device);
        device.ordinal = before == null ? bySerial.size() - 1 : before.ordinal;
    }

    public Optional<DeviceState> device(String serial) {
        return Optional.ofNullable(bySerial.get(serial));
    }

    /** The station with this serial number or, failing that, the only one with this name. */
    public Optional<DeviceState> byNameOrSerial(String nameOrSerial) {
        DeviceState exact = bySerial.get(nameOrSerial);
        if (exact != null) {
            return Optional.of(exact);
        }
        var named = bySerial.values().stream()
                .filter(device -> device.name().equals(nameOrSerial))
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    public Collection<DeviceState> devices() {
        return Collections.unmodifiableCollection(bySerial.values());
    }
}
