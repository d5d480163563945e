package dev.serai.routes;

import java.util.List;
import java.util.Set;

/**
 * What a look at a folder of routes brought.
 *
 * @param files how many files there are
 * @param routes how many routes are in those that can be read
 * @param findings all mistakes, by file and line
 * @param beans the beans that the routes name
 * @param resources the class path resources that the routes name
 */
public record RouteReport(int files, int routes, List<Finding> findings, Set<String> beans, Set<String> resources) {
    public RouteReport {
        findings = List.copyOf(findings);
    }
}
