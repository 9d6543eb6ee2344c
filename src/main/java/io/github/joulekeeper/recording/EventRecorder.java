package io.github.joulekeeper.recording;

/** Takes what happens to the core, in its order. */
@FunctionalInterface
public interface EventRecorder {
    /** Records nothing. */
    EventRecorder NONE = event -> {};

    /** Takes an event; never blocks and never fails. */
    void record(RecordedEvent event);
}
