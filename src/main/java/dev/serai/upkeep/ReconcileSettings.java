package dev.serai.upkeep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the hub's stores are compared.
 *
 * @param page rows looked at in one short transaction
 * @param grace younger than this is work in flight and left alone
 * @param objectGrace an object that no document refers to is left alone for this long
 * @param lag wake-ups in one consumer group beyond this are reported
 */
@ConfigurationProperties("serai.reconcile")
record ReconcileSettings(
        @DefaultValue("500") int page,
        @DefaultValue("10m") Duration grace,
        @DefaultValue("1h") Duration objectGrace,
        @DefaultValue("10000") long lag) {}
