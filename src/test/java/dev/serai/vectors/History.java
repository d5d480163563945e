package dev.serai.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A life of one org that any process can tell again: change n is the same whenever it is asked for. */
final class History {
    static final String ORG = "org";
    static final VectorSettings SETTINGS = VectorSettings.of(8);

    private History() {}

    static List<VectorUpdate> change(long n) {
        Random random = new Random(n);
        VectorUpdate added =
                Samples.document(random, "d" + random.nextInt(20), (int) n, "letter", 1 + random.nextInt(4), 8);
        return n % 3 == 0 ? List.of(added, new VectorUpdate.Delete("d" + random.nextInt(20))) : List.of(added);
    }

    /** The org after change n; found by a search that wants everything. */
    static List<VectorMatch> after(long n) {
        Model model = new Model();
        for (long i = 1; i <= n; i++) {
            model.apply(ORG, change(i), i);
        }
        return model.search(everything());
    }

    static VectorQuery everything() {
        return Samples.query(ORG, Samples.unit(new Random(0), 8), 1000);
    }

    /** Writes without end and says to which position; for a process that is to be killed. */
    public static void main(String[] args) throws IOException {
        VectorStore store = VectorStore.open(Path.of(args[0]), SETTINGS);
        for (long n = store.position(ORG) + 1; true; n++) {
            store.apply(ORG, change(n), n);
            System.out.println(n);
        }
    }
}
