package dev.serai.text;
public record ExtractedText(String text, @org.jspecify.annotations.Nullable Integer pageCount, @org.jspecify.annotations.Nullable String title) { public ExtractedText withTitle(String t){return new ExtractedText(text,pageCount,t);} }
