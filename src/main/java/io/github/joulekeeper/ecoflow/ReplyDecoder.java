package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.joulekeeper.dispatch.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and judges the answers of stations to set commands.
 *
 * <p>Done means code 0 and {@code ack} 0, {@code result} 0 or {@code configOk} true, with none of them saying otherwise:
 * code 0 by itself only says that the message was understood. A reply that carries none of the three proves nothing either
 * way and gives no answer; the values read back then decide.
 */
final class ReplyDecoder {
    private ReplyDecoder() {}

    /** What of a reply matters. */
    private static final class Parts {
        @Nullable
        String id;

        @Nullable
        String code;

        @Nullable
        String message;

        @Nullable
        String denial;

        boolean done;
    }

    /**
     * Decodes a {@code set_reply}.
     *
     * @throws IOException if it is not JSON or has no id
     */
    static Optional<Reply> decode(String serial, byte[] bytes, int offset, int length) throws IOException {
        Parts parts = new Parts();
        try (JsonParser parser = WireJson.object(bytes, offset, length)) {
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id" -> parts.id = WireJson.scalar(parser);
                    case "code" -> parts.code = WireJson.scalar(parser);
                    case "message", "msg" -> parts.message = WireJson.scalar(parser);
                    case "data" -> {
                        if (value == JsonToken.START_OBJECT) {
                            readData(parser, parts);
                        } else {
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        return judge(serial, parts);
    }

    /** The id of any reply, to match it with its request; empty if it has none. @throws IOException if it is not JSON */
    static OptionalLong messageId(byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser parser = WireJson.object(bytes, offset, length)) {
            String name;
            while ((name = parser.nextFieldName()) != null) {
                parser.nextToken();
                if (name.equals("id")) {
                    double id = WireJson.number(parser);
                    return Double.isNaN(id) ? OptionalLong.empty() : OptionalLong.of((long) id);
                }
                parser.skipChildren();
            }
        }
        return OptionalLong.empty();
    }

    private static void readData(JsonParser parser, Parts parts) throws IOException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            switch (name) {
                case "ack", "result" -> note(name, WireJson.scalar(parser), 0, parts);
                case "configOk" -> note(name, WireJson.scalar(parser), 1, parts);
                default -> parser.skipChildren();
            }
        }
    }

    private static void note(String name, @Nullable String said, double good, Parts parts) {
        if (said == null) {
            return;
        }
        double value = said.equals("true") ? 1 : said.equals("false") ? 0 : WireJson.number(said);
        if (value == good) {
            parts.done = true;
        } else if (parts.denial == null) {
            parts.denial = name + " " + said;
        }
    }

    private static Optional<Reply> judge(String serial, Parts parts) throws MalformedMessageException {
        long id = id(parts.id);
        String code = parts.code == null ? "0" : parts.code;
        if (WireJson.number(code) != 0) {
            CloudProblem problem = CloudProblem.ofCode(code);
            String message = parts.message == null || parts.message.isBlank() ? meaning(problem) : parts.message;
            return Optional.of(new Reply(serial, id, false, code, message, problem == CloudProblem.OFFLINE));
        }
        if (parts.denial != null) {
            String message =
                    parts.message == null || isSuccess(parts.message) ? "The station did not apply it" : parts.message;
            return Optional.of(new Reply(serial, id, false, parts.denial, message));
        }
        return parts.done
                ? Optional.of(new Reply(serial, id, true, "0", parts.message == null ? "" : parts.message))
                : Optional.empty();
    }

    private static boolean isSuccess(String message) {
        return message.isBlank() || message.equalsIgnoreCase("success");
    }

    private static String meaning(CloudProblem problem) {
        return switch (problem) {
            case OFFLINE -> "The station is offline";
            case NOT_YOURS -> "The station does not belong to this account";
            default -> problem.remedy();
        };
    }

    private static long id(@Nullable String text) throws MalformedMessageException {
        if (text == null) {
            throw new MalformedMessageException("has no id");
        }
        if (text.length() > WireJson.MAX_NUMBER_LENGTH) {
            throw new MalformedMessageException("has an id that is no whole number");
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new MalformedMessageException("has an id that is no whole number");
        }
    }
}
