package io.github.joulekeeper.simulator;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** Lets simulated time pass with the real one, and stations report. */
final class Heartbeat implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Collection<StationLink> links;
    private final InstantSource clock;
    private final double speed;
    private final Duration reportEvery;
    private final long timer;
    private Instant last;
    private Instant reported;

    Heartbeat(Vertx vertx, Collection<StationLink> links, InstantSource clock, double speed, Duration reportEvery) {
        this.vertx = vertx;
        this.links = List.copyOf(links);
        this.clock = clock;
        this.speed = speed;
        this.reportEvery = reportEvery;
        this.last = clock.instant();
        this.reported = last;
        this.timer = vertx.setPeriodic(BEAT.toMillis(), beat -> beat());
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }

    private synchronized void beat() {
        Instant now = clock.instant();
        Duration simulated =
                Duration.ofNanos((long) (Duration.between(last, now).toNanos() * speed));
        last = now;
        boolean due = Duration.between(reported, now).compareTo(reportEvery) >= 0;
        if (due) {
            reported = now;
        }
        for (StationLink link : links) {
            link.station().advance(simulated);
            link.refresh();
            if (due) {
                link.reportRegularly();
            }
        }
    }
}
