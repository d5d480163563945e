package dev.serai.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import dev.serai.access.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPattern;

/**
 * One operation of the contract.
 *
 * @param id the operationId, which is also the name of its {@code direct:} route
 * @param open needs no token
 * @param roles any one of these admits a caller; empty for open operations
 * @param scope what a service key must carry beside the role
 * @param feature what the caller's org must have on; see {@link Features}
 * @param billed has to be paid for
 * @param servlet served by a {@link ServletEntry} because its body must not pass through memory
 * @param request schema of the object {@code {path, query, header, body}}
 * @param mediaTypes accepted for the body; empty when the operation takes none
 */
record Operation(
        String id,
        String method,
        PathPattern path,
        boolean open,
        Set<Role> roles,
        @Nullable String scope,
        @Nullable String feature,
        boolean billed,
        boolean servlet,
        List<Parameter> parameters,
        Schema request,
        Set<String> mediaTypes) {

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(
            String name, String in, String type, @Nullable JsonNode fallback) {}

    boolean takesBody() {
        return !mediaTypes.isEmpty();
    }
}
