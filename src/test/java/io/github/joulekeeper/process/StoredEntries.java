package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

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
    private final List<Path> journal;
    private final Set<String> sent = new HashSet<>();
    private final Set<Long> open = new HashSet<>();
    private String hash = "0".repeat(64);
    private long sequence;
    private int commands;

    /** @param journal the files of a database that a journal goes ahead of */
    StoredEntries(Database database, Path... journal) {
        this.database = database;
        this.journal = List.of(journal);
    }

    /** Reads what was added since the last look: the blocks of the database, and what its journal has beyond them. */
    void readOn() {
        try {
            Map<Long, String> beyond = new TreeMap<>();
            for (Path file : journal) {
                readJournal(file, beyond);
            }
            readBlocks();
            for (long next = sequence + 1; beyond.containsKey(next); next++) {
                take(next, beyond.get(next));
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the ledger cannot be read", e);
        }
    }

    private void readBlocks() throws SQLException, IOException {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement("select first_entry, last_entry, hash, packed"
                        + " from ledger_block where last_entry > ? order by first_entry")) {
            query.setLong(1, sequence);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long number = rows.getLong(1);
                    for (String line : unpacked(rows.getBytes(4)).split("\n")) {
                        if (number > sequence) {
                            take(number, line);
                        }
                        number++;
                    }
                    assertThat(number - 1).as("the block's last entry").isEqualTo(rows.getLong(2));
                    assertThat(hash).as("the block's hash").isEqualTo(rows.getString(3));
                }
            }
        }
    }

    private static String unpacked(byte[] packed) throws IOException {
        try (var bytes = new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater(true))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whole records, from the beginning of the file, as docs/ledger.md describes them. */
    private static void readJournal(Path file, Map<Long, String> beyond) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
        long turn = 0;
        while (bytes.remaining() >= 184 && bytes.getInt(bytes.position()) == 0x4a4b4a31) {
            int start = bytes.position();
            int lines = bytes.getInt(start + 8);
            int length = 184 + lines + bytes.getInt(start + 12);
            if (lines < 0 || length < 184 || length > bytes.remaining()) {
                return;
            }
            CRC32C sum = new CRC32C();
            sum.update(bytes.array(), start + 8, length - 8);
            if ((int) sum.getValue() != bytes.getInt(start + 4)
                    || (turn != 0 && bytes.getLong(start + 16) != turn + 1)) {
                return;
            }
            turn = bytes.getLong(start + 16);
            long number = bytes.getLong(start + 24);
            if (lines > 0) {
                for (String line : new String(bytes.array(), start + 184, lines, StandardCharsets.UTF_8).split("\n")) {
                    beyond.put(++number, line);
                }
            }
            assertThat(number).as("the record's last entry").isEqualTo(bytes.getLong(start + 32));
            bytes.position(start + length);
        }
    }

    private void take(long number, String line) throws IOException {
        assertThat(number).as("no entry is missing").isEqualTo(sequence + 1);
        String body = line.substring(9);
        hash = sha256(hash + "\n" + number + "\n" + body);
        assertThat(line).as("entry %d is as it was written", number).startsWith(hash.substring(0, 8) + " ");
        sequence = number;
        JsonNode json = JSON.readTree(body);
        switch (json.path("type").asText()) {
            case "opened" -> {
                commands++;
                open.add(json.path("commandId").asLong());
            }
            case "step" -> {
                Matcher message = MESSAGE.matcher(json.path("detail").asText());
                if (json.path("step").asText().equals("SENT") && message.find()) {
                    sent.add(message.group(1));
                }
            }
            case "ended" -> open.remove(json.path("commandId").asLong());
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
