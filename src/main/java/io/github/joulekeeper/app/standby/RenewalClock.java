package io.github.joulekeeper.app.standby;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Knows since when the lease was not renewed. The elector's own word of having lost the lease may come late or never (it hangs
 * in a call, the whole process was stopped for a while), so whoever acts as the owner asks here first.
 */
final class RenewalClock implements Lock {
    private final Lock lock;
    private final LeaseTimes times;
    private final InstantSource clock;
    private volatile Instant renewed = Instant.MIN;
    private volatile boolean held;

    RenewalClock(Lock lock, LeaseTimes times, InstantSource clock) {
        this.lock = lock;
        this.times = times;
        this.clock = clock;
    }

    /**
     * Whether the lease is held and was renewed lately enough that nobody else can have taken it. Not when the clock was set
     * back by more than the time between two renewals: then it is not known how long ago that was.
     */
    boolean holds() {
        if (!held) {
            return false;
        }
        Duration since = Duration.between(renewed, clock.instant());
        return since.compareTo(times.deadline()) < 0
                && since.plus(times.retry()).isPositive();
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leaderElectionRecord) {
        // The time before the call: when exactly the server took it is not known.
        Instant before = clock.instant();
        lock.create(client, leaderElectionRecord);
        stored(leaderElectionRecord, before);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leaderElectionRecord) {
        Instant before = clock.instant();
        lock.update(client, leaderElectionRecord);
        stored(leaderElectionRecord, before);
    }

    private void stored(LeaderElectionRecord stored, Instant before) {
        renewed = before;
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
