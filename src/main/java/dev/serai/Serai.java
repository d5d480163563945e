package dev.serai;

/** The hub's entry point. */
public final class Serai {
    private Serai() {}

    public static void main(String[] args) {
        Object o = args;
        switch (o) {
            case String[] s when s.length > 0 -> System.out.println(s[0]);
            default -> System.out.println("none");
        }
    }
}
