package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.Verification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Walks all entries and checks that each is tied to the one before. Where old entries were dropped, the oldest one left must
 * be tied to what the newest {@link io.github.joulekeeper.ledger.LedgerEntry.Dropped} says, and the newest one must be the
 * one at which the ledger says that it stands.
 */
final class ChainCheck {
    private final Readable ledger;

    ChainCheck(Readable ledger) {
        this.ledger = ledger;
    }

    Verification run() {
        return ledger.read(connection -> new Walk(connection).run());
    }

    private static final class Walk {
        private final Connection connection;
        private final HashChain chain = new HashChain(HashChain.START);
        private long sequence;
        private long entries;
        private long broken;

        Walk(Connection connection) {
            this.connection = connection;
        }

        Verification run() throws SQLException {
            Block.Tie start = Block.dropped(connection);
            sequence = start.sequence();
            chain.goOnFrom(start.hash());
            Optional<Block> next = Block.after(connection, 0);
            while (next.isPresent()) {
                Block block = next.get();
                if (block.first() != sequence + 1) {
                    return broken(block.first(), "entry %d is missing".formatted(sequence + 1));
                }
                Lines.forEach(block.lines(), this::tie);
                if (broken == 0 && (sequence != block.last() || !chain.hash().equals(block.hash()))) {
                    broken = sequence;
                }
                if (broken != 0) {
                    return broken(broken, "entry %d is not as it was written".formatted(broken));
                }
                next = Block.after(connection, sequence);
            }
            LedgerHead head = LedgerHead.read(connection);
            if (head.sequence() > sequence) {
                return broken(sequence + 1, "entry %d is missing".formatted(sequence + 1));
            }
            if (!head.hash().equals(chain.hash())) {
                return broken(sequence, "entry %d is not the one that was written last".formatted(sequence));
            }
            return new Verification(
                    entries, Optional.empty(), "%d entries, the newest %s".formatted(entries, chain.hash()));
        }

        private void tie(byte[] lines, int from, int to) {
            if (broken != 0) {
                return;
            }
            sequence++;
            chain.tie(sequence, lines, from, to);
            byte[] beginning = chain.hash().substring(0, Lines.BODY - 1).getBytes(StandardCharsets.US_ASCII);
            if (from < Lines.BODY
                    || !Arrays.equals(lines, from - Lines.BODY, from - 1, beginning, 0, beginning.length)) {
                broken = sequence;
            } else {
                entries++;
            }
        }

        private Verification broken(long at, String detail) {
            return new Verification(entries, Optional.of(at), detail);
        }
    }
}
