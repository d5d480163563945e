package dev.serai.embedding;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks native code below one folder, once, instead of into the home and temporary folders at each start: those may be
 * read-only or mounted without the right to execute. Only counts before the first use of either library.
 */
final class NativeLibraries {
    private static final String ORT_PATH = "onnxruntime.native.path";
    private static final List<String> ORT_NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibraries() {}

    static synchronized void unpackBelow(Path folder) throws IOException {
        // The tokenizer library would else ask the network for missing files and report its use.
        keepOrSet("ai.djl.offline", "true");
        keepOrSet("OPT_OUT_TRACKING", "true");
        keepOrSet("ENGINE_CACHE_DIR", folder.resolve("djl").toString());
        Telemetry.refuse();
        String unpacked = System.getProperty(ORT_PATH);
        if (unpacked == null || !Files.isDirectory(Path.of(unpacked))) { // the folder of a hub that is gone
            unpackOrt(folder.resolve("onnxruntime-" + ortVersion()));
        }
    }

    private static void keepOrSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** On a platform that is unknown here, ONNX Runtime goes on to unpack by itself. */
    private static void unpackOrt(Path folder) throws IOException {
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (platform == null) {
            return;
        }
        Files.createDirectories(folder);
        for (String name : ORT_NAMES) {
            unpack("/ai/onnxruntime/native/" + platform + "/" + System.mapLibraryName(name), folder);
        }
        System.setProperty(ORT_PATH, folder.toString());
    }

    /** Replaces a file of another length, which a full disk may have left; a move shows other processes whole files only. */
    private static void unpack(String resource, Path folder) throws IOException {
        Path target = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        byte[] content = content(resource);
        if (Files.exists(target) && Files.size(target) == content.length) {
            return;
        }
        Path part = Files.createTempFile(folder, "unpack", ".part");
        try {
            Files.write(part, content);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static byte[] content(String resource) throws IOException {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static String ortVersion() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** The folder inside the library's jar, or null where the jar has none. */
    static @Nullable String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
        if (os.startsWith("linux")) {
            return arm ? "linux-aarch64" : intel ? "linux-x64" : null;
        }
        return os.startsWith("mac") && arm ? "osx-aarch64" : null;
    }
}
