package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The second cloud's own gate, by the page's example and by what the page forbids. */
class VendorGateTest {
    private static final String BODY = """
            {"sn":"123456789","params":{"cmdSet":11,"id":24,"eps":0}}""";

    private final VendorGate gate = new VendorGate("key", "secret");

    @Test
    void signsThePagesExample() throws Exception {
        String parameters = VendorSignature.ofBody(new ObjectMapper().readTree(BODY));

        assertThat(parameters).isEqualTo("params.cmdSet=11&params.eps=0&params.id=24&sn=123456789");
        assertThat(VendorSignature.sign(
                        parameters,
                        "Fp4SvIprYSDPXtYJidEtUAd1o",
                        "345164",
                        "1671171709428",
                        "WIbFEKre0s6sLnh4ei7SPUeYnptHG6V"))
                .isEqualTo("07c13b65e037faf3b153d51613638fa80003c4c38d2407379a7f52851af1473e");
    }

    @Test
    void spellsOutNestedPartsAsThePageDoes() throws Exception {
        assertThat(VendorSignature.ofBody(new ObjectMapper().readTree("""
                        {"name":"demo1","ids":[1,2,3],"deviceInfo":{"id":1},"deviceList":[{"id":1},{"id":2}]}""")))
                .isEqualTo(
                        "deviceInfo.id=1&deviceList[0].id=1&deviceList[1].id=2&ids[0]=1&ids[1]=2&ids[2]=3&name=demo1");
    }

    @Test
    void letsASignedRequestInOnce() {
        Headers headers = signed("PUT", "", BODY, Map.of());

        assertThat(gate.check("PUT", null, headers, BODY).code()).isEqualTo("0");
        assertThat(gate.check("PUT", null, headers, BODY).why()).contains("used before");
    }

    @Test
    void letsASignedQueryIn() {
        assertThat(gate.check("GET", "sn=R331ZTEST0000001", signed("GET", "sn=R331ZTEST0000001", "", Map.of()), "")
                        .why())
                .isEmpty();
        assertThat(gate.check("GET", "sn=R331ZTEST0000002", signed("GET", "sn=R331ZTEST0000001", "", Map.of()), "")
                        .why())
                .contains("signature is wrong");
    }

    @Test
    void wantsTheContentTypeOfThePage() {
        Map<String, String> text = Map.of("Content-Type", "text/plain");
        assertThat(gate.check("PUT", null, signed("PUT", "", BODY, text), BODY).why())
                .contains("Content-Type");
        Map<String, String> json = Map.of("Content-Type", "application/json;charset=UTF-8");
        assertThat(gate.check("GET", null, signed("GET", "", "", json), "").why())
                .contains("Content-Type");
    }

    @Test
    void wantsAFreshTimestampAndSixDigits() {
        String old = String.valueOf(System.currentTimeMillis() - 301_000);
        assertThat(gate.check("GET", null, signed("GET", "", "", Map.of("timestamp", old)), "")
                        .why())
                .contains("five minutes");
        assertThat(gate.check("GET", null, signed("GET", "", "", Map.of("nonce", "12345")), "")
                        .why())
                .contains("six digits");
    }

    @Test
    void tellsAWrongKeyFromAWrongSignature() {
        assertThat(gate.check("GET", null, signed("GET", "", "", Map.of("accessKey", "other")), "")
                        .code())
                .isEqualTo(VendorGate.WRONG_ACCESS_KEY);
        assertThat(gate.check("GET", null, signed("GET", "", "", Map.of("sign", "00")), "")
                        .code())
                .isEqualTo(VendorGate.WRONG_SIGNATURE);
    }

    private static Headers signed(String method, String query, String body, Map<String, String> changed) {
        try {
            String parameters = method.equals("GET")
                    ? VendorSignature.ofQuery(query)
                    : VendorSignature.ofBody(new ObjectMapper().readTree(body));
            String timestamp = String.valueOf(System.currentTimeMillis());
            Headers headers = new Headers();
            if (!method.equals("GET")) {
                headers.set("Content-Type", "application/json;charset=UTF-8");
            }
            headers.set("accessKey", "key");
            headers.set("nonce", "345164");
            headers.set("timestamp", timestamp);
            headers.set("sign", VendorSignature.sign(parameters, "key", "345164", timestamp, "secret"));
            changed.forEach(headers::set);
            return headers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
