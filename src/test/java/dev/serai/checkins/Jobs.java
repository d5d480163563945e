package dev.serai.checkins;

import dev.serai.TestHub;
import java.time.LocalDate;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs the routes of check-ins as the schedules do: one transaction of the hub's own login around a firing. */
final class Jobs {
    /** A Monday. */
    static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    /** What a firing has done. */
    record Count(int created, int duplicate) {}

    private final ProducerTemplate camel;
    private final TransactionTemplate transaction;

    Jobs(TestHub hub) {
        var context = hub.hub().context();
        camel = context.getBean(CamelContext.class).createProducerTemplate();
        transaction = new TransactionTemplate(context.getBean("systemTransactions", PlatformTransactionManager.class));
    }

    Count create(String org, LocalDate day) {
        return run("checkins-create", org, day, "T08:00:00Z");
    }

    Count remind(String org, LocalDate day, String hour) {
        return run("checkins-remind", org, day, "T" + hour + ":00:00Z");
    }

    private Count run(String route, String org, LocalDate day, String time) {
        return Objects.requireNonNull(transaction.execute(status -> send(route, org, day, time)));
    }

    private Count send(String route, String org, LocalDate day, String time) {
        Exchange answer = camel.request("direct:" + route, exchange -> {
            Message message = exchange.getMessage();
            message.setHeader("job", route);
            message.setHeader("orgId", org);
            message.setHeader("scheduledFor", day + time);
            message.setHeader("zone", "UTC");
            message.setHeader("localDate", day.toString());
        });
        if (answer.getException() != null) {
            throw new IllegalStateException(answer.getException());
        }
        Message message = answer.getMessage();
        return new Count(message.getHeader("created", Integer.class), message.getHeader("duplicate", Integer.class));
    }
}
