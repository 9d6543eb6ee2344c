package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.web.ApiDescription;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a service that cannot answer answers, to programs and to people. */
final class Unavailable {
    /** A database that does not answer may be waited for. */
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private Unavailable() {}

    /**
     * Reads every path of the API that has no end, and fails if an answer is not as the description says.
     *
     * @return those that answered 503, such as {@code GET /api/devices}
     */
    static Set<String> paths(Joulekeeper service) throws IOException {
        ApiDescription description = new ApiDescription(
                service.get("/q/openapi", "application/json", LONGEST).body());
        Set<String> unavailable = new TreeSet<>();
        for (String operation : description.operations()) {
            if (!operation.startsWith("GET ") || operation.equals("GET /api/events")) {
                continue;
            }
            String path = operation.substring(4).replaceAll("\\{[^}]*}", "1");
            HttpResponse<String> answer = service.get(path, "*/*", LONGEST);
            description.check(
                    operation,
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(null),
                    answer.body());
            assertThat(answer.statusCode()).as(operation).isIn(200, 400, 404, 503);
            if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After"))
                        .as(operation)
                        .isPresent();
                unavailable.add(operation);
            }
        }
        return unavailable;
    }

    /** Fails unless each page says the same as a page. */
    static void pagesSay(Joulekeeper service, List<String> pages, String what) throws IOException {
        for (String page : pages) {
            HttpResponse<String> answer = service.get(page, "text/html", LONGEST);
            assertThat(answer.statusCode()).as(page).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(page)
                    .startsWith("text/html");
            assertThat(answer.body()).as(page).contains("<h1", "Service Unavailable", what, "/assets/again.js");
        }
    }
}
