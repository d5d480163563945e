package dev.serai.text;
public final class TextExtractor { public ExtractedText extract(java.nio.file.Path p, MediaType m) throws ExtractionException, java.io.IOException { return new ExtractedText(java.nio.file.Files.readString(p), null, null);} }
