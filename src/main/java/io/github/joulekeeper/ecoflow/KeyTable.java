package io.github.joulekeeper.ecoflow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Finds a quota's index by the bytes of its key, without making a text of them. Immutable. */
final class KeyTable {
    private static final int SLOTS_FOR_EACH = 3;

    private static final byte[] FREE = {};

    private final byte[][] keys;
    private final int[] hashes;
    private final int[] indices;

    /** @param keys of ASCII, with their quotas' indices */
    KeyTable(Map<String, Integer> keys) {
        int slots = Integer.highestOneBit(Math.max(1, keys.size()) * SLOTS_FOR_EACH) * 2;
        this.keys = new byte[slots][];
        Arrays.fill(this.keys, FREE);
        this.hashes = new int[slots];
        this.indices = new int[slots];
        keys.forEach(this::put);
    }

    private void put(String key, int index) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int hash = PlainScan.hash(bytes);
        int slot = slot(hash);
        while (keys[slot] != FREE) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = bytes;
        hashes[slot] = hash;
        indices[slot] = index;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (keys.length - 1);
    }

    /** The index of the quota with the scan's key at {@code i}, or -1. */
    int find(PlainScan scan, int i) {
        int hash = scan.keyHash(i);
        int slot = slot(hash);
        for (byte[] key = keys[slot]; key != FREE; key = keys[slot]) {
            if (hashes[slot] == hash && scan.keyIs(i, key)) {
                return indices[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return -1;
    }
}
