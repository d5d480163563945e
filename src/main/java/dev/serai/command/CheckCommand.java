package dev.serai.command;

import dev.serai.routes.DefinedBeans;
import dev.serai.routes.Finding;
import dev.serai.routes.RouteFacts;
import dev.serai.routes.RouteLint;
import dev.serai.routes.RouteReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Says what would keep the hub from starting or a route from working, all of it at once, and starts nothing. Where the
 * database answers, the operators' audit log is followed too. Exit status 0 when all is well, 1 otherwise.
 */
@Command(
        name = "check",
        description = "Checks configuration, contract, routes and the audit log's chain without starting anything.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    private final Class<?> application;
    private final ConfigurableEnvironment environment;

    @Spec
    @Nullable
    private CommandSpec spec;

    private CheckCommand(Class<?> application, ConfigurableEnvironment environment) {
        this.application = application;
        this.environment = environment;
    }

    /**
     * The command, to be added under the name {@code check}.
     *
     * @param application declares the beans that routes name
     * @param environment the variables; says where the configuration files are, which are not read yet
     */
    public static CommandLine of(Class<?> application, ConfigurableEnvironment environment) {
        return new CommandLine(new CheckCommand(application, environment));
    }

    @Override
    public Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        Configuration configuration = new Configuration(environment);
        if (!configuration.load()) {
            return report(output, configuration.findings(), "routes not checked");
        }
        DefaultListableBeanFactory definitions = DefinedBeans.definitions(application, environment);
        configuration.bind(definitions);
        RouteReport routes = routes(definitions, configuration);
        List<Finding> all = new ArrayList<>(configuration.findings());
        all.addAll(routes.findings());
        AuditCheck.Result audit = AuditCheck.of(environment::getProperty);
        all.addAll(audit.findings());
        return report(
                output, all, "%d routes in %d files; %s".formatted(routes.routes(), routes.files(), audit.looked()));
    }

    private RouteReport routes(DefaultListableBeanFactory beans, Configuration configuration) {
        Path folder = Path.of(environment.getProperty("serai.routes.folder", "routes"));
        if (!Files.isDirectory(folder)) {
            configuration
                    .findings()
                    .add(new Finding(
                            folder.toString(),
                            1,
                            1,
                            "SERAI-CONFIG-005",
                            "there is no such routes folder",
                            "set SERAI_ROUTES"));
            return new RouteReport(0, 0, List.of(), Set.of(), Set.of());
        }
        return RouteLint.check(folder, RouteFacts.of(environment, beans));
    }

    private static int report(CommandOutput output, List<Finding> findings, String looked) {
        findings.forEach(finding -> output.line(finding.toString()));
        output.line(findings.isEmpty() ? "ok: " + looked : findings.size() + " problems; " + looked);
        return findings.isEmpty() ? CommandOutput.OK : CommandOutput.FAILED;
    }
}
