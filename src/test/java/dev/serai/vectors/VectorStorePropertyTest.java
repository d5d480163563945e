package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.springframework.util.FileSystemUtils;

/** A store does what a map and a brute-force search do, whatever happens to it in which order. */
class VectorStorePropertyTest {
    private static final int DIMENSION = 20;
    private static final VectorSettings EXACT = VectorSettings.of(DIMENSION);
    /** Everything by signs and by clusters, of which none is left out. */
    private static final VectorSettings CLUSTERED = new VectorSettings(DIMENSION, 0, 10_000, 100, 1, 100, 30);

    private static final List<String> ORGS = List.of("a", "b", "Ünïcode/../org");
    private static final List<String> TYPES = List.of("contract", "letter");

    @Property(tries = 60)
    void holdsAndFindsWhatTheModelDoes(@ForAll long seed, @ForAll boolean clustered) throws Exception {
        VectorSettings settings = clustered ? CLUSTERED : EXACT;
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("vectors");
        Model model = new Model();
        VectorStore store = VectorStore.open(folder, settings);
        try {
            for (int step = 0; step < 60; step++) {
                String org = ORGS.get(random.nextInt(ORGS.size()));
                switch (random.nextInt(20)) {
                    case 0 -> {
                        store.forget(org);
                        model.forget(org);
                    }
                    case 1 -> {
                        store.close();
                        store = VectorStore.open(
                                folder, settings, random.nextBoolean() ? Kernels.BEST : new ScalarKernel());
                    }
                    case 2 -> store.commit();
                    case 3, 4 -> store.awaitUpkeep();
                    default -> {
                        List<VectorUpdate> updates = updates(random);
                        store.apply(org, updates, model.position(org) + 1);
                        model.apply(org, updates, model.position(org) + 1);
                    }
                }
                assertSame(store, model, org, random);
            }
            assertThat(store.orgs()).isEqualTo(model.orgs());
            assertThat(store.verify()).isEmpty();
            assertThat(store.damaged()).isEmpty();
        } finally {
            store.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static List<VectorUpdate> updates(Random random) {
        List<VectorUpdate> updates = new ArrayList<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            String id = "d" + random.nextInt(8);
            updates.add(
                    random.nextInt(3) == 0
                            ? new VectorUpdate.Delete(id)
                            : Samples.document(
                                    random,
                                    id,
                                    random.nextInt(100),
                                    TYPES.get(random.nextInt(2)),
                                    random.nextInt(9),
                                    DIMENSION));
        }
        return updates;
    }

    private static void assertSame(VectorStore store, Model model, String org, Random random) {
        VectorQuery query = new VectorQuery(
                org,
                Samples.unit(random, DIMENSION),
                1 + random.nextInt(30),
                random.nextBoolean() ? Set.of() : Set.of("d1", "d4", "absent"),
                random.nextBoolean() ? Set.of() : Set.of("letter"));
        assertThat(store.search(query)).isEqualTo(model.search(query));
        assertThat(store.position(org)).isEqualTo(model.position(org));
    }
}
