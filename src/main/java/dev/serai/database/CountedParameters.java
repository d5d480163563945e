package dev.serai.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.component.sql.SqlPrepareStatementStrategy;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.ResourceHelper;

/**
 * Tells each SQL endpoint how many parameters its file has and how to find them. Left to itself Camel asks the database, twice for every
 * execution, and each question makes the driver throw its prepared statement away: measured, that is half of the
 * database's work.
 */
final class CountedParameters implements CamelContextConfiguration, EndpointStrategy {
    /** Question marks in these are no parameters. */
    private static final Pattern TEXT = Pattern.compile("--[^\n]*|'[^']*'|\"[^\"]*\"");

    private static final SqlPrepareStatementStrategy STRATEGY = new NamedParameters();

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback(this);
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // everything is said before
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof SqlEndpoint sql && isFile(sql)) {
            sql.setParametersCount(count(sql));
            sql.setPrepareStatementStrategy(STRATEGY);
        }
        return endpoint;
    }

    private static boolean isFile(SqlEndpoint endpoint) {
        return endpoint.getParametersCount() == 0 && ResourceHelper.isClasspathUri(endpoint.getQuery());
    }

    private static int count(SqlEndpoint endpoint) {
        try {
            String text =
                    SqlHelper.resolveQuery(endpoint.getCamelContext(), endpoint.getQuery(), endpoint.getPlaceholder());
            String prepared = STRATEGY.prepareQuery(text, true, null);
            return Math.toIntExact(TEXT.matcher(prepared)
                    .replaceAll("")
                    .chars()
                    .filter(c -> c == '?')
                    .count());
        } catch (IOException | SQLException | NoTypeConversionAvailableException e) {
            throw new IllegalStateException("%s cannot be read".formatted(endpoint.getQuery()), e);
        }
    }
}
