package dev.serai.routes;

/** The rules, by the code that people look up. */
enum Rule {
    YAML(1),
    SCHEMA(2),
    ID(3),
    NAME(4),
    DESCRIPTION(5),
    TARGET(6),
    UNCALLED(7),
    OPERATION(8),
    RESOURCE(9),
    BEAN(10),
    PLACEHOLDER(11),
    COMPONENT(12),
    FORBIDDEN(13),
    FAULTS(14),
    POLICY(15),
    LIMIT(16),
    OPTION(17),
    HOST(18),
    SECRET(19),
    FUNCTION(20),
    HEADER(21),
    SCHEDULE(22),
    REPLY(23),
    FILE(24),
    BUILD(25),
    CIRCLE(26);

    private final String code;

    Rule(int number) {
        this.code = "SERAI-ROUTE-%03d".formatted(number);
    }

    String code() {
        return code;
    }
}
