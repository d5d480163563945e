package dev.serai.clerk;

import dev.serai.access.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the hub asks of Clerk for others, {@code serai.clerk.proxy} in the configuration.
 *
 * @param maxAnswer largest answer that is read
 * @param hidden fields that customers never see, wherever they stand in an answer
 * @param calls everything that is allowed
 */
@ConfigurationProperties("serai.clerk.proxy")
record ClerkProperties(
        @DefaultValue("1MB") DataSize maxAnswer,
        @DefaultValue List<String> hidden,
        @DefaultValue List<Call> calls) {
    /**
     * One allowed call.
     *
     * @param call method and path; parts in braces stand for ids, and organization_id must be the caller's own
     * @param roles who may; a role includes those below it
     * @param query names that the query may have
     * @param body fields that the body may have; without any there is no body
     * @param callerAs a field of the body that the hub sets to the caller's user id
     * @param proof what must be shown to be the org's before a customer's call is made
     * @param own the field by which a customer sees only those items of a list that are the org's
     */
    record Call(
            String call,
            List<Role> roles,
            @DefaultValue List<String> query,
            @DefaultValue List<String> body,
            @Nullable String callerAs,
            @DefaultValue("none") Proof proof,
            @Nullable String own) {}
}
