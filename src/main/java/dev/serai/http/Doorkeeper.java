package dev.serai.http;

import dev.serai.access.Authenticator;
import dev.serai.access.Caller;
import dev.serai.access.Outcome;
import dev.serai.access.Role;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may pass to an operation. */
final class Doorkeeper {
    private static final Set<Role> TENANT = Set.of(Role.MEMBER, Role.ORG_ADMIN);

    private final Authenticator authenticator;

    Doorkeeper(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** The caller, or null for an open operation. */
    @Nullable
    Caller admit(Operation operation, @Nullable String authorization) {
        if (operation.open()) {
            return null;
        }
        Caller caller = known(authenticator.authenticate(authorization));
        requireRole(operation, caller);
        requireScope(operation, caller);
        requireOrg(operation, caller);
        return caller;
    }

    private static Caller known(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted granted -> granted.caller();
            case Outcome.Denied denied
            when denied.temporary() ->
                throw Refusal.later(
                        Reason.UNAVAILABLE, denied.reason() + " (" + denied.code() + ")", Duration.ofSeconds(5), null);
            case Outcome.Denied denied ->
                throw Refusal.of(
                        Reason.TOKEN_REFUSED,
                        denied.reason(),
                        "Send Authorization: Bearer with a valid token or service key (%s)".formatted(denied.code()));
        };
    }

    private static void requireRole(Operation operation, Caller caller) {
        if (operation.roles().stream().noneMatch(caller::has)) {
            throw Refusal.of(
                    Reason.ROLE_MISSING,
                    "%s needs one of the roles %s; the token has %s"
                            .formatted(operation.id(), operation.roles(), caller.roles()),
                    "Ask an admin of the org or an operator of the hub");
        }
    }

    private static void requireScope(Operation operation, Caller caller) {
        String scope = operation.scope();
        if (scope != null && !caller.may(scope)) {
            throw Refusal.of(
                    Reason.ROLE_MISSING,
                    "%s needs a service key with the scope %s; this key has %s"
                            .formatted(operation.id(), scope, caller.scopes()),
                    "Create a key that carries the scope");
        }
    }

    private static void requireOrg(Operation operation, Caller caller) {
        if (caller.org() == null && TENANT.containsAll(operation.roles())) {
            throw Refusal.of(
                    Reason.ORG_MISSING,
                    "%s works on the documents of one org and the token names none".formatted(operation.id()),
                    "Use a token issued for an org");
        }
    }
}
