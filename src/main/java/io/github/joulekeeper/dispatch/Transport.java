package io.github.joulekeeper.dispatch;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The way to the stations; I/O happens on other threads, answers come back as values, never as exceptions. */
public interface Transport {
    /**
     * Sends a command once.
     *
     * @param messageId the id of this message, by which a reply is matched; new for each try
     */
    CompletionStage<Delivery> send(Command command, long messageId);

    /**
     * Asks the station for the present values of quotas; they come as a report. Failures only mean that no report comes.
     *
     * @param quotaKeys the vendor's keys
     */
    void requestReadBack(String serial, List<String> quotaKeys);
}
