package dev.serai.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A Kafka broker and its controller inside the hub's process, flushing each record to disk, on loopback only. */
final class EmbeddedKafkaServer implements EmbeddedServer {
    private static final int NODE = 1;

    private final Path data;
    private final int port;
    private @Nullable KafkaRaftServer running;

    EmbeddedKafkaServer(DataFolder folder) {
        this(folder, FreePort.ANY);
    }

    EmbeddedKafkaServer(DataFolder folder, int port) {
        this.data = folder.root().resolve("kafka");
        this.port = port;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Map<String, String> start() throws Exception {
        PrivateFiles.createFolder(data);
        format();
        int own = FreePort.or(port);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(settings(own, FreePort.find())), Time.SYSTEM);
        running = server;
        server.startup();
        return Map.of("serai.kafka.brokers", "127.0.0.1:" + own);
    }

    @Override
    public void stop() {
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
            running = null;
        }
    }

    private void format() throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setIgnoreFormatted(true)
                    .run();
        }
    }

    private Properties settings(int port, int controllerPort) throws IOException {
        Properties settings = new Properties();
        try (var in = EmbeddedKafkaServer.class.getResourceAsStream("embedded-kafka.properties")) {
            settings.load(in);
        }
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("log.dirs", data.toString());
        settings.setProperty("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "BROKER://127.0.0.1:" + port);
        settings.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        return settings;
    }
}
