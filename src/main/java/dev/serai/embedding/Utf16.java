package dev.serai.embedding;

/** Turns the tokenizer's offsets, which count code points, into UTF-16 units. */
@FunctionalInterface
interface Utf16 {
    int at(int codePoint);

    static Utf16 of(String text) {
        int codePoints = text.codePointCount(0, text.length());
        if (codePoints == text.length()) {
            return offset -> offset;
        }
        int[] units = new int[codePoints + 1];
        for (int point = 0, unit = 0; point < codePoints; point++) {
            unit += Character.charCount(text.codePointAt(unit));
            units[point + 1] = unit;
        }
        return offset -> units[offset];
    }
}
