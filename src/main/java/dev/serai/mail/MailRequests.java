package dev.serai.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Requests of operators about mails, and what they are refused for. */
public final class MailRequests {
    private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

    private final Templates templates;
    private final ObjectMapper json;

    MailRequests(Templates templates, ObjectMapper json) {
        this.templates = templates;
        this.json = json;
    }

    /** Body in: a row of {@code mail-read.sql}; out: the answer with the mail's words, as they would be sent now. */
    public void show(Exchange exchange) throws JsonProcessingException {
        Map<?, ?> row = exchange.getMessage().getBody(Map.class);
        ObjectNode answer = (ObjectNode) json.readTree(String.valueOf(row.get("mail")));
        Map<String, Object> variables = json.readValue(String.valueOf(row.get("variables")), VARIABLES);
        if (variables.isEmpty()) {
            answer.putNull("content").put("contentProblem", "Its words have been removed");
        } else {
            render(String.valueOf(row.get("template")), variables, answer);
        }
        exchange.getMessage().setBody(answer.toString());
    }

    private void render(String template, Map<String, Object> variables, ObjectNode answer) {
        try {
            Rendered words = templates.render(template, variables);
            answer.putObject("content")
                    .put("subject", words.subject())
                    .put("text", words.text())
                    .put("html", words.html());
        } catch (UnfitMailException e) {
            answer.putNull("content").put("contentProblem", e.getMessage());
        }
    }

    /** Body: {@code reason} and perhaps {@code as}; become headers and the audit log's details. */
    public void open(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        message.setHeader("as", body.get("as"));
        message.setHeader("details", json.writeValueAsString(body));
        message.setBody(null);
    }

    /** Body: which failed mails are meant, and {@code reason}; become headers and the audit log's details. */
    public void choose(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        for (String name : List.of("since", "template", "code", "org")) {
            message.setHeader(name, body.get(name));
        }
        message.setHeader("details", json.writeValueAsString(body));
        message.setBody(null);
    }

    public void refuseUnknown(Exchange exchange) {
        throw Refusal.of(
                Reason.MAIL_UNKNOWN,
                "There is no mail %s".formatted(exchange.getMessage().getHeader("mail")),
                "List them with GET /api/mails");
    }

    /** Body: the row of {@code mail-judge.sql}, of a mail that was not resent. */
    public void refuseResend(Exchange exchange) {
        Map<?, ?> row = row(exchange);
        boolean suppressed = Boolean.TRUE.equals(row.get("suppressed"));
        boolean gone = Boolean.TRUE.equals(row.get("gone"));
        throw Refusal.of(
                Reason.MAIL_NOT_RESENT,
                "The mail is %s%s"
                        .formatted(
                                row.get("state"),
                                suppressed
                                        ? ", and its address gets no mails"
                                        : gone ? ", and its words have been removed" : ""),
                suppressed
                        ? "Lift the suppression first, with DELETE /api/mails/suppressions/{address}"
                        : "Mails that are failed, unknown or suppressed can be sent again");
    }

    /** Body: the row of {@code mail-judge.sql}, of a mail that was not settled. */
    public void refuseSettle(Exchange exchange) {
        throw Refusal.of(
                Reason.MAIL_NOT_SETTLED,
                "The mail is %s".formatted(row(exchange).get("state")),
                "Only a mail that is unknown can be settled");
    }

    public void refuseSuppression(Exchange exchange) {
        throw Refusal.of(
                Reason.MAIL_NOT_SUPPRESSED,
                "The address is not suppressed",
                "List those that are with GET /api/mails/suppressions");
    }

    private Map<?, ?> row(Exchange exchange) {
        Map<?, ?> row = exchange.getMessage().getBody(Map.class);
        if (row == null || row.isEmpty()) {
            refuseUnknown(exchange);
        }
        return row == null ? Map.of() : row;
    }
}
