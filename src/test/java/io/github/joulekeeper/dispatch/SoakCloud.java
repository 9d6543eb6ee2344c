package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The two ways between the service and the stations, with their faults: an API that is ill for a while, refuses, answers
 * late or never; a broker whose connection comes and goes, and takes with it what it has not passed on.
 */
final class SoakCloud {
    /** What the cloud tells the service. */
    interface Told {
        void delivered(Effect.Send send, Delivery delivery);

        void replied(Reply reply);

        void reported(SoakStation station, Report report);

        void connected(boolean connected);
    }

    private static final int NO_FAULT = 100;

    private final Random random;
    private final SoakEvents events;
    private final Told told;
    /** What was handed to the broker and not acknowledged by it. */
    private final List<Effect.Send> unacknowledged = new ArrayList<>();

    private Instant illUntil = Instant.MIN;
    private boolean connected = true;
    /** Counts the connections: what one carries is gone with it. */
    private int connection;

    private boolean calm;

    SoakCloud(Random random, SoakEvents events, Told told) {
        this.random = random;
        this.events = events;
        this.told = told;
        events.later(random.nextInt(7200), this::fallIll);
        events.later(random.nextInt(7200), this::disconnect);
    }

    void calm() {
        calm = true;
        illUntil = events.now();
        connect();
    }

    boolean connected() {
        return connected;
    }

    boolean ill() {
        return events.now().isBefore(illUntil);
    }

    private void fallIll() {
        if (!calm) {
            illUntil = events.now().plusSeconds(30 + random.nextInt(900));
            events.later(900 + random.nextInt(7200), this::fallIll);
        }
    }

    private void disconnect() {
        if (calm) {
            return;
        }
        connected = false;
        connection++;
        List<Effect.Send> lost = List.copyOf(unacknowledged);
        unacknowledged.clear();
        lost.forEach(send -> told.delivered(send, new Delivery.Failed("the MQTT connection was lost", false)));
        told.connected(false);
        events.later(random.nextInt(4) == 0 ? random.nextInt(1200) : 1 + random.nextInt(10), this::connect);
        events.later(30 + random.nextInt(random.nextInt(4) == 0 ? 60 : 5400), this::disconnect);
    }

    private void connect() {
        if (!connected) {
            connected = true;
            told.connected(true);
        }
    }

    void carry(SoakStation station, Effect.Send send) {
        switch (send.way()) {
            case HTTP -> put(station, send);
            case MQTT -> publish(station, send);
        }
    }

    private int fault() {
        return calm ? NO_FAULT : random.nextInt(NO_FAULT);
    }

    private void put(SoakStation station, Effect.Send send) {
        int fault = fault();
        double trip = 0.05 + random.nextDouble() * (fault < 5 ? 20 : 1);
        if (ill()) {
            answer(send, trip, new Delivery.Failed("HTTP 500", true));
            if (fault < 10) {
                // It fails, and has passed it on all the same.
                arrive(station, send, trip);
            }
        } else if (fault < 3) {
            answer(send, trip, new Delivery.Refused("1008", "parameter refused", false));
        } else if (fault < 6) {
            answer(send, trip, new Delivery.Refused("8521", "signature wrong", true));
        } else if (fault < 12) {
            answer(send, trip, Delivery.Failed.neverSent("no connection"));
        } else if (fault < 14) {
            answer(send, 15, new Delivery.Failed("no answer within 15 s", false));
            arrive(station, send, trip);
        } else if (fault < 16) {
            // The transport itself is at fault and never says a word.
            arrive(station, send, trip);
        } else {
            answer(send, trip, new Delivery.Accepted());
            arrive(station, send, random.nextInt(4) == 0 ? trip / 2 : trip);
        }
    }

    private void publish(SoakStation station, Effect.Send send) {
        int fault = fault();
        double trip = 0.02 + random.nextDouble() * 0.2;
        if (!connected) {
            answer(send, trip, Delivery.Failed.neverSent("there is no MQTT connection"));
        } else if (fault < 4) {
            answer(send, 10, new Delivery.Failed("the broker did not acknowledge in time", false));
            arrive(station, send, trip);
        } else {
            unacknowledged.add(send);
            int over = connection;
            events.later(trip, () -> {
                if (over == connection && unacknowledged.remove(send)) {
                    told.delivered(send, new Delivery.Accepted());
                }
            });
            arrive(station, send, trip);
        }
    }

    private void answer(Effect.Send send, double seconds, Delivery delivery) {
        events.later(seconds, () -> told.delivered(send, delivery));
    }

    private void arrive(SoakStation station, Effect.Send send, double seconds) {
        int fault = fault();
        Instant wished = events.now().plusMillis(Math.round((seconds + (fault < 8 ? random.nextInt(60) : 0.1)) * 1000));
        Way way = send.way();
        int over = connection;
        events.at(station.arrival(way, wished), () -> {
            boolean lost = way == Way.MQTT && over != connection;
            if (lost || !station.online || (fault >= 8 && fault < 12)) {
                return;
            }
            boolean refuses = fault >= 12 && fault < 15;
            boolean lies = fault >= 15 && fault < 22;
            if (!refuses && !lies) {
                station.apply(send.command().payload());
                station.note(events.now(), send);
                if (fault < 90) {
                    events.later(0.5 + random.nextDouble(), () -> push(station));
                }
            }
            if (fault < 22 || fault >= 35) {
                Reply reply = new Reply(
                        station.serial, send.messageId(), !refuses, refuses ? "ack 1" : "0", refuses ? "no" : "");
                events.later(0.1, () -> {
                    if (connected) {
                        told.replied(reply);
                    }
                });
            }
        });
    }

    /** The station reports over MQTT; the cloud remembers it even if the service does not hear it. */
    void push(SoakStation station) {
        if (station.online) {
            Report report = station.says(Report.Source.PUSHED, events.now());
            if (connected && (calm || random.nextInt(20) > 0)) {
                told.reported(station, report);
            }
        }
    }

    void ask(SoakStation station, Way way) {
        if (!calm && random.nextInt(10) == 0) {
            return;
        }
        int over = connection;
        events.later(0.2 + random.nextDouble(), () -> {
            boolean there = way == Way.MQTT ? connected && over == connection : !ill();
            if (there && station.online) {
                Report.Source source = way == Way.MQTT ? Report.Source.GET_REPLY : Report.Source.FETCHED;
                told.reported(station, station.says(source, events.now()));
            }
        });
    }
}
