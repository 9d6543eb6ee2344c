package io.github.joulekeeper.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client of the event stream on a bare socket, which may also stop reading. */
final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket = new Socket();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private volatile String status = "";
    private volatile boolean ended;

    /** @param id -1 where the event has none */
    record Event(String name, long id, JsonNode data) {}

    /** Asks, and does not read yet. */
    static EventStream ask(String query, String... headers) {
        EventStream stream = new EventStream();
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        try {
            stream.socket.setReceiveBufferSize(65536);
            stream.socket.connect(
                    new java.net.InetSocketAddress("127.0.0.1", port == 0 ? io.restassured.RestAssured.port : port));
            String request = "GET /api/events" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                    + String.join(
                            "",
                            List.of(headers).stream().map(each -> each + "\r\n").toList())
                    + "\r\n";
            stream.socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream;
    }

    /** Asks and reads until it is closed. */
    static EventStream open(String query, String... headers) {
        return ask(query, headers).read();
    }

    EventStream read() {
        Thread.ofVirtual().start(() -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                status = lines.readLine();
                parse(lines);
            } catch (IOException closed) {
                // As it is when the test closes it.
            } finally {
                ended = true;
            }
        });
        return this;
    }

    /** Chunks end at lines here; of what stands between them only the size 0 counts, which ends the stream. */
    private void parse(BufferedReader lines) throws IOException {
        String name = "";
        long id = -1;
        for (String line = lines.readLine(); line != null && !line.equals("0"); line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = Long.parseLong(line.substring(3).strip());
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith(":")) {
                comments.add(line.substring(1).strip());
            } else if (line.startsWith("data:")) {
                events.add(new Event(name, id, parse(line.substring(5))));
                name = "";
                id = -1;
            }
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event without JSON: " + json, e);
        }
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Event> named(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    List<String> comments() {
        return List.copyOf(comments);
    }

    String status() {
        return status;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
