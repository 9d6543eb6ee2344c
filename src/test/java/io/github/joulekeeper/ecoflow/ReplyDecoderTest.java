package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.dispatch.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void matchesAndJudgesAllRecordedPairs() throws IOException {
        int done = 0;
        int denied = 0;
        for (String line : Delta2.recording("set-and-set-reply.jsonl").lines().toList()) {
            JsonNode pair = JSON.readTree(line);
            Reply reply = decode(pair.get("set_reply").toString()).orElseThrow();
            // Sent as a text, answered as a number.
            assertThat(reply.messageId())
                    .isEqualTo(Long.parseLong(pair.get("set").get("id").asText()));
            assertThat(pair.get("set").get("id").isTextual()).isTrue();
            assertThat(reply.done())
                    .isEqualTo(pair.get("set_reply").get("data").get("ack").asInt() == 0);
            if (reply.done()) {
                done++;
            } else {
                denied++;
                assertThat(reply.code()).isEqualTo("ack 1");
                assertThat(reply.message()).isEqualTo("The station did not apply it");
            }
        }
        assertThat(done).isEqualTo(20);
        assertThat(denied).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":123,\"code\":0,\"data\":{\"ack\":0}}|true|0",
                "{\"id\":\"123\",\"code\":\"0\",\"data\":{\"ack\":\"0\"}}|true|0",
                "{\"data\":{\"ack\":0},\"id\":123}|true|0",
                "{\"id\":123,\"code\":\"0\",\"data\":{\"result\":0}}|true|0",
                "{\"id\":123,\"code\":\"0\",\"data\":{\"configOk\":true,\"actionId\":7}}|true|0",
                "{\"id\":123,\"code\":\"0\",\"data\":{\"ack\":1}}|false|ack 1",
                "{\"id\":123,\"code\":\"0\",\"data\":{\"ack\":0,\"result\":1}}|false|result 1",
                "{\"id\":123,\"code\":\"0\",\"data\":{\"ack\":1,\"result\":0}}|false|ack 1",
                "{\"id\":123,\"code\":\"0\",\"data\":{\"configOk\":false}}|false|configOk false",
                "{\"id\":123,\"code\":\"-2\",\"data\":{\"ack\":0}}|false|-2",
                "{\"id\":123,\"code\":-1}|false|-1",
                "{\"id\":123,\"code\":\"8524\"}|false|8524",
            })
    void judges(String message, boolean done, String code) throws IOException {
        Reply reply = decode(message).orElseThrow();
        assertThat(reply.serial()).isEqualTo(Delta2.SERIAL);
        assertThat(reply.messageId()).isEqualTo(123);
        assertThat(reply.done()).isEqualTo(done);
        assertThat(reply.code()).isEqualTo(code);
    }

    @Test
    void tellsTheVendorsMessageOrWhatTheCodeMeans() throws IOException {
        assertThat(decode("{\"id\":1,\"code\":\"-2\",\"message\":\"device offline\"}")
                        .orElseThrow()
                        .message())
                .isEqualTo("device offline");
        assertThat(decode("{\"id\":1,\"code\":\"-2\"}").orElseThrow().message()).isEqualTo("The station is offline");
        assertThat(decode("{\"id\":1,\"code\":-1}").orElseThrow().message()).contains("does not belong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"code\":\"0\"}",
                "{\"id\":1,\"code\":0,\"data\":{}}",
                "{\"id\":1,\"data\":null}",
                "{\"id\":1,\"code\":0,\"data\":{\"cmdSet\":32,\"nested\":{\"ack\":0}}}"
            })
    void codeZeroAloneProvesNothing(String message) throws IOException {
        assertThat(decode(message)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{\"code\":0,\"data\":{\"ack\":0}}",
                "{\"id\":\"abc\"}",
                "{\"id\":1.5}",
                "{\"id\":null}",
                "{\"id\":99999999999999999999}",
                "{\"id\":1,\"data\":{\"ack\":"
            })
    void refusesWhatIsNoReply(String message) {
        assertThatThrownBy(() -> decode(message)).isInstanceOf(IOException.class);
    }

    private static Optional<Reply> decode(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return ReplyDecoder.decode(Delta2.SERIAL, bytes, 0, bytes.length);
    }
}
