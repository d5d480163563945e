package dev.serai.search;

/** A ranked chunk; higher scores are better and comparable within one answer only. */
public record Candidate(String documentId, int version, int ordinal, double score) {}
