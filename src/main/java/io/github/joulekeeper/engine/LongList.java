package io.github.joulekeeper.engine;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Numbers that do not change, in one array: what rules remember is handed out often. */
final class LongList extends AbstractList<Long> implements RandomAccess {
    private final long[] values;

    private LongList(long[] values) {
        this.values = values;
    }

    static LongList copyOf(long[] values) {
        return new LongList(values.clone());
    }

    static LongList copyOf(List<Long> values) {
        return values instanceof LongList same
                ? same
                : new LongList(values.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public Long get(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return values.length;
    }
}
