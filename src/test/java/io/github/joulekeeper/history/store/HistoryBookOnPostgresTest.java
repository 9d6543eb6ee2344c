package io.github.joulekeeper.history.store;

import io.github.joulekeeper.database.PostgresServer;
import javax.sql.DataSource;

/** The same in PostgreSQL; skipped where it is not installed. */
class HistoryBookOnPostgresTest extends HistoryBookTest {
    @Override
    DataSource emptyDatabase() {
        PostgresServer server = PostgresServer.shared();
        return PostgresServer.dataSource(server.newDatabase());
    }
}
