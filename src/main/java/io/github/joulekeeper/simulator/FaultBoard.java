package io.github.joulekeeper.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The faults that are ordered, for stations and for the whole cloud. Thread-safe. */
public final class FaultBoard {
    /** The scope of faults of the whole cloud. */
    public static final String EVERYWHERE = "*";

    private final Map<Place, Fault> faults = new HashMap<>();

    private record Place(String scope, FaultKind kind) {}

    /** Orders a fault for a station; it replaces an earlier one of its kind. */
    public synchronized void order(String serial, Fault fault) {
        faults.put(new Place(serial, fault.kind()), fault);
    }

    /** Orders a fault for the whole cloud. */
    public void order(Fault fault) {
        order(EVERYWHERE, fault);
    }

    /** Ends a station's faults, or those of the cloud with {@link #EVERYWHERE}. */
    public synchronized void clear(String scope) {
        faults.keySet().removeIf(place -> place.scope().equals(scope));
    }

    /** Ends one kind of fault of a station, or of the cloud with {@link #EVERYWHERE}. */
    public synchronized void clear(String scope, FaultKind kind) {
        faults.remove(new Place(scope, kind));
    }

    /** Ends all faults. */
    public synchronized void clear() {
        faults.clear();
    }

    /** Whether a fault holds, without counting it as having happened. */
    synchronized boolean holds(String serial, FaultKind kind) {
        return faults.containsKey(new Place(serial, kind)) || faults.containsKey(new Place(EVERYWHERE, kind));
    }

    /** The fault that is to happen now, if one is; it counts as having happened once. */
    synchronized Optional<Fault> take(String serial, FaultKind kind) {
        return take(new Place(serial, kind), Optional.empty())
                .or(() -> take(new Place(EVERYWHERE, kind), Optional.empty()));
    }

    /** The fault that is to happen to a call now, if one is; it counts as having happened once. */
    synchronized Optional<Fault> take(String serial, FaultKind kind, ApiCall call) {
        return take(new Place(serial, kind), Optional.of(call))
                .or(() -> take(new Place(EVERYWHERE, kind), Optional.of(call)));
    }

    private Optional<Fault> take(Place place, Optional<ApiCall> call) {
        Fault fault = faults.get(place);
        if (fault == null || !concerns(fault, call)) {
            return Optional.empty();
        }
        if (fault.times() == 1) {
            faults.remove(place);
        } else if (fault.times() < Integer.MAX_VALUE) {
            faults.put(place, fault.times(fault.times() - 1));
        }
        return Optional.of(fault);
    }

    private static boolean concerns(Fault fault, Optional<ApiCall> call) {
        if (call.isEmpty()) {
            // A set command at the station: faults of a single HTTP call happened before it got there.
            return fault.call().isEmpty();
        }
        if (fault.call().isPresent()) {
            return fault.call().equals(call);
        }
        // Without a call, a refusal is the station's, which judges commands of both ways alike.
        return fault.kind() != FaultKind.REFUSE;
    }
}
