package dev.serai.hub;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What this node does; an unknown role stops the start. */
@ConfigurationProperties("serai")
record HubRoles(Set<HubRole> roles) {
    enum HubRole {
        API,
        WORKER,
        SCHEDULER
    }

    HubRoles {
        if (roles == null || roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "SERAI-START-010 serai.roles is empty; give at least one of api, worker, scheduler");
        }
    }
}
