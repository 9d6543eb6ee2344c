package io.github.joulekeeper.ledger.store;

/**
 * The columns by which entries are found. They hold no more than their tables allow, on any database; an entry's body holds
 * the whole.
 */
final class Columns {
    private Columns() {}

    static String kind(String kind) {
        return cut(kind, 32);
    }

    static String serial(String serial) {
        return cut(serial, 64);
    }

    static String origin(String origin) {
        return cut(origin, 200);
    }

    private static String cut(String text, int length) {
        // PostgreSQL takes no NUL.
        String storable = text.replace('\0', '\uFFFD');
        return storable.length() <= length ? storable : storable.substring(0, length);
    }
}
