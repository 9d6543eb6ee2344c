package io.github.joulekeeper.history.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.SeriesKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What is kept of readings is there after a restart, once, and goes when it is too old. */
class HistoryBookTest {
    private static final SeriesKey SOC = new SeriesKey("R331ZTEST0000001", "pd.soc");
    private static final SeriesKey WATTS = new SeriesKey("R331ZTEST0000001", "pd.wattsInSum");
    private static final long HOUR = 500_000;

    @TempDir
    Path directory;

    private DataSource database = new SQLiteDataSource();
    private boolean gone;
    private HistoryStore store;

    @BeforeEach
    void migrate() {
        database = emptyDatabase();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/ledger")
                .table("ledger_schema_history")
                .load()
                .migrate();
        store = new HistoryStore(this::connection);
    }

    DataSource emptyDatabase() {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + directory.resolve("ledger.db"));
        return sqlite;
    }

    private Connection connection() throws SQLException {
        if (gone) {
            throw new SQLException("the disk is gone");
        }
        return database.getConnection();
    }

    private static Aggregate constant(double value, double seconds) {
        return new Aggregate(value, value, value, value, seconds);
    }

    private Map<Long, Aggregate> minutes(SeriesKey series) throws SQLException {
        Map<Long, Aggregate> found = new TreeMap<>();
        store.minutes(series, HOUR - 10, HOUR + 10, found::put);
        return found;
    }

    private Map<Long, Aggregate> hours(SeriesKey series) throws SQLException {
        Map<Long, Aggregate> found = new TreeMap<>();
        store.hours(series, HOUR - 10, HOUR + 10, found::put);
        return found;
    }

    @Test
    void minutesAndTheirHourAreKept() throws SQLException {
        HistoryBook book = new HistoryBook(store, 1000);
        book.add(SOC, HOUR * 60, constant(50, 60));
        book.add(WATTS, HOUR * 60, constant(700, 60));
        book.write();
        book.add(SOC, HOUR * 60 + 59, constant(40, 60));
        book.add(SOC, HOUR * 60 + 60, constant(39, 60));
        book.write();

        assertThat(minutes(SOC)).containsOnlyKeys(HOUR * 60, HOUR * 60 + 59, HOUR * 60 + 60);
        assertThat(hours(SOC).get(HOUR)).isEqualTo(new Aggregate(40, 40, 50, 45, 120));
        assertThat(hours(WATTS)).containsOnlyKeys(HOUR);
    }

    @Test
    void aMinuteThatARestartCutsInTwoIsOneMinute() throws SQLException {
        HistoryBook before = new HistoryBook(store, 1000);
        before.add(SOC, HOUR * 60 + 5, constant(50, 20));
        before.write();
        HistoryBook after = new HistoryBook(new HistoryStore(this::connection), 1000);
        after.add(SOC, HOUR * 60 + 5, constant(20, 40));
        after.write();
        after.write();

        assertThat(minutes(SOC).get(HOUR * 60 + 5).seconds()).isCloseTo(60, within(0.01));
        assertThat(minutes(SOC).get(HOUR * 60 + 5).mean()).isCloseTo(30, within(0.01));
        assertThat(hours(SOC).get(HOUR).seconds()).isCloseTo(60, within(0.01));
    }

    @Test
    void whatCannotBeWrittenWaitsAndCountsOnce() throws SQLException {
        HistoryBook book = new HistoryBook(store, 1000);
        book.add(SOC, HOUR * 60, constant(50, 60));
        book.write();
        gone = true;
        book.add(SOC, HOUR * 60 + 1, constant(51, 60));
        assertThatThrownBy(book::write).isInstanceOf(SQLException.class);
        book.add(WATTS, HOUR * 60 + 2, constant(52, 60));
        assertThatThrownBy(book::write).isInstanceOf(SQLException.class);
        gone = false;
        book.write();

        assertThat(hours(SOC).get(HOUR).seconds()).isEqualTo(120);
        assertThat(minutes(WATTS)).containsOnlyKeys(HOUR * 60 + 2);
        assertThat(book.lost()).isZero();
    }

    @Test
    void tooMuchThatWaitsGoesOldestFirst() throws SQLException {
        HistoryBook book = new HistoryBook(store, 2);
        for (int minute = 0; minute < 5; minute++) {
            book.add(SOC, HOUR * 60 + minute, constant(minute, 60));
        }
        book.write();

        assertThat(book.lost()).isEqualTo(3);
        assertThat(minutes(SOC)).containsOnlyKeys(HOUR * 60 + 3, HOUR * 60 + 4);
    }

    @Test
    void oldMinutesGoBeforeTheirHoursInSmallSteps() throws SQLException {
        HistoryBook book = new HistoryBook(store, 100_000);
        for (int hour = -9; hour <= 0; hour++) {
            for (int series = 0; series < 120; series++) {
                book.add(new SeriesKey("R331ZTEST0000001", "q" + series), (HOUR + hour) * 60, constant(hour, 60));
            }
        }
        book.write();

        int steps = 0;
        while (store.drop(HOUR - 2, HOUR - 5) > 0) {
            steps++;
        }

        assertThat(steps).isBetween(2, 4);
        SeriesKey one = new SeriesKey("R331ZTEST0000001", "q7");
        assertThat(minutes(one)).hasSize(3);
        assertThat(hours(one)).hasSize(6);
    }
}
