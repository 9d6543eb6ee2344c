package io.github.joulekeeper.rule.language;

import org.jspecify.annotations.Nullable;

/**
 * A word of the language.
 *
 * @param text as written; for texts in quotes, what they say
 * @param literal the syntax node of a literal, null for all else
 */
record Token(
        Kind kind,
        String text,
        int start,
        int end,
        @Nullable Syntax literal) {
    enum Kind {
        LITERAL,
        TEXT,
        NAME,
        KEYWORD,
        SYMBOL,
        END
    }

    boolean is(String symbolOrKeyword) {
        return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(symbolOrKeyword);
    }

    /** As it is named in messages. */
    String described() {
        return kind == Kind.END ? "the end" : kind == Kind.TEXT ? "\"" + text + "\"" : "'" + text + "'";
    }
}
