package io.github.joulekeeper.dispatch;

/**
 * A station's answer to a set command ({@code set_reply}).
 *
 * @param serial the station
 * @param messageId the id of the message that it answers
 * @param done whether it says that it did it: code 0, and ack 0, result 0 or configOk true
 * @param code the vendor's code or ack, as text
 * @param message the vendor's message, or what the code means
 * @param away whether the cloud answered in the station's place that it is offline: the command did not arrive
 */
public record Reply(String serial, long messageId, boolean done, String code, String message, boolean away) {
    /** An answer of the station itself. */
    public Reply(String serial, long messageId, boolean done, String code, String message) {
        this(serial, messageId, done, code, message, false);
    }
}
