package dev.serai.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** The file with the development key: readable by its owner only, made whole by whoever comes first. */
final class DevelopmentKeyFile {
    private final Path dataFolder;
    private final Path folder;
    private final Path file;

    DevelopmentKeyFile(Path dataFolder) {
        this.dataFolder = dataFolder;
        this.folder = dataFolder.resolve("keys");
        this.file = folder.resolve("development-jwt.json");
    }

    ECKey readOrCreate() throws IOException {
        if (!Files.exists(file)) {
            create();
        }
        return read();
    }

    private ECKey read() throws IOException {
        try {
            ECKey key = ECKey.parse(Files.readString(file));
            if (key.isPrivate() && Curve.P_256.equals(key.getCurve())) {
                return key;
            }
            throw new IOException(
                    "Development key " + file + " is not a private P-256 key; delete it to get a new one");
        } catch (ParseException e) {
            throw new IOException("Development key " + file + " is not a JSON web key; delete it to get a new one", e);
        }
    }

    /** The finished file gets its name by a hard link, which fails when another process was faster. */
    private void create() throws IOException {
        Files.createDirectories(dataFolder);
        Files.createDirectories(folder, ownerOnly("rwx------"));
        Path draft = Files.createTempFile(folder, "development-jwt", ".new", ownerOnly("rw-------"));
        try {
            Files.writeString(draft, generate().toJSONString());
            publish(draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void publish(Path draft) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process made the key in the meantime: that one counts.
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Some mounted file systems have no hard links.
            Files.move(draft, file);
        }
    }

    private static ECKey generate() throws IOException {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IOException("A development key cannot be generated", e);
        }
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
