package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.dispatch.Way;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What can happen to the core. Small and immutable: other threads make them, the writer's thread applies them. */
sealed interface CoreEvent {
    /** Values came from a station or from the cloud's memory of it. */
    record Reported(Report report) implements CoreEvent {}

    /** More readings of a station came than there was room for; the inbox holds them as one. */
    record Crowded(String serial) implements CoreEvent {}

    /** The broker brought a station's own word that it went online or offline. */
    record StatusChanged(String serial, boolean online, Instant at) implements CoreEvent {}

    /**
     * The cloud's list of stations says whether one is online, which is weaker than what the station itself says, and
     * perhaps what the cloud remembers of it. Both in one event, so that a station that is found online is never without
     * its readings: what it already shows is not to be set again.
     *
     * @param back whether the station itself said just before that it came online
     */
    record Listed(String serial, boolean online, boolean back, Optional<Report> snapshot, Instant at)
            implements CoreEvent {
        /** Without what the station itself has said since. */
        Listed withoutOlder(DeviceState device) {
            return new Listed(serial, online, back, snapshot.map(device::withoutOlder), at);
        }
    }

    /** A station answered a set command. */
    record Replied(Reply reply) implements CoreEvent {}

    /** The transport says what became of a command's message. */
    record Delivered(Command command, long messageId, Delivery delivery) implements CoreEvent {}

    /** The connection of a way that commands can go came or went. */
    record Connected(Way way, boolean connected) implements CoreEvent {}

    /** These stations of the account are known now; the first time, what an earlier run left is taken up. */
    record DevicesFound(List<DeviceState> devices) implements CoreEvent {
        public DevicesFound {
            devices = List.copyOf(devices);
        }
    }

    /** Rule files were read, and are in force from now on. */
    record RulesLoaded(RuleSet rules, String detail) implements CoreEvent {}

    /** Something to be remembered over a restart, by key; an empty value forgets the key. */
    record Remembered(Map<String, String> changes) implements CoreEvent {
        public Remembered {
            changes = Map.copyOf(changes);
        }
    }

    /** Something for the ledger that neither engine nor dispatcher decides, such as a lost connection. */
    record Noted(String kind, String subject, String detail) implements CoreEvent {}

    /** A person orders something; runs on the writer's thread, and what it comes to is carried out like any decision. */
    record Ordered(Consumer<Orders> order) implements CoreEvent {}

    /** Somebody wants to see a consistent state; runs on the writer's thread and must be quick. */
    record Asked(Consumer<Core> question) implements CoreEvent {}
}
