package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibrariesTest {
    @Test
    void nativeCodeIsUnpackedBelowTheFolderAndWithoutTheNetwork() throws IOException {
        new Tokens(EmbeddingSamples.LIBRARIES).count("law");

        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        // Native code is loaded once in a process: below the folder of whoever came first.
        Path folder = Path.of(System.getProperty("onnxruntime.native.path")).getParent();
        try (var files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(System.mapLibraryName("onnxruntime"), System.mapLibraryName("tokenizers"));
        }
    }

    @Test
    void nativeCodeIsUnpackedAnewWhenItsFolderIsGone(@TempDir Path gone) throws IOException {
        System.setProperty(
                "onnxruntime.native.path", gone.resolve("of-another-hub").toString());

        NativeLibraries.unpackBelow(EmbeddingSamples.LIBRARIES);

        assertThat(Path.of(System.getProperty("onnxruntime.native.path")))
                .hasParent(EmbeddingSamples.LIBRARIES)
                .isDirectoryContaining("glob:**onnxruntime*");
    }

    @Test
    void nativeCodeReadsThatTelemetryIsOff() throws Throwable {
        Telemetry.refuse();

        try (Arena arena = Arena.ofConfined()) {
            assertThat(getenv(arena, "ORT_DISABLE_TELEMETRY")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, osx-aarch64",
        "Mac OS X, x86_64,",
        "Windows 11, amd64,",
        "Linux, riscv64,"
    })
    void platformsAreNamedAsInTheJar(String os, String arch, String expected) {
        assertThat(NativeLibraries.platform(os, arch)).isEqualTo(expected);
    }

    @SuppressWarnings("restricted")
    private static String getenv(Arena arena, String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MemorySegment value = (MemorySegment) linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("getenv"),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                .invokeExact(arena.allocateFrom(name));
        return value.reinterpret(64).getString(0);
    }
}
