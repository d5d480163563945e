package dev.serai.text;
public record Chunk(int ordinal, String text, int start, int end, @org.jspecify.annotations.Nullable Integer page, java.util.List<String> headings, int tokens) {}
