package dev.serai.vectors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of one record: its documents, whose rows follow each other, and the ids that it removes from earlier ones. */
final class Documents {
    private final List<Entry> entries;
    private final List<String> removed;
    private final int[] firsts;
    private final Map<String, Integer> index = new HashMap<>();

    /** @param rows how many rows of the record are the document's */
    record Entry(String id, int version, String type, int rows) {}

    Documents(List<Entry> entries, List<String> removed) {
        this.entries = List.copyOf(entries);
        this.removed = List.copyOf(removed);
        this.firsts = new int[entries.size() + 1];
        for (int i = 0; i < entries.size(); i++) {
            firsts[i + 1] = firsts[i] + entries.get(i).rows();
            index.put(entries.get(i).id(), i);
        }
    }

    int size() {
        return entries.size();
    }

    int rows() {
        return firsts[entries.size()];
    }

    /** Rows of some of the documents. */
    int rows(BitSet some) {
        int rows = 0;
        for (int document = some.nextSetBit(0); document >= 0; document = some.nextSetBit(document + 1)) {
            rows += entries.get(document).rows();
        }
        return rows;
    }

    Entry entry(int document) {
        return entries.get(document);
    }

    /** -1 when it is not here. */
    int find(String id) {
        return index.getOrDefault(id, -1);
    }

    int first(int document) {
        return firsts[document];
    }

    int ofRow(int row) {
        int found = Arrays.binarySearch(firsts, row);
        if (found < 0) {
            return -found - 2;
        }
        while (firsts[found + 1] == row) { // documents without rows begin where the next one does
            found++;
        }
        return found;
    }

    List<Entry> entries() {
        return entries;
    }

    List<String> removed() {
        return removed;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                write(out, entry.id());
                out.writeInt(entry.version());
                write(out, entry.type());
                out.writeInt(entry.rows());
            }
            out.writeInt(removed.size());
            for (String id : removed) {
                write(out, id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Documents read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Entry> entries = new ArrayList<>();
        Map<String, String> types = new HashMap<>(); // one string for each type, not for each document
        for (int n = in.readInt(); n > 0; n--) {
            String id = text(in);
            int version = in.readInt();
            String type = types.computeIfAbsent(text(in), t -> t);
            entries.add(new Entry(id, version, type, in.readInt()));
        }
        List<String> removed = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            removed.add(text(in));
        }
        return new Documents(entries, removed);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
