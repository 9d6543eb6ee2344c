package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDecoderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"123456789\",\"version\":\"1.0\",\"timestamp\":1634841971000,\"params\":{\"status\":0}}|false",
                "{\"params\":{\"status\":1}}|true",
                "{\"param\":{\"status\":\"1\"}}|true",
                "{\"params\":{\"other\":[1],\"status\":false}}|false",
            })
    void reads(String message, boolean online) throws IOException {
        assertThat(online(message)).isEqualTo(online);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "{\"params\":{}}",
                "{\"params\":{\"status\":2}}",
                "{\"params\":1}",
                "{\"params\":{\"status\":{\"a\":1}}}"
            })
    void refusesWhatDoesNotSay(String message) {
        assertThatThrownBy(() -> online(message)).isInstanceOf(IOException.class);
    }

    private static boolean online(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return StatusDecoder.online(bytes, 0, bytes.length);
    }
}
