package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the ledger's database, read while the product is dead and without a line of the product: that the chain of
 * hashes holds, which messages were written down as sent, and which commands have no end. Each look reads on from the last.
 */
final class StoredEntries {
    private static final Pattern MESSAGE = Pattern.compile("message ([0-9]+)$");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Gives a connection to the ledger's database. */
    interface Database {
        Connection connect() throws SQLException;
    }

    private final Database database;
    private final Set<String> sent = new HashSet<>();
    private final Set<Long> open = new HashSet<>();
    private String hash = "0".repeat(64);
    private long sequence;
    private int commands;

    StoredEntries(Database database) {
        this.database = database;
    }

    /** Reads what was added since the last look. */
    void readOn() {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(
                        "select sequence, kind, body, hash from ledger_entry where sequence > ? order by sequence")) {
            query.setLong(1, sequence);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    take(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4));
                }
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the ledger cannot be read", e);
        }
    }

    private void take(long number, String kind, String body, String stored) throws IOException {
        assertThat(number).as("no entry is missing").isEqualTo(sequence + 1);
        hash = sha256(hash + "\n" + number + "\n" + body);
        assertThat(stored).as("entry %d is as it was written: %s", number, body).isEqualTo(hash);
        sequence = number;
        JsonNode json = JSON.readTree(body);
        switch (kind) {
            case "command-opened" -> {
                commands++;
                open.add(json.path("commandId").asLong());
            }
            case "command-step" -> {
                Matcher message = MESSAGE.matcher(json.path("detail").asText());
                if (json.path("step").asText().equals("SENT") && message.find()) {
                    sent.add(message.group(1));
                }
            }
            case "command-ended" -> open.remove(json.path("commandId").asLong());
            default -> {
                // Nothing that left the house.
            }
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of all messages that were written down as sent. */
    Set<String> sent() {
        return sent;
    }

    /** The commands without an end. */
    Set<Long> open() {
        return open;
    }

    /** How many commands there are. */
    int commands() {
        return commands;
    }

    /** How many entries there are. */
    long entries() {
        return sequence;
    }
}
