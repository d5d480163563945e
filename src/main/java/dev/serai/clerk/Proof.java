package dev.serai.clerk;

/** What Clerk must say of an id before a customer's call with it is made. */
enum Proof {
    NONE,
    /** The user is a member of the caller's org. */
    MEMBER,
    /** The session is one in the caller's org, of a member of it. */
    SESSION
}
