package dev.serai.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A message whose id is the hub's own, and which knows whether it was ever written out as a whole. */
final class OwnMessage extends MimeMessage {
    private final String id;
    private volatile boolean written;

    OwnMessage(Session session, String id) {
        super(session);
        this.id = id;
    }

    /** The library would make one of its own each time. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException, MessagingException {
        super.writeTo(out, ignored);
        written = true;
    }

    /** Whether its last line has been handed to somebody, who may have taken it whatever they answered. */
    boolean isWritten() {
        return written;
    }

    void setUnwritten() {
        written = false;
    }
}
