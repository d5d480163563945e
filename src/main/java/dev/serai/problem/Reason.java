package dev.serai.problem;

/**
 * Every way in which the hub says no. The code is shared by problem+json, log, metric, dead letter and runbook; the
 * slug is what a program may branch on.
 */
public enum Reason {
    EMPTY("SERAI-DOC-001", 400, "empty", "The file is empty"),
    TOO_LARGE("SERAI-DOC-002", 413, "too-large", "The file is larger than allowed"),
    TYPE_REFUSED("SERAI-DOC-003", 415, "type-refused", "The content is of a type that is not accepted"),
    CUT_SHORT("SERAI-DOC-004", 400, "cut-short", "The upload ended before it was complete"),
    STORAGE_UNAVAILABLE("SERAI-DOC-005", 503, "storage-unavailable", "The file store does not answer"),
    HANDOFF_FAILED("SERAI-DOC-006", 503, "handoff-failed", "The file was stored but could not be queued"),
    DOCUMENT_UNKNOWN("SERAI-DOC-007", 404, "document-unknown", "There is no such document"),
    TEXT_NOT_READY("SERAI-DOC-008", 409, "text-not-ready", "The document has no text yet"),
    KEY_REUSED("SERAI-DOC-009", 422, "idempotency-key-reused", "The key was used for another request"),
    FORM_INVALID("SERAI-DOC-010", 400, "form-invalid", "The upload form cannot be read"),
    FILE_MISSING("SERAI-DOC-011", 404, "file-missing", "The stored file is gone"),

    UNREADABLE("SERAI-TEXT-001", 422, "unreadable", "The file is damaged"),
    ENCRYPTED("SERAI-TEXT-002", 422, "encrypted", "The file is encrypted"),
    TOO_COMPLEX("SERAI-TEXT-003", 422, "too-complex", "The file needs more time or memory than allowed"),
    TOO_LONG("SERAI-TEXT-004", 422, "too-long", "The file expands beyond the limit"),
    NO_TEXT("SERAI-TEXT-005", 422, "no-text", "The file holds no text"),
    OBJECT_MISSING("SERAI-TEXT-006", 422, "object-missing", "The stored object is missing"),
    OBJECT_CHANGED("SERAI-TEXT-007", 422, "object-changed", "The stored object is not what was uploaded"),

    EMBEDDING_UNAVAILABLE("SERAI-EMBED-001", 503, "embedding-unavailable", "The embedding model does not answer"),
    EMBEDDING_INVALID("SERAI-EMBED-002", 422, "embedding-invalid", "The embedding model answered with a bad vector"),

    QUERY_MISSING("SERAI-SEARCH-001", 400, "query-missing", "The search names nothing to look for"),
    VECTOR_FORBIDDEN("SERAI-SEARCH-002", 403, "vector-forbidden", "A raw vector is for operators only"),
    VECTOR_INVALID("SERAI-SEARCH-003", 400, "vector-invalid", "The query vector cannot be searched with"),

    STAGE_FAILED("SERAI-JOB-001", 500, "stage-failed", "A pipeline stage failed"),
    DEPENDENCY_DOWN("SERAI-JOB-002", 503, "dependency-down", "A server that the hub needs does not answer"),

    JOB_UNKNOWN("SERAI-PIPE-001", 404, "job-unknown", "There is no such job"),
    OPERATION_UNKNOWN("SERAI-PIPE-002", 400, "operation-unknown", "There is no such operation on the pipeline"),
    NODE_UNKNOWN("SERAI-PIPE-003", 404, "node-unknown", "There is no such node or stage"),
    DISK_FULL("SERAI-PIPE-004", 503, "disk-full", "The hub's disk is nearly full"),
    QUEUE_FULL("SERAI-PIPE-005", 503, "queue-full", "Too much work waits"),
    QUEUE_SLOW("SERAI-PIPE-006", 503, "queue-slow", "Work has waited too long"),
    ORG_QUEUE_FULL("SERAI-PIPE-007", 429, "org-queue-full", "Too much work of this org waits"),
    SYSTEM_DISABLED("SERAI-PIPE-008", 503, "system-disabled", "The hub takes no new work"),
    LETTER_UNKNOWN("SERAI-DLQ-001", 404, "dead-letter-unknown", "There is no such dead letter"),
    REPLAY_UNKNOWN("SERAI-DLQ-002", 404, "replay-unknown", "There is no such replay plan"),
    NOT_REPLAYABLE("SERAI-DLQ-003", 409, "not-replayable", "The dead letter cannot be replayed"),
    REPLAY_ENDED("SERAI-DLQ-004", 409, "replay-ended", "The replay ended before it was done"),
    ACTION_UNKNOWN("SERAI-ACTION-001", 400, "action-unknown", "There is no such operator action"),

    SEATS_UNKNOWN("SERAI-BILL-001", 404, "seats-unknown", "No seats of this org are known"),
    SEATS_NOT_PUSHABLE("SERAI-BILL-002", 409, "seats-not-pushable", "The seats cannot be pushed now"),
    EVENT_UNREADABLE("SERAI-BILL-003", 422, "event-unreadable", "The event does not say what it is about"),

    ROUTES_INVALID("SERAI-LIVE-001", 422, "routes-invalid", "The routes have mistakes"),
    ROUTES_CHANGED("SERAI-LIVE-002", 409, "routes-changed", "Somebody else has changed these routes"),
    ROUTE_UNKNOWN("SERAI-LIVE-003", 404, "route-unknown", "There is no such route"),
    ROUTE_FILE_UNKNOWN("SERAI-LIVE-004", 404, "route-file-unknown", "There is no such route file"),
    REVISION_UNKNOWN("SERAI-LIVE-005", 404, "revision-unknown", "There is no such revision of the routes"),
    ROUTE_STOPPED("SERAI-LIVE-006", 503, "route-stopped", "An operator has stopped this"),
    ROUTE_KEPT("SERAI-LIVE-007", 409, "route-kept", "This route must go on running"),

    SIGNATURE_MISSING("SERAI-HOOK-001", 400, "signature-missing", "The webhook is not signed"),
    SIGNATURE_MALFORMED("SERAI-HOOK-002", 400, "signature-malformed", "The webhook's signature cannot be read"),
    SIGNATURE_WRONG("SERAI-HOOK-003", 400, "signature-wrong", "The webhook's signature does not match"),
    SIGNATURE_OLD("SERAI-HOOK-004", 400, "signature-old", "The webhook was signed too long ago"),
    SIGNATURE_FUTURE("SERAI-HOOK-005", 400, "signature-future", "The webhook was signed in the future"),
    SECRET_EXPIRED("SERAI-HOOK-006", 400, "secret-expired", "The webhook was signed with an expired secret"),
    EVENT_FOREIGN_MODE("SERAI-HOOK-007", 400, "foreign-mode", "The event is of another mode than this hub"),
    EVENT_FOREIGN_ACCOUNT("SERAI-HOOK-008", 400, "foreign-account", "The event is of another account"),
    EVENT_THIN("SERAI-HOOK-009", 400, "thin-event", "The event is of a kind that this address does not take"),
    EVENT_UNPARSEABLE("SERAI-HOOK-010", 400, "event-unparseable", "The signed body is no event"),
    SOURCE_UNKNOWN("SERAI-HOOK-011", 404, "source-unknown", "There is no such webhook source"),
    SOURCE_OFF("SERAI-HOOK-012", 503, "source-off", "The webhook source is not set up yet"),
    DELIVERY_UNKNOWN("SERAI-HOOK-013", 404, "delivery-unknown", "There is no such delivery"),
    DELIVERY_NOT_REPLAYABLE("SERAI-HOOK-014", 409, "delivery-not-replayable", "The delivery cannot be replayed"),
    SOURCE_NOT_RECOVERABLE("SERAI-HOOK-015", 409, "source-not-recoverable", "The source cannot be asked again"),
    NOTICE_UNKNOWN("SERAI-NOTICE-001", 404, "notice-unknown", "There is no such notice"),

    ALERT_UNKNOWN("SERAI-ALERT-001", 404, "alert-unknown", "There is no such alert"),
    ALERT_STATE("SERAI-ALERT-002", 409, "alert-state", "The alert is in another state"),
    ALERT_CHANNELS_OFF("SERAI-ALERT-003", 409, "alert-channels-off", "Alerts have no way out"),

    FEATURE_OFF("SERAI-COMPANY-001", 403, "feature-off", "The org has not this feature"),
    PAYMENT_REQUIRED("SERAI-COMPANY-002", 402, "payment-required", "The org has no access that is paid for"),
    SETTINGS_INVALID("SERAI-COMPANY-003", 400, "settings-invalid", "The settings cannot be taken"),
    SETTINGS_CHANGED("SERAI-COMPANY-004", 409, "settings-changed", "Somebody else has changed these settings"),
    ORG_UNNAMED("SERAI-COMPANY-005", 400, "org-unnamed", "The request names no org"),

    SESSION_UNKNOWN("SERAI-CHECKIN-001", 404, "session-unknown", "There is no such check-in session"),
    SESSION_SETTLED("SERAI-CHECKIN-002", 409, "session-settled", "The check-in session is over"),
    DEPARTMENT_UNKNOWN("SERAI-CHECKIN-003", 404, "department-unknown", "There is no such department"),
    DEPARTMENT_TAKEN("SERAI-CHECKIN-004", 409, "department-taken", "There is a department of this name"),
    DEPARTMENT_USED("SERAI-CHECKIN-005", 409, "department-used", "The department is in use"),
    MEMBER_UNKNOWN("SERAI-CHECKIN-006", 404, "member-unknown", "There is no such member"),

    CLERK_CALL_REFUSED("SERAI-CLERK-001", 403, "clerk-call-refused", "This call to Clerk is not allowed"),
    CLERK_REQUEST_INVALID("SERAI-CLERK-002", 400, "clerk-request-invalid", "The call to Clerk has mistakes"),
    CLERK_UNKNOWN("SERAI-CLERK-003", 404, "clerk-unknown", "Clerk knows no such thing in the org"),
    CLERK_REJECTED("SERAI-CLERK-004", 422, "clerk-rejected", "Clerk does not take this"),
    CLERK_BUSY("SERAI-CLERK-005", 429, "clerk-busy", "Clerk is asked too often"),
    CLERK_REFUSES_HUB("SERAI-CLERK-006", 502, "clerk-refuses-hub", "Clerk refuses the hub itself"),
    CLERK_ANSWER_INVALID("SERAI-CLERK-007", 502, "clerk-answer-invalid", "Clerk's answer cannot be used"),
    CLERK_UNAVAILABLE("SERAI-CLERK-008", 503, "clerk-unavailable", "Clerk does not answer"),
    CLERK_UNSET("SERAI-CLERK-009", 503, "clerk-unset", "The hub has no key for Clerk"),

    ENDPOINT_UNKNOWN("SERAI-OUT-001", 404, "webhook-endpoint-unknown", "There is no such webhook endpoint"),
    ENDPOINT_URL_REFUSED("SERAI-OUT-002", 400, "webhook-url-refused", "The hub does not send to this URL"),
    ENDPOINTS_FULL("SERAI-OUT-003", 409, "webhook-endpoints-full", "The org has as many webhook endpoints as it may"),
    ENDPOINT_RESTS("SERAI-OUT-004", 409, "webhook-endpoint-rests", "Nothing is sent to this webhook endpoint"),
    ENDPOINT_DELIVERY_UNKNOWN("SERAI-OUT-005", 404, "webhook-delivery-unknown", "There is no such webhook delivery"),
    DELIVERY_UNDER_WAY("SERAI-OUT-006", 409, "webhook-delivery-under-way", "The delivery is being sent"),

    SCHEDULE_UNKNOWN("SERAI-SCHED-001", 404, "schedule-unknown", "There is no such scheduled job"),
    SLOT_UNKNOWN("SERAI-SCHED-002", 404, "slot-unknown", "The job was not due at this moment"),
    SCHEDULE_PAUSED("SERAI-SCHED-003", 409, "schedule-paused", "The job is paused"),
    SCHEDULE_SECRET_UNSET("SERAI-SCHED-004", 503, "schedule-secret-unset", "The job's endpoint has no secret"),
    SCHEDULE_SECRET_WRONG("SERAI-SCHED-005", 401, "schedule-secret-wrong", "The secret is not that of the job"),
    SCHEDULE_INVALID("SERAI-SCHED-006", 400, "schedule-invalid", "The schedule cannot be taken"),
    FIRING_TOO_LONG("SERAI-SCHED-007", 503, "firing-too-long", "The job took longer than its timeout"),
    FIRING_ABANDONED("SERAI-SCHED-008", 503, "firing-abandoned", "The job's nodes were gone before it was done"),
    MAIL_UNKNOWN("SERAI-MAIL-001", 404, "mail-unknown", "There is no such mail"),
    MAIL_NOT_RESENT("SERAI-MAIL-002", 409, "mail-not-resent", "The mail cannot be sent again"),
    MAIL_NOT_SETTLED("SERAI-MAIL-003", 409, "mail-not-settled", "The mail is not unknown"),
    MAIL_NOT_SUPPRESSED("SERAI-MAIL-004", 404, "mail-not-suppressed", "The address is not suppressed"),

    REQUEST_INVALID("SERAI-HTTP-001", 400, "request-invalid", "The request does not follow the contract"),
    NOT_JSON("SERAI-HTTP-002", 400, "not-json", "The body is not JSON"),
    PATH_UNKNOWN("SERAI-HTTP-003", 404, "path-unknown", "There is nothing at this path"),
    METHOD_REFUSED("SERAI-HTTP-004", 405, "method-refused", "The path does not take this method"),
    MEDIA_TYPE_REFUSED("SERAI-HTTP-005", 415, "media-type-refused", "The body has a media type that is not accepted"),
    BODY_TOO_LARGE("SERAI-HTTP-006", 413, "body-too-large", "The body is larger than allowed"),
    TOO_SLOW("SERAI-HTTP-007", 408, "too-slow", "The request took too long to arrive"),
    TOO_MANY_STREAMS("SERAI-HTTP-008", 429, "too-many-streams", "Too many event streams are open"),
    RATE_LIMITED("SERAI-HTTP-009", 429, "rate-limited", "Too many requests from this org"),

    TOKEN_REFUSED("SERAI-HTTP-010", 401, "token-refused", "The caller is not known"),
    ROLE_MISSING("SERAI-HTTP-011", 403, "role-missing", "The caller may not do this"),
    ORG_MISSING("SERAI-HTTP-012", 403, "org-missing", "The token names no org"),
    ORG_FOREIGN("SERAI-HTTP-014", 403, "org-foreign", "The request names another org than its token"),

    API_ELSEWHERE("SERAI-HTTP-013", 503, "api-elsewhere", "This node does not serve the API"),

    UNAVAILABLE("SERAI-HUB-001", 503, "unavailable", "The hub cannot answer now"),
    DEFECT("SERAI-HUB-002", 500, "defect", "The hub failed");

    private final String code;
    private final int status;
    private final String slug;
    private final String title;

    Reason(String code, int status, String slug, String title) {
        this.code = code;
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    public String code() {
        return code;
    }

    /** HTTP status of an answer with this reason. */
    public int status() {
        return status;
    }

    /** Stable word for programs, such as {@code too-large}. */
    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }
}
