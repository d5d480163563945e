package dev.serai.text;

/** A file that no text can be got from. The file is at fault, so trying again does not help. */
public final class ExtractionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    ExtractionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Why, in a word that a program may branch on. */
    public enum Kind {
        UNREADABLE("Open the file in the program that made it, save it again and upload that"),
        ENCRYPTED("Remove the password and upload the file again"),
        TOO_COMPLEX(
                "Save a simpler copy or split the file; operators can raise serai.text.timeout and serai.text.heap"),
        TOO_LONG("Split the file into parts; operators can raise serai.text.max-characters");

        private final String help;

        Kind(String help) {
            this.help = help;
        }
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** What to do next. */
    public String help() {
        return kind.help;
    }
}
