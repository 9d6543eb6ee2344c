package io.github.joulekeeper.app.standby;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows since when the lease was not renewed. The elector's own word of having lost the lease may come late or never (it hangs
 * in a call, the whole process was stopped for a while), so whoever acts as the owner asks here first.
 */
final class RenewalClock implements Lock {
    private final Lock lock;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private volatile long renewedNanos;
    private volatile boolean held;

    /** @param nanoTime a clock that is never set, such as {@link System#nanoTime()} */
    RenewalClock(Lock lock, Duration deadline, LongSupplier nanoTime) {
        this.lock = lock;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    /** Whether the lease is held and was renewed lately enough that nobody else can have taken it. */
    boolean holds() {
        return held && nanoTime.getAsLong() - renewedNanos < deadline.toNanos();
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leaderElectionRecord) {
        // The time before the call: when exactly the server took it is not known.
        long before = nanoTime.getAsLong();
        lock.create(client, leaderElectionRecord);
        stored(leaderElectionRecord, before);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leaderElectionRecord) {
        long before = nanoTime.getAsLong();
        lock.update(client, leaderElectionRecord);
        stored(leaderElectionRecord, before);
    }

    private void stored(LeaderElectionRecord stored, long before) {
        renewedNanos = before;
        held = identity().equals(stored.getHolderIdentity());
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
