package dev.serai.documents;

import dev.serai.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What uploads have left in the store and on the hub's disk. */
final class Stored {
    private Stored() {}

    /** Keys of an org's objects. */
    static List<String> objects(TestHub hub, String org) {
        return hub
                .hub()
                .context()
                .getBean(S3Client.class)
                .listObjectsV2(r -> r.bucket("serai").prefix("orgs/" + org + "/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** Files of uploads that are on their way, or were left behind. */
    static List<Path> spooled(TestHub hub) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(hub.setting("serai.data"), "uploads"))) {
            return files.toList();
        }
    }
}
