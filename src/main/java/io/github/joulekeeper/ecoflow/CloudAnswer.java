package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Judges an HTTP answer of the cloud by its status and its {@code code} and {@code message}. */
final class CloudAnswer {
    /** The code of an answer that says that there were too many calls. */
    static final String TOO_MANY = "HTTP 429";

    private static final int LONGEST_MESSAGE = 300;

    private CloudAnswer() {}

    /**
     * Checks that an answer is a success: status 2xx and {@code code} 0, as a number or a string.
     *
     * @throws CloudException if it is anything else
     */
    static void check(int status, byte[] body, CloudConfig config) {
        String code = null;
        String message = "";
        String fault = body.length == 0 ? "the body is empty" : null;
        if (fault == null) {
            try (JsonParser parser = WireJson.object(body, 0, body.length)) {
                String name;
                while ((name = parser.nextFieldName()) != null) {
                    parser.nextToken();
                    switch (name) {
                        case "code" -> code = WireJson.scalar(parser);
                        case "message", "msg" -> {
                            String said = WireJson.scalar(parser);
                            message = said == null ? "" : plain(config.redact(said));
                        }
                        default -> parser.skipChildren();
                    }
                }
                fault = code == null || code.isBlank() ? "the answer has no code" : null;
            } catch (IOException e) {
                fault = "the answer is no JSON" + (looksLikeHtml(body) ? " but an HTML page" : "");
            }
        }
        judge(status, code, message, fault);
    }

    private static void judge(int status, @Nullable String code, String message, @Nullable String fault) {
        String http = "HTTP " + status;
        String refusal = code != null && WireJson.number(code) != 0 ? plain(code) : "";
        if (status == 429 || status >= 500) {
            String detail = !refusal.isEmpty() ? "code " + refusal + (message.isEmpty() ? "" : ", " + message) : "";
            throw new CloudException(CloudProblem.BUSY, http, detail);
        }
        if (!refusal.isEmpty()) {
            throw new CloudException(CloudProblem.ofCode(refusal), refusal, message);
        }
        if (status < 200 || status >= 300) {
            throw new CloudException(CloudProblem.HTTP, http, message);
        }
        if (fault != null) {
            throw new CloudException(CloudProblem.UNREADABLE, http, fault);
        }
    }

    private static boolean looksLikeHtml(byte[] body) {
        int i = 0;
        while (i < body.length && body[i] <= ' ') {
            i++;
        }
        return i < body.length && body[i] == '<';
    }

    /** One line of bounded length: what others wrote goes into our log. */
    private static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
