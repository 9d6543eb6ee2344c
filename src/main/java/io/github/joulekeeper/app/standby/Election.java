package io.github.joulekeeper.app.standby;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands for ownership of the account among replicas, by a Kubernetes lease. It is won at most once: an owner that loses the
 * lease must end its process, which then comes back as one that stands by.
 */
public final class Election implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Election.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final KubernetesClient client;
    private final Candidate candidate;
    private final LeaseTimes times;
    private final Listener listener;
    private final RenewalClock lock;
    private final AtomicBoolean won = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final ExecutorService elections = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("election-", 0).factory());
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("election-watch").factory());
    private volatile @Nullable String owner;
    private volatile @Nullable CompletableFuture<?> running;
    private volatile boolean closed;

    /**
     * Who stands for it.
     *
     * @param namespace of the lease
     * @param lease its name
     * @param identity the name of this process among the candidates, such as the pod's
     */
    public record Candidate(String namespace, String lease, String identity) {}

    /** What an election means to the process. Called on threads of the election. */
    public interface Listener {
        /** This process is the owner now. May block: the lease is renewed elsewhere. */
        void won();

        /** This process was the owner and is no more; it must end at once. Called at most once. */
        void lost();
    }

    public Election(
            KubernetesClient client, Candidate candidate, LeaseTimes times, Listener listener, InstantSource clock) {
        this.client = client;
        this.candidate = candidate;
        this.times = times;
        this.listener = listener;
        this.lock = new RenewalClock(
                new LeaseLock(candidate.namespace(), candidate.lease(), candidate.identity()), times, clock);
    }

    /** Begins to stand for it. */
    public void start() {
        LOG.infof(
                "Standing by as %s for the lease %s/%s",
                candidate.identity(), candidate.namespace(), candidate.lease());
        stand();
        watch.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether this process may act as the owner at this moment. */
    public boolean owns() {
        return won.get() && !lost.get() && !closed && lock.holds();
    }

    /** Who holds the lease, as far as is known here. */
    public Optional<String> owner() {
        return Optional.ofNullable(owner);
    }

    private void stand() {
        var config = new LeaderElectionConfigBuilder()
                .withName(candidate.lease())
                .withLock(lock)
                .withLeaseDuration(times.duration())
                .withRenewDeadline(times.deadline())
                .withRetryPeriod(times.retry())
                // Released by close() alone, after everything has stopped.
                .withReleaseOnCancel(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::win, this::lose, this::hear))
                .build();
        running = new LeaderElectorBuilder(client, elections)
                .withConfig(config)
                .build()
                .start();
    }

    private void hear(String newOwner) {
        owner = newOwner;
        LOG.infof("The lease %s is held by %s", candidate.lease(), newOwner);
    }

    private void win() {
        if (!closed && won.compareAndSet(false, true)) {
            elections.execute(listener::won);
        }
    }

    private void lose() {
        if (!closed && won.get() && lost.compareAndSet(false, true)) {
            listener.lost();
        }
    }

    /** The elector may die of what nobody expected; then it is set up anew, or what it held is given up. */
    private void look() {
        CompletableFuture<?> elector = running;
        if (won.get() && !lock.holds()) {
            lose();
        } else if (!won.get() && !closed && elector != null && elector.isDone()) {
            LOG.warn("The election ended without a winner; standing for it again");
            stand();
        }
    }

    /** Stops to stand for it, and lets go of the lease, so that another need not wait for its end. */
    @Override
    public void close() {
        boolean owned = owns();
        closed = true;
        watch.shutdownNow();
        CompletableFuture<?> elector = running;
        if (elector != null) {
            elector.cancel(true);
        }
        if (owned) {
            release();
        }
        elections.shutdownNow();
    }

    private void release() {
        try {
            var lease = client.leases().inNamespace(candidate.namespace()).withName(candidate.lease());
            lease.edit(held -> {
                if (candidate.identity().equals(held.getSpec().getHolderIdentity())) {
                    held.getSpec().setHolderIdentity("");
                    held.getSpec().setLeaseDurationSeconds(1);
                }
                return held;
            });
        } catch (RuntimeException e) {
            LOG.infof("The lease %s was not let go of; it runs out by itself: %s", candidate.lease(), e.getMessage());
        }
    }
}
