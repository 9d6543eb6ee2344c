package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void computesTheVendorsVector() {
        String parameters = parameters("{\"sn\":\"123456789\",\"params\":{\"cmdSet\":11,\"id\":24,\"eps\":0}}");
        assertThat(parameters).isEqualTo("params.cmdSet=11&params.eps=0&params.id=24&sn=123456789");
        assertThat(Signature.sign(
                        parameters,
                        "Fp4SvIprYSDPXtYJidEtUAd1o",
                        "WIbFEKre0s6sLnh4ei7SPUeYnptHG6V",
                        "345164",
                        "1671171709428"))
                .isEqualTo("07c13b65e037faf3b153d51613638fa80003c4c38d2407379a7f52851af1473e");
    }

    @Test
    void expandsTheVendorsExampleOfNesting() {
        assertThat(parameters("{\"name\":\"demo1\",\"ids\":[1,2,3],\"deviceInfo\":{\"id\":1},"
                        + "\"deviceList\":[{\"id\":1},{\"id\":2}]}"))
                .isEqualTo("deviceInfo.id=1&deviceList[0].id=1&deviceList[1].id=2&ids[0]=1&ids[1]=2&ids[2]=3"
                        + "&name=demo1");
    }

    @Test
    void signsAccessKeyNonceAndTimestampAloneWhenThereAreNoParameters() {
        // Computed with: printf 'accessKey=a&nonce=123456&timestamp=1' | openssl dgst -sha256 -hmac s
        assertThat(Signature.sign("", "a", "s", "123456", "1"))
                .isEqualTo("11171847442c8084fca9810efaaa92e7e8b389ad0ce957967fd2a90fc0807c6a");
    }

    @Test
    void sortsWholeExpandedKeysByCodeUnit() {
        assertThat(parameters("{\"aB\":1,\"a\":{\"b\":2},\"a_\":3,\"A\":4,\"ab\":5,\"ab1\":6}"))
                .isEqualTo("A=4&a.b=2&aB=1&a_=3&ab=5&ab1=6");
        assertThat(parameters("{\"ids\":[0,1,2,3,4,5,6,7,8,9,10]}")).startsWith("ids[0]=0&ids[10]=10&ids[1]=1&");
    }

    @Test
    void sortsAQueryLikeABody() {
        assertThat(Signature.parameters(Map.of("sn", "R331ZTEST0000001", "b", "ä b", "B", "")))
                .isEqualTo("B=&b=ä b&sn=R331ZTEST0000001");
        assertThat(Signature.parameters(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "false, false",
        "null, null",
        "0, 0",
        "-1, -1",
        "4294967295, 4294967295",
        "0.1, 0.1",
        "1.50, 1.5",
        "2.0, 2",
        "1000.0, 1000",
        "1e3, 1000",
        "1.5e-7, 0.00000015",
        "-0.25, -0.25",
        "79.3, 79.3",
    })
    void writesLeavesPlainly(String json, String signed) {
        assertThat(parameters("{\"v\":" + json + "}")).isEqualTo("v=" + signed);
    }

    @Test
    void readsDecimalsAsDoublesAndAsExactNumbersAlike() throws JsonProcessingException {
        ObjectMapper exact = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        String json = "{\"v\":0.10,\"w\":123456.125}";
        assertThat(Signature.parameters(exact.readTree(json)))
                .isEqualTo(parameters(json))
                .isEqualTo("v=0.1&w=123456.125");
    }

    @Test
    void signsAFloatAsItsOwnShortestDecimal() {
        assertThat(Signature.parameters(JSON.createObjectNode().put("v", 79.3f)))
                .isEqualTo("v=79.3");
    }

    @Test
    void emptyContainersAddNothing() {
        assertThat(parameters("{\"a\":{},\"b\":[],\"c\":[{},[]],\"d\":1}")).isEqualTo("d=1");
        assertThat(parameters("{}")).isEmpty();
    }

    @Test
    void expandsArraysInArrays() {
        assertThat(parameters("{\"a\":[[1,2],[{\"b\":3}]]}")).isEqualTo("a[0][0]=1&a[0][1]=2&a[1][0].b=3");
    }

    @Test
    void refusesAnEmptySecretKey() {
        assertThatThrownBy(() -> Signature.sign("", "a", "", "123456", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ecoflow.secret-key");
    }

    private static String parameters(String json) {
        try {
            JsonNode body = JSON.readTree(json);
            return Signature.parameters(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
