package dev.serai.launch;

/** Placeholder until the launcher lands. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        System.out.println(args.length);
    }
}
