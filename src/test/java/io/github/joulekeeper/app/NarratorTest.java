package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.state.StateModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final Narrator narrator = new Narrator(new StateModel(), now::get);
    private final Logger logger = Logger.getLogger("joulekeeper");
    private final List<String> told = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            told.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(listener);
    }

    @Test
    void tellsAHundredEntriesASecondAndThenHowManyMoreThereWere() {
        for (int i = 0; i < 250; i++) {
            narrator.tell(change());
        }
        assertThat(told).hasSize(100);

        now.set(now.get().plusSeconds(1));
        narrator.tell(change());

        assertThat(told).hasSize(102);
        assertThat(told.get(100)).contains("more entries");
    }

    @Test
    void whatIsRememberedIsNotToldAndTakesNobodysPlace() {
        for (int i = 0; i < 250; i++) {
            narrator.tell(new LedgerEntry.Remembered("key", "value", now.get()));
        }
        narrator.tell(change());

        assertThat(told).hasSize(1);
    }

    private LedgerEntry change() {
        return new LedgerEntry.RuleChanged("r", "R331ZTEST0000001", "INACTIVE", "ACTIVE", "because", now.get());
    }
}
