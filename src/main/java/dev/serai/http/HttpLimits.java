package dev.serai.http;

import dev.serai.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the door lets through.
 *
 * @param maxBody largest body of an operation that is not an upload
 * @param slowGrace how long a body may trickle before its speed is looked at
 * @param slowRate slowest average speed of a body after that, bytes a second
 */
@ConfigurationProperties("serai.http")
public record HttpLimits(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("20s") Duration slowGrace,
        @DefaultValue("8KB") DataSize slowRate) {

    InputStream bodyOf(HttpServletRequest request) throws IOException {
        return new BoundedBody(
                request.getInputStream(),
                request.getContentLengthLong(),
                maxBody.toBytes(),
                Reason.BODY_TOO_LARGE,
                this);
    }

    /** A body that is refused while it is read: past {@code maxBytes} with that reason, or slower than allowed. */
    public InputStream bounded(HttpServletRequest request, long maxBytes, Reason tooLarge) throws IOException {
        return new BoundedBody(request.getInputStream(), request.getContentLengthLong(), maxBytes, tooLarge, this);
    }
}
