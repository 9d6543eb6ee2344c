package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.device.CommandTemplate.Payload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestEncoderTest {
    @Test
    void writesASetCommandAsTheVendorsPageDoes() {
        Payload payload = Delta2.charge(400).payload();
        assertThat(RequestEncoder.httpSet(Delta2.SERIAL, 123456789, payload))
                .isEqualTo("{\"id\":123456789,\"version\":\"1.0\",\"sn\":\"R331ZTEST0000001\",\"moduleType\":5,"
                        + "\"operateType\":\"acChgCfg\",\"params\":{\"chgWatts\":400,\"chgPauseFlag\":255}}");
        assertThat(RequestEncoder.mqttSet(123456789, payload))
                .isEqualTo("{\"id\":123456789,\"version\":\"1.0\",\"from\":\"Joulekeeper\",\"moduleType\":5,"
                        + "\"operateType\":\"acChgCfg\",\"params\":{\"chgWatts\":400,\"chgPauseFlag\":255}}");
    }

    @Test
    void writesRequestsForValues() {
        assertThat(RequestEncoder.httpGet(Delta2.SERIAL, List.of("mppt.cfgChgWatts", "pd.soc")))
                .isEqualTo("{\"sn\":\"R331ZTEST0000001\",\"params\":{\"quotas\":[\"mppt.cfgChgWatts\",\"pd.soc\"]}}");
        assertThat(RequestEncoder.mqttGet(7, List.of("pd.soc")))
                .isEqualTo(
                        "{\"id\":7,\"version\":\"1.0\",\"from\":\"Joulekeeper\",\"params\":{\"quotas\":[\"pd.soc\"]}}");
    }

    @Test
    void writesDecimalsAsTheyAreSigned() throws IOException {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("a", 0.1);
        params.put("b", 1000.0);
        params.put("c", 1.5e-7);
        params.put("d", 4294967295L);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("needAck", true);
        envelope.put("list", List.of(1, "x", Map.of("k", 2)));
        String body = RequestEncoder.httpSet("S", 1, new Payload("c", envelope, params, Map.of()));
        assertThat(body)
                .isEqualTo("{\"id\":1,\"version\":\"1.0\",\"sn\":\"S\",\"needAck\":true,\"list\":[1,\"x\",{\"k\":2}],"
                        + "\"params\":{\"a\":0.1,\"b\":1000,\"c\":0.00000015,\"d\":4294967295}}");
        ObjectMapper exact = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        assertThat(Signature.parameters(exact.readTree(body)))
                .isEqualTo("id=1&list[0]=1&list[1]=x&list[2].k=2&needAck=true&params.a=0.1&params.b=1000"
                        + "&params.c=0.00000015&params.d=4294967295&sn=S&version=1.0");
    }

    @Test
    void refusesWhatJsonCannotCarry() {
        Payload payload = new Payload("c", Map.of("x", new Object[0]), Map.of(), Map.of());
        assertThatThrownBy(() -> RequestEncoder.mqttSet(1, payload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("catalog file");
    }
}
