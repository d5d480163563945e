package dev.serai.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * What an exception of Jakarta Mail means. A server that answered with a number has not taken the message. Without an answer
 * it depends on whether the message's last line was out: before it no server may take a message (RFC 5321, 4.1.1.4).
 */
final class SmtpFailures {
    private SmtpFailures() {}

    /** @param written whether the message was handed over as a whole before the exception came */
    static Attempted of(MessagingException failure, boolean written) {
        OptionalInt status = status(failure);
        if (failure instanceof AuthenticationFailedException) {
            return Attempted.retry("credentials", "The server does not take user and password");
        }
        if (failure instanceof MailConnectException) {
            return Attempted.retry("connect", "No connection to the server");
        }
        if (status.isPresent()) {
            return answered(status.getAsInt(), failure);
        }
        if (written) {
            return Attempted.unknown("answer-lost", "The connection ended after the message, before the answer");
        }
        return Attempted.retry("connection", "The connection failed before the message: " + root(failure));
    }

    private static Attempted answered(int status, MessagingException failure) {
        String code = "smtp-" + status;
        String said = "The server answered: " + failure.getMessage();
        return status < 500 ? Attempted.retry(code, said) : Attempted.failed(code, said);
    }

    /** The server's number, of the innermost exception that has one: of the recipient rather than of the message. */
    private static OptionalInt status(MessagingException failure) {
        OptionalInt found = OptionalInt.empty();
        for (Exception e = failure; e != null; e = e instanceof MessagingException m ? m.getNextException() : null) {
            int status = number(e);
            if (status >= 400 && status < 600) {
                found = OptionalInt.of(status);
            }
        }
        return found;
    }

    private static int number(Exception e) {
        return switch (e) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> -1;
        };
    }

    private static String root(Throwable thrown) {
        Throwable t = thrown;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t.getClass().getSimpleName();
    }
}
