package dev.serai.problem;

/**
 * One of possibly many things wrong with a request.
 *
 * @param at where, as a JSON pointer below {@code path}, {@code query}, {@code header} or {@code body}
 * @param message what is wrong there and what was expected
 */
public record Finding(String at, String message) {}
