package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.web.ApiDescription;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a service that cannot answer answers, to programs and to people. */
final class Unavailable {
    /** A database that does not answer may be waited for. */
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private static final String RULE = """
            {"id": "more", "when": "soc < 3%", "set": {"ac-charging.watts": 400}}""";

    /** An operation, and what it is sent. */
    private record Order(String operation, String body) {}

    /** All that change or start something, in an order in which each finds what it needs. */
    private static final List<Order> ORDERS = List.of(
            new Order("PUT /api/mode", "{\"mode\": \"control\"}"),
            new Order("PUT /api/devices/{device}/settings/{setting}", "{\"value\": true}"),
            new Order("DELETE /api/devices/{device}/settings/{setting}", ""),
            new Order("POST /api/rules/validate", RULE),
            new Order("POST /api/rules", RULE),
            new Order("PUT /api/rules/{rule}", RULE.replace("400", "500")),
            new Order("POST /api/rules/{rule}/disable", ""),
            new Order("POST /api/rules/{rule}/enable", ""),
            new Order("POST /api/rules/{rule}/resume", ""),
            new Order("DELETE /api/rules/{rule}", ""),
            new Order("POST /api/replay", "{\"recording\": \"none.jsonl\"}"));

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

    /**
     * Gives every order of the API once, and fails if an answer is not as the description says, or one is left out.
     *
     * @return what they answered
     */
    static List<HttpResponse<String>> orders(Joulekeeper service, VendorStation station) throws IOException {
        ApiDescription description = new ApiDescription(
                service.get("/q/openapi", "application/json", LONGEST).body());
        assertThat(description.operations().stream().filter(operation -> !operation.startsWith("GET ")))
                .containsExactlyInAnyOrderElementsOf(
                        ORDERS.stream().map(Order::operation).toList());
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Order order : ORDERS) {
            String[] parts = order.operation().split(" ", 2);
            String path = parts[1].replace("{device}", station.serial())
                    .replace("{setting}", "beeper.silent")
                    .replace("{rule}", "more");
            HttpResponse<String> answer = service.send(parts[0], path, "application/json", order.body(), LONGEST);
            description.check(
                    order.operation(),
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(null),
                    answer.body());
            answers.add(answer);
        }
        return answers;
    }

    /** Fails unless all orders are taken, and that to the station says why it waits. */
    static void ordersWaitForTheLedger(Joulekeeper service, VendorStation station) throws IOException {
        List<HttpResponse<String>> answers = orders(service, station);
        // Of the recording that is asked for there is none.
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsExactly(200, 202, 202, 200, 201, 200, 200, 200, 200, 204, 404);
        assertThat(answers.get(1).body()).contains("The ledger cannot be written: it is set when it can");
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
