package io.github.joulekeeper.ledger.store;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes each {@link Mark}'s word once: the same few stations, rules and settings come with every entry. Forgets them all when
 * they become many, which subjects that people choose could make them. For one thread.
 */
final class Words {
    private static final int MOST = 10_000;
    private static final Mark[] MARKS = Mark.values();

    private final Map<String, String>[] known;
    private int count;

    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of maps cannot be made otherwise.
    Words() {
        known = new Map[MARKS.length];
        forget();
    }

    String of(Mark mark, String text) {
        String word = known[mark.ordinal()].get(text);
        if (word == null) {
            if (count++ >= MOST) {
                forget();
            }
            word = mark.word(text);
            known[mark.ordinal()].put(text, word);
        }
        return word;
    }

    private void forget() {
        count = 0;
        for (int i = 0; i < known.length; i++) {
            known[i] = new HashMap<>();
        }
    }
}
