package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.simulator.station.SetVerdict;
import io.github.joulekeeper.simulator.station.SimulatedStation;
import io.github.joulekeeper.simulator.station.SimulatedStation.ModuleReport;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A station's line to the cloud: it reports, takes commands from both ways, and has the faults that were ordered. */
final class StationLink {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FULL_EVERY = 10;
    private static final String STATION_OFFLINE = "-2";

    private final SimulatedStation station;
    private final Broker broker;
    private final FaultBoard faults;
    private final Journal journal;
    private final InstantSource clock;
    private final Delayer delayer;
    private final Optional<Duration> reportAfterSet;

    private boolean announcedOnline;
    private boolean fullReportDue = true;
    private int malformed;
    private int regularReports;
    private Map<String, JsonNode> known;

    /** @param reportAfterSet how soon changed settings are reported; empty to wait for the next regular report */
    StationLink(
            SimulatedStation station,
            Broker broker,
            FaultBoard faults,
            Journal journal,
            InstantSource clock,
            Delayer delayer,
            Optional<Duration> reportAfterSet) {
        this.station = station;
        this.broker = broker;
        this.faults = faults;
        this.journal = journal;
        this.clock = clock;
        this.delayer = delayer;
        this.reportAfterSet = reportAfterSet;
        this.known = station.quotas();
    }

    SimulatedStation station() {
        return station;
    }

    boolean online() {
        return !faults.holds(station.serial(), FaultKind.OFFLINE);
    }

    /** What the cloud last knew: the values from before it went offline, if it is. */
    synchronized Map<String, JsonNode> known() {
        refresh();
        return known;
    }

    /** Notices and announces whether the station is online. */
    synchronized void refresh() {
        boolean online = online();
        if (online) {
            known = station.quotas();
        }
        if (online != announcedOnline) {
            announcedOnline = online;
            fullReportDue |= online;
            publish(StationTopic.Kind.STATUS, StationMessages.status(online, clock.instant()));
        }
    }

    /** Reports what changed, module by module; everything after it came online, or if {@code full}. */
    synchronized void report(boolean full) {
        refresh();
        if (!online() || faults.take(station.serial(), FaultKind.SILENT).isPresent()) {
            return;
        }
        if (faults.take(station.serial(), FaultKind.MALFORMED).isPresent()) {
            publish(StationTopic.Kind.QUOTA, StationMessages.malformed(malformed++));
            return;
        }
        boolean flapped = faults.take(station.serial(), FaultKind.FLAP).isPresent();
        for (ModuleReport report : station.takeReports(full || fullReportDue)) {
            publish(
                    StationTopic.Kind.QUOTA,
                    flapped
                            ? StationMessages.flapped(report, station.uptime())
                            : StationMessages.report(report, station.uptime()));
        }
        // What flapped is reported again, or the zeros would stay.
        fullReportDue = flapped;
    }

    /** Reports what changed, and everything every tenth time. */
    synchronized void reportRegularly() {
        report(regularReports++ % FULL_EVERY == 0);
    }

    /**
     * Takes a set command that came by HTTP.
     *
     * @param replyDelay how late the set_reply comes
     */
    synchronized CloudAnswer put(JsonNode request, Duration replyDelay) {
        if (!online()) {
            note(request, "http", "offline");
            return CloudAnswer.failure(CloudAnswer.OFFLINE, "Device is offline");
        }
        Optional<Fault> refusal = faults.take(station.serial(), FaultKind.REFUSE);
        if (refusal.isPresent()) {
            note(request, "http", "refused");
            return CloudAnswer.failure(Integer.toString(refusal.get().code()), "Refused on order");
        }
        return switch (station.judge(request)) {
            case SetVerdict.UnknownCommand(String message) -> {
                note(request, "http", message);
                yield CloudAnswer.failure(CloudAnswer.SERVER_ERROR, message);
            }
            case SetVerdict.Malformed(String message) -> {
                note(request, "http", message);
                yield CloudAnswer.failure(CloudAnswer.NOT_ALLOWED, message);
            }
            case SetVerdict.OutOfRange(String message) -> {
                note(request, "http", message);
                yield CloudAnswer.failure(CloudAnswer.PARAMETER_REFUSED, message);
            }
            case SetVerdict.AgainstSettings(String message) -> {
                // The cloud does not know the station's settings: it takes the command, and the station refuses.
                note(request, "http", message);
                acknowledge(request, 1, replyDelay);
                yield CloudAnswer.SUCCESS;
            }
            case SetVerdict.Accepted accepted -> {
                carryOut(request, "http", accepted, replyDelay);
                yield CloudAnswer.SUCCESS;
            }
        };
    }

    /** Takes what a client said on the station's {@code set} or {@code get}. */
    synchronized void received(StationTopic.Kind kind, byte[] payload) {
        JsonNode request;
        try {
            request = JSON.readTree(payload);
        } catch (JacksonException e) {
            // Stations do not answer what they cannot read.
            return;
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
        if (kind == StationTopic.Kind.SET) {
            set(request);
        } else {
            get(request);
        }
    }

    private void set(JsonNode request) {
        Duration delay = slowness();
        if (!online()) {
            note(request, "mqtt", "offline");
            reply(
                    StationTopic.Kind.SET_REPLY,
                    StationMessages.failure(request, STATION_OFFLINE, "device offline", station.uptime()),
                    delay);
            return;
        }
        Optional<Fault> refusal = faults.take(station.serial(), FaultKind.REFUSE);
        if (refusal.isPresent()) {
            note(request, "mqtt", "refused");
            String code = Integer.toString(refusal.get().code());
            reply(
                    StationTopic.Kind.SET_REPLY,
                    StationMessages.failure(request, code, "refused on order", station.uptime()),
                    delay);
            return;
        }
        switch (station.judge(request)) {
            case SetVerdict.Accepted accepted -> carryOut(request, "mqtt", accepted, delay);
            case SetVerdict.UnknownCommand(String message) -> refuse(request, message, delay);
            case SetVerdict.Malformed(String message) -> refuse(request, message, delay);
            case SetVerdict.OutOfRange(String message) -> refuse(request, message, delay);
            case SetVerdict.AgainstSettings(String message) -> refuse(request, message, delay);
        }
    }

    private void refuse(JsonNode request, String message, Duration delay) {
        note(request, "mqtt", message);
        acknowledge(request, 1, delay);
    }

    private void carryOut(JsonNode request, String transport, SetVerdict.Accepted accepted, Duration delay) {
        String serial = station.serial();
        if (faults.take(serial, FaultKind.ACK_FAILURE).isPresent()) {
            note(request, transport, "ack 1");
            acknowledge(request, 1, delay);
            return;
        }
        if (faults.take(serial, FaultKind.NOT_APPLIED).isPresent()) {
            note(request, transport, "not-applied");
            acknowledge(request, 0, delay);
            return;
        }
        Optional<Fault> late = faults.take(serial, FaultKind.LATE);
        note(request, transport, late.isPresent() ? "late" : "applied");
        boolean answers = faults.take(serial, FaultKind.NO_REPLY).isEmpty();
        if (late.isEmpty()) {
            station.apply(accepted);
        }
        if (answers) {
            acknowledge(request, 0, delay);
        }
        if (late.isPresent()) {
            delayer.after(late.get().delay(), () -> {
                station.apply(accepted);
                reportAfterSet.ifPresent(pause -> delayer.after(pause, () -> report(false)));
            });
        } else {
            reportAfterSet.ifPresent(pause -> delayer.after(pause, () -> report(false)));
        }
    }

    private void get(JsonNode request) {
        journal.add(new JournalEntry.Get(
                clock.instant(), station.serial(), request.path("id").asText(), request));
        Duration delay = slowness();
        if (!online()) {
            reply(
                    StationTopic.Kind.GET_REPLY,
                    StationMessages.failure(request, STATION_OFFLINE, "device offline", station.uptime()),
                    delay);
        } else if (faults.take(station.serial(), FaultKind.NO_REPLY).isEmpty()) {
            List<String> keys = new ArrayList<>();
            request.path("params").path("quotas").forEach(key -> keys.add(key.asText()));
            reply(
                    StationTopic.Kind.GET_REPLY,
                    StationMessages.getReply(request, station.quotas(keys), station.uptime()),
                    delay);
        }
    }

    private Duration slowness() {
        return faults.take(station.serial(), FaultKind.SLOW).map(Fault::delay).orElse(Duration.ZERO);
    }

    private void acknowledge(JsonNode request, int ack, Duration delay) {
        reply(StationTopic.Kind.SET_REPLY, StationMessages.setReply(request, "0", ack, station.uptime()), delay);
    }

    private void reply(StationTopic.Kind kind, byte[] payload, Duration delay) {
        delayer.after(delay, () -> publish(kind, payload));
    }

    private void publish(StationTopic.Kind kind, byte[] payload) {
        String account = broker.certificate().account();
        broker.publish(new StationTopic(account, station.serial(), kind).name(), payload);
    }

    private void note(JsonNode request, String transport, String outcome) {
        journal.add(new JournalEntry.SetCommand(
                clock.instant(), station.serial(), transport, request.path("id").asText(), request, outcome));
    }
}
