package io.github.joulekeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A client that does not want the rest of an answer, and goes on with its next request. */
@QuarkusTest
@TestProfile(LiveCloud.Profile.class)
class AnswersLeftUnreadTest {
    private static final int ROUNDS = Integer.getInteger("test.unread", 300);
    /** They are written bit by bit, while the client already looks at the status. */
    private static final List<String> LONG = List.of("/api/ledger/export", "/api/events", "/q/openapi");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @Test
    void theNextRequestIsAnsweredAsEver() throws Exception {
        List<Integer> others = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : LONG) {
                HttpResponse<InputStream> answer = client.send(request(path), BodyHandlers.ofInputStream());
                answer.body().close();
                // As many may watch as the profile allows; those who left may be noticed a little later.
                if (answer.statusCode() != 200 && !(path.equals("/api/events") && answer.statusCode() == 503)) {
                    others.add(answer.statusCode());
                }
            }
        }
        assertThat(others).isEmpty();
    }

    /**
     * With many requests on one connection the server would close it for all of them as soon as a client lets go of one
     * answer, and the deadlines for slow headers, which are those of a connection, would not be those of a request.
     */
    @Test
    void oneConnectionCarriesOneRequestAtATime() throws Exception {
        assertThat(client.send(request("/api/status"), BodyHandlers.discarding())
                        .version())
                .isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    private static HttpRequest request(String path) {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }
}
