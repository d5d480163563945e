package dev.serai.documents;

import dev.serai.text.RangeReader;

/** Parts of a stored object, for typing it without fetching it whole. */
record StoredRange(ObjectStore store, String key, long size) implements RangeReader {
    @Override
    public byte[] read(long offset, int length) {
        return store.read(key, offset, length);
    }
}
