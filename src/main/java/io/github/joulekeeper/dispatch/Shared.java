package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.StateModel;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the lanes of all stations share. */
final class Shared {
    private final DispatchPolicy policy;
    private final StateModel state;
    private final Gate gate;
    private final Guard guard;
    private final Backoff backoff;
    private final Ids ids;
    private final Map<Model, ReadBacks> readBacks = new IdentityHashMap<>();
    /** Lanes with something to send that the account's gate does not let pass yet, first come first served. */
    private final LinkedHashSet<Lane> waiting = new LinkedHashSet<>();

    Shared(DispatchPolicy policy, Routes routes, StateModel state, Backoff backoff, Ids ids) {
        this.policy = policy;
        this.state = state;
        this.gate = new Gate(policy, routes);
        this.guard = new Guard();
        this.backoff = backoff;
        this.ids = ids;
    }

    /** Which quotas of a model read settings back. */
    ReadBacks readBacks(Model model) {
        return readBacks.computeIfAbsent(model, ReadBacks::new);
    }

    DispatchPolicy policy() {
        return policy;
    }

    StateModel state() {
        return state;
    }

    Gate gate() {
        return gate;
    }

    Guard guard() {
        return guard;
    }

    Backoff backoff() {
        return backoff;
    }

    Ids ids() {
        return ids;
    }

    /** Whether a lane may send now; if not, it is called when it may. */
    boolean pass(Lane lane, Instant now) {
        if (gate.free(now) && (waiting.isEmpty() || waiting.getFirst() == lane)) {
            waiting.remove(lane);
            return true;
        }
        waiting.add(lane);
        return false;
    }

    boolean anyWaiting() {
        return !waiting.isEmpty();
    }

    /** The lane that may send now, if any waits and the gate is open. */
    @Nullable
    Lane nextToPass(Instant now) {
        return !waiting.isEmpty() && gate.free(now) ? waiting.getFirst() : null;
    }

    /** The lane had its turn, whether or not it still had something to send. */
    void served(Lane lane) {
        waiting.remove(lane);
    }
}
