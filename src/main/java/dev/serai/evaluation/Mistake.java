package dev.serai.evaluation;

/** What can be wrong with a labelled set; {@code docs/errors.md} explains each. */
enum Mistake {
    MISSING("SERAI-EVAL-001"),
    FORM("SERAI-EVAL-002"),
    TWICE("SERAI-EVAL-003"),
    UNKNOWN("SERAI-EVAL-004"),
    NO_TEXT("SERAI-EVAL-005"),
    SPAN("SERAI-EVAL-006"),
    NOTHING_RELEVANT("SERAI-EVAL-007");

    private final String code;

    Mistake(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
