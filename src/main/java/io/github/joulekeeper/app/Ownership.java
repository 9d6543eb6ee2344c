package io.github.joulekeeper.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.joulekeeper.app.standby.Election;
import io.github.joulekeeper.app.standby.LeaseTimes;
import io.github.joulekeeper.app.standby.RoleLabel;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process owns the account. Without a lease it does, and the service runs from the start; with one, it runs once
 * the lease is won, and the process ends at once when the lease is lost.
 */
@Singleton
public class Ownership {
    private static final Logger LOG = Logger.getLogger(Ownership.class);
    private static final int LOST = 1;

    private final JoulekeeperConfig config;
    private final Service service;
    private final Instance<KubernetesClient> clients;
    private final InstantSource clock;
    private @Nullable Election election;
    private @Nullable RoleLabel label;

    Ownership(JoulekeeperConfig config, Service service, Instance<KubernetesClient> clients, InstantSource clock) {
        this.config = config;
        this.service = service;
        this.clients = clients;
        this.clock = clock;
    }

    /** What this process is. */
    public enum Role {
        /** It evaluates rules and commands the stations. */
        OWNER,
        /** Another does; this one waits to take its place. */
        STANDBY
    }

    /** What this process is at this moment. */
    public Role role() {
        Election lease = election;
        return lease == null || lease.owns() ? Role.OWNER : Role.STANDBY;
    }

    /** The name of the owner, where there is a lease and it is known. */
    public Optional<String> owner() {
        Election lease = election;
        return lease == null ? Optional.empty() : lease.owner();
    }

    /** @throws StartRefusedException if the service cannot run as it is configured */
    void start() {
        Optional<String> lease = config.standby().lease();
        if (lease.isEmpty()) {
            service.start(Service.Start.ALONE);
            return;
        }
        if (!config.database().equals("postgresql")) {
            throw new StartRefusedException(
                    "joulekeeper.standby.lease is %s, but joulekeeper.database is %s. Replicas must share their ledger: set it to postgresql, or leave out the lease"
                            .formatted(lease.get(), config.database()));
        }
        service.check();
        KubernetesClient client = clients.get();
        Election.Candidate candidate = new Election.Candidate(namespace(client), lease.get(), name());
        RoleLabel ownLabel = new RoleLabel(client, candidate.namespace(), candidate.identity());
        label = ownLabel;
        ownLabel.set(RoleLabel.STANDBY);
        Election standing = new Election(client, candidate, LeaseTimes.DEFAULT, new Outcome(), clock);
        election = standing;
        standing.start();
    }

    private String namespace(KubernetesClient client) {
        return config.standby()
                .namespace()
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default");
    }

    private String name() {
        return config.standby()
                .name()
                .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                .orElseThrow(
                        () -> new StartRefusedException(
                                "joulekeeper.standby.name is missing, and there is no HOSTNAME. Give each replica a name of its own, such as its pod's"));
    }

    /** Runs or ends the service as the election goes. */
    private final class Outcome implements Election.Listener {
        @Override
        public void won() {
            try {
                service.start(new Service.Start(true, () -> role() == Role.OWNER));
                RoleLabel ownLabel = label;
                if (ownLabel != null) {
                    ownLabel.set(RoleLabel.OWNER);
                }
                LOG.info("This replica owns the account");
            } catch (StartRefusedException refused) {
                LOG.errorf("This replica won the lease but cannot run, and ends: %s", refused.getMessage());
                Quarkus.asyncExit(LOST);
            } catch (RuntimeException bug) {
                LOG.error("This replica won the lease but cannot run, and ends", bug);
                Quarkus.asyncExit(LOST);
            }
        }

        @Override
        public void lost() {
            LOG.error(
                    "The lease is lost: another replica may own the account from now on, so this process ends at once");
            // No orderly end, which takes time: what is on its way is in the ledger, and is resolved by the next owner.
            Runtime.getRuntime().halt(LOST);
        }
    }

    /** Ends the service, and only then lets another have the account. */
    void stop() {
        service.stop();
        Election lease = election;
        if (lease != null) {
            lease.close();
        }
    }
}
