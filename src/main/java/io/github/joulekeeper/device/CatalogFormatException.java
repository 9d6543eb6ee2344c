package io.github.joulekeeper.device;

/** A catalog file that cannot be used; the message says where, which value, which rule it breaks, and the remedy. */
public final class CatalogFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    /**
     * @param line from 1; 0 when the fault lies in no place of the file
     * @param column from 1; 0 when the fault lies in no place of the file
     */
    public CatalogFormatException(String file, int line, int column, String problem) {
        super(line == 0 ? file + ": " + problem : "%s:%d:%d: %s".formatted(file, line, column, problem));
        this.file = file;
        this.line = line;
        this.column = column;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
