package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class RecordedEvents implements CloudEvents {
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final List<Reply> replies = new CopyOnWriteArrayList<>();
    private final List<String> statuses = new CopyOnWriteArrayList<>();
    private final List<LinkState> states = new CopyOnWriteArrayList<>();
    private final List<String> details = new CopyOnWriteArrayList<>();

    @Override
    public void report(Report report) {
        reports.add(report);
    }

    @Override
    public void status(String serial, boolean online, Instant at) {
        statuses.add(serial + (online ? " online" : " offline"));
    }

    @Override
    public void reply(Reply reply) {
        replies.add(reply);
    }

    @Override
    public void link(LinkState state, String detail) {
        details.add(detail);
        states.add(state);
    }

    List<Report> reports() {
        return reports;
    }

    List<Reply> replies() {
        return replies;
    }

    List<String> statuses() {
        return statuses;
    }

    List<LinkState> states() {
        return states;
    }

    List<String> details() {
        return details;
    }

    long count(LinkState state) {
        return states.stream().filter(seen -> seen == state).count();
    }
}
