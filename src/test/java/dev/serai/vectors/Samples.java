package dev.serai.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Unit vectors by seed. */
final class Samples {
    private Samples() {}

    static float[] unit(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return normalised(vector);
    }

    /** Around one of the centres, as chunks of similar texts are. */
    static float[] near(Random random, List<float[]> centres, double spread) {
        float[] centre = centres.get(random.nextInt(centres.size()));
        float[] vector = new float[centre.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (centre[i] + spread * random.nextGaussian() / Math.sqrt(vector.length));
        }
        return normalised(vector);
    }

    static float[] normalised(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return vector;
    }

    static VectorUpdate.Upsert document(Random random, String id, int version, String type, int rows, int dimension) {
        List<VectorRow> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new VectorRow(i, unit(random, dimension)));
        }
        return new VectorUpdate.Upsert(id, version, type, all);
    }

    static VectorQuery query(String org, float[] vector, int k) {
        return new VectorQuery(org, vector, k, Set.of(), Set.of());
    }
}
