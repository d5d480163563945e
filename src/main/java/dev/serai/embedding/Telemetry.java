package dev.serai.embedding;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Says no to ONNX Runtime's telemetry. Since 1.29 it reports over the network on Linux too unless an environment variable
 * says no, and it crashes the process while it reads a long command line or finds no shell. Its Java switch comes too
 * late: the report starts with the environment that the switch belongs to.
 */
final class Telemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /** Sets the variable for native code in this process; {@link System#getenv} does not show it. */
    static void refuse() {
        if ("1".equals(System.getenv(VARIABLE))) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv().invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 1);
            if (failed != 0) {
                throw new IllegalStateException("setenv answered " + failed);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "%s cannot be set; set it to 1 before the hub starts".formatted(VARIABLE), e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle setenv() {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().findOrThrow("setenv");
        return linker.downcallHandle(
                function,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }
}
