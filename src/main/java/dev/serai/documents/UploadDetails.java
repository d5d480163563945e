package dev.serai.documents;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the caller says about a file. */
record UploadDetails(
        String fileName,
        @Nullable String companyId,
        @Nullable String documentType) {
    private static final int LONGEST_NAME = 200;
    private static final Pattern COMPANY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_-]{0,49}");
    /** Control, direction and other format characters, half pairs and line ends; the joiners that scripts need stay. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

    static UploadDetails of(Map<String, Object> parameters) {
        return new UploadDetails(
                "unnamed", (String) parameters.get("companyId"), (String) parameters.get("documentType"));
    }

    UploadDetails named(String name) {
        return new UploadDetails(displayName(name), companyId, documentType);
    }

    /** Takes a field of a form; unknown ones are refused rather than dropped. */
    UploadDetails with(String field, String value) {
        return switch (field) {
            case "companyId" -> new UploadDetails(fileName, value, documentType);
            case "documentType" -> new UploadDetails(fileName, companyId, value);
            default ->
                throw invalid("/body/" + abbreviated(field), "The form takes file, companyId and documentType only");
        };
    }

    /** Refuses all bad values at once. */
    UploadDetails checked() {
        List<Finding> findings = new ArrayList<>();
        check(findings, "companyId", companyId, COMPANY);
        check(findings, "documentType", documentType, TYPE);
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.FORM_INVALID,
                    "The form has %d bad %s".formatted(findings.size(), findings.size() == 1 ? "value" : "values"),
                    "Correct what errors lists",
                    findings);
        }
        return new UploadDetails(fileName, blankToNull(companyId), blankToNull(documentType));
    }

    private static void check(List<Finding> findings, String field, @Nullable String value, Pattern pattern) {
        if (value != null && !value.isBlank() && !pattern.matcher(value).matches()) {
            findings.add(new Finding("/body/" + field, "must match " + pattern + "; got " + abbreviated(value)));
        }
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** A name to show, never a path: the object's key is the hub's own. Control and direction characters go. */
    static String displayName(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = INVISIBLE.matcher(last).replaceAll("").strip();
        String kept = clean.isEmpty() || clean.equals(".") || clean.equals("..") ? "unnamed" : clean;
        return kept.codePointCount(0, kept.length()) <= LONGEST_NAME
                ? kept
                : kept.substring(0, kept.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }

    private static String abbreviated(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }

    static Refusal invalid(String at, String message) {
        return Refusal.of(
                Reason.FORM_INVALID,
                message,
                "See POST /api/documents in /docs/api",
                List.of(new Finding(at, message)));
    }
}
