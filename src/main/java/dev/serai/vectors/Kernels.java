package dev.serai.vectors;

/** Picks the kernel once. */
final class Kernels {
    private static final System.Logger log = System.getLogger(Kernels.class.getName());

    static final Kernel BEST = best();

    private Kernels() {}

    private static Kernel best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return new SimdKernel();
        }
        log.log(
                System.Logger.Level.WARNING,
                "vector search runs without vector instructions and is slower;"
                        + " start Java with --add-modules jdk.incubator.vector");
        return new ScalarKernel();
    }
}
