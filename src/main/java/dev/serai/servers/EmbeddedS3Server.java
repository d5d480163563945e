package dev.serai.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/** The S3 interface over a folder, with signed requests, flushing each object to disk, on loopback only. */
final class EmbeddedS3Server implements EmbeddedServer {
    static final String BUCKET = "serai";
    private static final long MAX_SINGLE_PUT_BYTES = 5L << 30; // what S3 itself allows

    private final DataFolder folder;
    private final int port;
    private @Nullable S3Proxy running;

    EmbeddedS3Server(DataFolder folder) {
        this(folder, FreePort.ANY);
    }

    EmbeddedS3Server(DataFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Map<String, String> start() throws Exception {
        Path data = folder.folder("s3");
        PrivateFiles.createFolder(data.resolve(BUCKET));
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FlushingBlobStore(new FilesystemNio2BlobStore(data.toString()), data))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey(), folder.key("s3-secret-key"))
                .maxSinglePartObjectSize(MAX_SINGLE_PUT_BYTES)
                .v4MaxNonChunkedRequestSize(32L << 20) // such a request is held in memory to check its signature
                .jettyMaxThreads(48)
                .build();
        running = proxy;
        proxy.start();
        return properties(proxy.getPort());
    }

    @Override
    public void stop() throws Exception {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    private String accessKey() {
        return folder.key("s3-access-key").substring(0, 20);
    }

    private Map<String, String> properties(int port) {
        return Map.of(
                "serai.s3.endpoint",
                "http://127.0.0.1:" + port,
                "serai.s3.bucket",
                BUCKET,
                "serai.s3.region",
                "us-east-1",
                "serai.s3.access-key",
                accessKey(),
                "serai.s3.secret-key",
                folder.key("s3-secret-key"));
    }
}
