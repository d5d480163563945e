package dev.serai.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults happen in which order, decided by a seed alone. */
record Schedule(List<Fault> alone, List<Fault> together) {
    private static final int TEN_MINUTES = 600;

    /** A quarter of the faults, at least three, kill the only node; the others happen to two nodes. */
    static Schedule of(long seed, int count, Duration outage) {
        Random random = new Random(seed);
        List<Fault> alone = dealt(wholeKills(), Math.max(3, count / 4), random);
        return new Schedule(alone, together(count - alone.size(), outage, random));
    }

    /** Each kind once before any boundary comes twice; servers are away for a third of the time from then on. */
    private static List<Fault> together(int count, Duration outage, Random random) {
        List<Fault> first = new ArrayList<>(servers(outage));
        first.add(new Fault.Freeze(
                Points.claimed().get(random.nextInt(Points.claimed().size()))));
        first.add(
                new Fault.Kill(Points.names().get(random.nextInt(Points.names().size()))));
        if (count <= first.size()) {
            return dealt(first, count, random);
        }
        List<Fault> rest = new ArrayList<>(servers(outage.dividedBy(3)));
        rest.addAll(clocks());
        Points.claimed().forEach(point -> rest.add(new Fault.Freeze(point)));
        Points.names().forEach(point -> rest.add(new Fault.Kill(point)));
        Collections.shuffle(first, random);
        first.addAll(clocks());
        first.addAll(dealt(rest, Math.max(0, count - first.size()), random));
        return List.copyOf(first.subList(0, count));
    }

    private static List<Fault> wholeKills() {
        return Points.names().stream().<Fault>map(Fault.KillWhole::new).toList();
    }

    private static List<Fault> servers(Duration outage) {
        return List.of(
                new Fault.Outage("postgres", outage, false),
                new Fault.Outage("postgres", outage, true),
                new Fault.Outage("kafka", outage, false),
                new Fault.Outage("s3", outage, false),
                new Fault.Outage("redis", outage, true),
                new Fault.NoConnections(outage),
                new Fault.DiskFull("s3", outage),
                new Fault.DiskFull("postgres", outage),
                new Fault.Duplicates(5));
    }

    private static List<Fault> clocks() {
        return List.of(new Fault.WrongClock(TEN_MINUTES), new Fault.WrongClock(-TEN_MINUTES));
    }

    /** Shuffled decks, one after the other. */
    private static List<Fault> dealt(List<Fault> deck, int count, Random random) {
        List<Fault> dealt = new ArrayList<>();
        while (dealt.size() < count) {
            List<Fault> shuffled = new ArrayList<>(deck);
            Collections.shuffle(shuffled, random);
            dealt.addAll(shuffled.subList(0, Math.min(shuffled.size(), count - dealt.size())));
        }
        return dealt;
    }
}
