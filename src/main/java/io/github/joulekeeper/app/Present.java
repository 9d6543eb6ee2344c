package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.ecoflow.LinkState;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.state.StateModel;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the service knows at present, for whoever shows it. */
@Singleton
public class Present {
    private final Service service;
    private final JoulekeeperConfig config;

    Present(Service service, JoulekeeperConfig config) {
        this.service = service;
        this.config = config;
    }

    /** The core at one instant; only for use while the question is answered. */
    public record Moment(StateModel state, Engine engine, Mode mode, Instant now) {}

    /** The connection to the cloud. */
    public record Connection(String state, String detail, Instant since, Optional<String> problem) {}

    /** Whether the service runs here; not on a replica that stands by. */
    public boolean running() {
        return service.running();
    }

    /** Asks the core; the question runs on its one thread, so it must be quick and must not block. */
    public <T> CompletionStage<T> ask(Function<Moment, T> question) {
        return service.parts()
                .core()
                .ask(core -> question.apply(new Moment(core.state(), core.engine(), core.mode(), core.now())));
    }

    public Connection connection() {
        Account account = service.parts().account();
        Account.Link link = account.link();
        return new Connection(link.state().name(), link.detail(), link.since(), account.problem());
    }

    /** What keeps the cloud from being reached, in words; empty while all is well. */
    public List<String> degraded() {
        Account account = service.parts().account();
        Account.Link link = account.link();
        List<String> reasons = new ArrayList<>();
        if (link.state() != LinkState.UP) {
            reasons.add("MQTT is %s: %s".formatted(link.state(), link.detail()));
        }
        account.problem().ifPresent(reasons::add);
        return List.copyOf(reasons);
    }

    /** Whether a snapshot of every station of the account was tried, and what came is known. */
    public boolean firstSnapshotIn() {
        return service.parts().account().firstSnapshotIn();
    }

    /** Why a station is taken to be of its model. */
    public String modelReason(String serial) {
        return service.parts().account().directory().modelReason(serial);
    }

    /** What is wrong in the rule files as they are now. */
    public List<RuleIssue> ruleIssues() {
        return service.parts().rules().issues();
    }

    /** The zone of times in rules, and of all times that people read. */
    public ZoneId zone() {
        return Places.zone(config);
    }

    public LedgerHealth ledgerHealth() {
        return service.parts().ledger().health();
    }
}
