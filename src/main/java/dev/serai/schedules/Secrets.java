package dev.serai.schedules;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The bearer secrets of the jobs' endpoints, kept as hashes and compared in constant time. */
final class Secrets {
    private static final int SHORTEST = 16;

    private final Map<String, List<byte[]>> hashes = new TreeMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final UnaryOperator<@Nullable String> environment;
    private final List<String> problems;

    /** @param environment looks a variable up; null when it is not set */
    Secrets(UnaryOperator<@Nullable String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Takes a job's secrets, and notes short ones and those that another variable has too; never their text. */
    void add(Job job) {
        List<byte[]> live = new ArrayList<>();
        for (String variable : job.secrets()) {
            String value = environment.apply(variable);
            if (value != null && !value.isEmpty()) {
                for (String secret : value.split(",", -1)) {
                    add(variable, secret, live);
                }
            }
        }
        hashes.put(job.name(), live);
    }

    private void add(String variable, String secret, List<byte[]> live) {
        if (secret.length() < SHORTEST || !secret.equals(secret.strip())) {
            problems.add(("%s has a secret of %d characters or with blanks around it; expected at least %d, made with"
                            + " openssl rand -hex 32")
                    .formatted(variable, secret.length(), SHORTEST));
            return;
        }
        String other = variables.putIfAbsent(secret, variable);
        if (other != null && !other.equals(variable)) {
            problems.add("%s and %s have the same secret; expected one of its own for each".formatted(other, variable));
        }
        live.add(hash(secret));
    }

    /** The texts are not needed any more once all jobs were added. */
    Secrets sealed() {
        variables.clear();
        return this;
    }

    boolean has(String job) {
        return !hashes.getOrDefault(job, List.of()).isEmpty();
    }

    /** Takes the same time whichever secret it is, or none. */
    boolean matches(String job, String secret) {
        byte[] given = hash(secret);
        boolean matches = false;
        for (byte[] live : hashes.getOrDefault(job, List.of())) {
            matches |= MessageDigest.isEqual(live, given);
        }
        return matches;
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
