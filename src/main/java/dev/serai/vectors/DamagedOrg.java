package dev.serai.vectors;

/**
 * An org whose file could not be believed.
 *
 * @param org its name, or that of the file when the name cannot be read either
 * @param why what was found, for the log
 */
public record DamagedOrg(String org, String why) {}
