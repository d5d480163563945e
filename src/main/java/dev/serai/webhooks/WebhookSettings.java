package dev.serai.webhooks;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is taken from senders of webhooks.
 *
 * @param maxBody largest body
 * @param slowGrace how long a body may trickle before its speed is looked at
 * @param slowRate slowest average speed after that, bytes a second
 * @param tolerance how far a signature's time may be from now, either way
 * @param workers events that a node works off at once
 * @param busyRate requests a second from which on that work gives way to them
 * @param rest by resting so many times as long as it worked
 * @param sources by name, which is also the last part of the path
 */
@ConfigurationProperties("serai.webhooks")
record WebhookSettings(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("5s") Duration slowGrace,
        @DefaultValue("32KB") DataSize slowRate,
        @DefaultValue("300s") Duration tolerance,
        @DefaultValue("2") int workers,
        @DefaultValue("50") int busyRate,
        @DefaultValue("4") int rest,
        @DefaultValue Map<String, SourceSettings> sources) {}
