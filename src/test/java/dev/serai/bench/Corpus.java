package dev.serai.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Texts that read like contracts and are the same in every run. */
final class Corpus {
    private static final String[] SUBJECTS = {
        "The tenant", "Each shareholder", "The company", "A founder", "The board of directors", "The licensee",
        "The employee", "Every investor", "The supplier", "The disclosing party", "The escrow agent", "The auditor"
    };
    private static final String[] VERBS = {
        "shall deliver", "may terminate", "must disclose", "agrees to indemnify", "shall not assign", "may inspect",
        "undertakes to insure", "shall reimburse", "warrants", "is entitled to", "shall keep confidential",
                "may convert"
    };
    private static final String[] OBJECTS = {
        "the premises", "all preferred shares", "the annual report", "any intellectual property", "the purchase price",
        "the source code", "unvested options", "the security deposit", "each quarterly statement",
                "the warehouse lease",
        "personal data of customers", "the outstanding principal"
    };
    private static final String[] ENDS = {
        "within thirty days of written notice",
        "unless the other party consents in advance",
        "before the closing date",
        "at its own expense",
        "subject to applicable law and regulation",
        "for a period of four years with a cliff of one year",
        "as described in the schedule attached hereto",
        "upon a change of control",
        "without prejudice to any other remedy",
        "in proportion to its holding"
    };

    private Corpus() {}

    /** Files to measure with: those of the folder, or generated ones of 8 to 12 KB. */
    static List<Path> files(String folder, int count, Path target) throws IOException {
        if (!folder.isEmpty()) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                return files.filter(Files::isRegularFile).sorted().limit(count).toList();
            }
        }
        Files.createDirectories(target);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Files.writeString(target.resolve("agreement-%03d.txt".formatted(i)), text(i)));
        }
        return files;
    }

    /** One text; equal seeds give equal texts. */
    static String text(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = random.nextInt(8_000, 12_000);
        StringBuilder text = new StringBuilder("AGREEMENT No. " + seed + "\n\n");
        for (int clause = 1; text.length() < length; clause++) {
            text.append(clause).append(". ").append(pick(OBJECTS, random)).append("\n\n");
            for (int i = random.nextInt(3, 9); i > 0; i--) {
                text.append(sentence(random));
            }
            text.append("\n\n");
        }
        return text.toString();
    }

    private static String sentence(SplittableRandom random) {
        return "%s %s %s %s, in case %d. "
                .formatted(
                        pick(SUBJECTS, random),
                        pick(VERBS, random),
                        pick(OBJECTS, random),
                        pick(ENDS, random),
                        random.nextInt(1_000));
    }

    private static String pick(String[] words, SplittableRandom random) {
        return words[random.nextInt(words.length)];
    }

    /** A text file of exactly so many bytes. */
    static Path large(Path file, long bytes) throws IOException {
        byte[][] blocks = new byte[64][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = text(i).getBytes(StandardCharsets.UTF_8);
        }
        SplittableRandom random = new SplittableRandom(bytes);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long left = bytes; left > 0; ) {
                byte[] block = blocks[random.nextInt(blocks.length)];
                int n = (int) Math.min(left, block.length);
                out.write(block, 0, n);
                left -= n;
            }
        }
        return file;
    }
}
