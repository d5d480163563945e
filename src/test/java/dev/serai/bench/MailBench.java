package dev.serai.bench;

import dev.serai.faults.MailDrill;
import java.nio.file.Path;
import java.time.Duration;

/** All mails of one slot through SMTP, with refusals and a kill; the figures of docs/benchmarks.md. */
final class MailBench {
    private MailBench() {}

    static void run(Options options) throws Exception {
        MailDrill.Outcome outcome = MailDrill.run(options.number("mails", 10_000), Path.of("target", "mail-drill"));
        System.out.println("| What | measured | Goal |\n|---|---:|---|");
        System.out.printf("| Mails of one slot | %d | |%n", outcome.mails());
        System.out.printf("| Asking for all of them, seconds | %.2f | ≤ 5 |%n", seconds(outcome.insert()));
        System.out.printf("| Asking for all of them again, seconds | %.2f | – |%n", seconds(outcome.again()));
        System.out.printf("| Until none waits, with a kill -9, seconds | %.1f | – |%n", seconds(outcome.send()));
        System.out.printf("| Attempts that the server saw | %d | – |%n", outcome.asked());
        System.out.printf("| Recipients with two mails | %d | 0 |%n", outcome.doubled());
        System.out.printf("| Recipients without one, unmentioned | %d | 0 |%n", outcome.missing());
        System.out.printf(
                "| Unknown, of these arrived | %d, %d | ≤ %d |%n",
                outcome.unknown(), outcome.arrived(), MailDrill.WORKERS);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
