/** What Clerk says about users, orgs, memberships and sessions. */
@NullMarked
package dev.serai.identity;

import org.jspecify.annotations.NullMarked;
