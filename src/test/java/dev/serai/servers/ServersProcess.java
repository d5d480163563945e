package dev.serai.servers;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that runs the servers and never stops them: what a test kills. */
final class ServersProcess {
    private ServersProcess() {}

    public static void main(String[] args) throws Exception {
        Servers servers = Servers.start(System::getenv, DataFolder.own(Path.of(args[0])), true);
        new Contents(servers.properties()).write(args[1]);
        System.out.println("written");
        new CountDownLatch(1).await();
    }
}
