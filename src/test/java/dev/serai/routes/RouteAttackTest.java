package dev.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An attacker may edit every route and nothing else. Each row is a way round the policy that must not be one. */
class RouteAttackTest {
    /** The attack is written at {@code - ATTACK}, line 10. */
    private static final String ROUTE = """
            - route:
                id: hub-a
                group: hub
                description: An operation
                routeConfigurationId: called-route
                from:
                  uri: direct
                  parameters: { name: listDocuments }
                  steps:
                    - ATTACK
            - routeConfiguration:
                id: called-route
                errorHandler:
                  noErrorHandler: {}
            """;

    private static final Map<String, String> SETTINGS = Map.of(
            "serai.data", "/srv/serai",
            "serai.node", "n1",
            "serai.remote.url", "https://model.internal:8443",
            "serai.remote.key", "s3cr3t",
            "serai.database.url", "jdbc:postgresql://db/serai",
            "spring.datasource.password", "s3cr3t",
            "HOME", "/root");

    /** As it comes, and with every step that could carry an address, so that these have to be caught by themselves. */
    private static final RoutePolicy POLICY = generous();

    @TempDir
    private Path data;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"addresses", "programs", "secrets", "functions", "headers", "files", "hosts", "structure"})
    void badDay29_isRefused(String attack, String step, String place, String code, String suggestion) {
        assertThat(findings(step)).as(attack).anySatisfy(finding -> {
            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-" + code);
            assertThat(finding.suggestion()).contains(suggestion);
            assertThat(finding.file()).isEqualTo("hub/a.camel.yaml");
        });
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                attack(
                        "a message's address",
                        "toD: {id: hub-a-x, uri: '${header.x}'}",
                        "10:35",
                        "013",
                        "name the address"),
                attack(
                        "a message's link",
                        "toD: {id: hub-a-x, uri: 'direct:${header.x}'}",
                        "10:35",
                        "013",
                        "name the address"),
                attack(
                        "a message's link by parameter",
                        "toD: {id: hub-a-x, uri: direct, parameters: {name: '${body}'}}",
                        "10:62",
                        "013",
                        "name the address"),
                attack(
                        "a message's topic",
                        "wireTap: {id: hub-a-x, uri: 'kafka:${header.x}'}",
                        "10:39",
                        "013",
                        "name the address"),
                attack(
                        "enrich by header",
                        "enrich: {id: hub-a-x, expression: {header: {expression: x}}}",
                        "10:11",
                        "013",
                        "name the address"),
                attack(
                        "pollEnrich by simple",
                        "pollEnrich: {id: hub-a-x, expression: {simple: {expression: 'file:${header.x}'}}}",
                        "10:71",
                        "013",
                        "name the address"),
                attack(
                        "recipientList",
                        "recipientList: {id: hub-a-x, expression: {header: {expression: x}}}",
                        "10:11",
                        "013",
                        "use choice:"),
                attack(
                        "routingSlip",
                        "routingSlip: {id: hub-a-x, expression: {header: {expression: x}}}",
                        "10:11",
                        "013",
                        "use choice:"),
                attack(
                        "dynamicRouter",
                        "dynamicRouter: {id: hub-a-x, expression: {header: {expression: x}}}",
                        "10:11",
                        "013",
                        "use choice:"),
                attack(
                        "kamelet step",
                        "kamelet: {id: hub-a-x, name: log-sink}",
                        "10:11",
                        "013",
                        "shared direct: route"),
                attack(
                        "kamelet address",
                        "to: {id: hub-a-x, uri: 'kamelet:log-sink'}",
                        "10:34",
                        "013",
                        "name the address"),
                attack("rest address", "to: {id: hub-a-x, uri: 'rest:get:x'}", "10:34", "013", "name the address"));
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                attack("exec", "to: {id: hub-a-x, uri: 'exec:rm'}", "10:34", "013", "name the address"),
                attack(
                        "exec in a placeholder's default",
                        "to: {id: hub-a-x, uri: '{{serai.none:exec}}:rm'}",
                        "10:34",
                        "013",
                        "name the address"),
                attack(
                        "all of it in a default",
                        "to: {id: hub-a-x, uri: '{{serai.none:exec:rm}}'}",
                        "10:34",
                        "013",
                        "name the address"),
                attack("EXEC", "to: {id: hub-a-x, uri: 'EXEC:rm'}", "10:34", "012", "use one of"),
                attack(
                        "exec by enrich",
                        "enrich: {id: hub-a-x, expression: {constant: 'exec:rm'}}",
                        "10:56",
                        "013",
                        "name the address"),
                attack("exec by wireTap", "wireTap: {id: hub-a-x, uri: 'exec:rm'}", "10:39", "013", "name the address"),
                attack(
                        "language component",
                        "to: {id: hub-a-x, uri: 'language:groovy:x'}",
                        "10:34",
                        "013",
                        "name the address"),
                attack(
                        "bean by class",
                        "to: {id: hub-a-x, uri: 'class:java.lang.Runtime'}",
                        "10:34",
                        "013",
                        "name the address"),
                attack("bean component", "to: {id: hub-a-x, uri: 'bean:camelContext'}", "10:34", "013", "use one of"),
                attack(
                        "script step",
                        "script: {id: hub-a-x, expression: {groovy: {expression: x}}}",
                        "10:11",
                        "013",
                        "bean of the hub"),
                attack(
                        "groovy",
                        "setBody: {id: hub-a-x, expression: {groovy: {expression: x}}}",
                        "10:47",
                        "013",
                        "bean of the hub"),
                attack(
                        "groovy without expression",
                        "setBody: {id: hub-a-x, groovy: x}",
                        "10:34",
                        "013",
                        "bean of the hub"),
                attack("joor", "setBody: {id: hub-a-x, joor: x}", "10:34", "013", "bean of the hub"),
                attack(
                        "language by name",
                        "setBody: {id: hub-a-x, language: {language: js, expression: x}}",
                        "10:34",
                        "013",
                        "bean of the hub"),
                attack(
                        "method language",
                        "setBody: {id: hub-a-x, method: {beanType: java.lang.Runtime}}",
                        "10:34",
                        "013",
                        "bean of the hub"),
                attack(
                        "method language as text",
                        "setBody: {id: hub-a-x, method: camelContext}",
                        "10:34",
                        "013",
                        "bean of the hub"),
                attack(
                        "beanType",
                        "bean: {id: hub-a-x, beanType: java.lang.Runtime}",
                        "10:31",
                        "013",
                        "bean of the hub"),
                attack(
                        "#class: reference",
                        "bean: {id: hub-a-x, ref: '#class:java.lang.Runtime'}",
                        "10:36",
                        "013",
                        "bean of the hub"),
                attack(
                        "#CLASS:",
                        "bean: {id: hub-a-x, ref: '#CLASS:java.lang.Runtime'}",
                        "10:36",
                        "013",
                        "bean of the hub"),
                attack(
                        "#type:",
                        "bean: {id: hub-a-x, ref: '#type:javax.sql.DataSource'}",
                        "10:36",
                        "013",
                        "bean of the hub"),
                attack(
                        "#class: in parameters",
                        sql("dataSource: '#class:org.h2.Driver'"),
                        "10:114",
                        "013",
                        "bean of the hub"),
                attack(
                        "#class: in RAW()",
                        sql("dataSource: 'RAW(#class:org.h2.Driver)'"),
                        "10:114",
                        "013",
                        "bean of the hub"),
                attack(
                        "#class: escaped",
                        "to: {id: hub-a-x, uri: 'sql:classpath:sql/documents/document-list.sql?dataSource=%23class:x.Y'}",
                        "10:34",
                        "013",
                        "bean of the hub"),
                attack(
                        "#property:",
                        sql("dataSource: '#property:serai.remote.key'"),
                        "10:114",
                        "013",
                        "bean of the hub"),
                attack(
                        "option in other case",
                        sql("DataSource: '#class:x.Y'"),
                        "10:114",
                        "017",
                        "did you mean dataSource?"),
                attack(
                        "option with dashes",
                        sql("data-source: '#systemDataSource'"),
                        "10:115",
                        "017",
                        "did you mean dataSource?"),
                attack(
                        "class of rows",
                        sql("outputClass: javax.script.ScriptEngineManager"),
                        "10:115",
                        "013",
                        "have the policy changed"),
                attack(
                        "login module of Kafka",
                        kafka("saslJaasConfig: com.sun.security.auth.module.JndiLoginModule"),
                        "10:80",
                        "013",
                        "have the policy changed"),
                attack(
                        "any property of Kafka",
                        kafka("additionalProperties.metric.reporters: x.Y"),
                        "10:103",
                        "013",
                        "have the policy changed"),
                attack("deserializer", kafka("valueDeserializer: x.Y"), "10:83", "013", "have the policy changed"),
                attack(
                        "class to convert to",
                        "convertBodyTo: {id: hub-a-x, type: javax.script.ScriptEngineManager}",
                        "10:46",
                        "013",
                        "bean of the hub"),
                attack(
                        "class of a result",
                        "setBody: {id: hub-a-x, expression: {constant: {expression: x, resultType: x.Y}}}",
                        "10:85",
                        "013",
                        "bean of the hub"),
                attack(
                        "class to unmarshal",
                        "unmarshal: {id: hub-a-x, json: {library: Jackson, unmarshalType: x.Y}}",
                        "10:76",
                        "013",
                        "bean of the hub"),
                attack("other data format", "unmarshal: {id: hub-a-x, yaml: {}}", "10:36", "013", "use one of json"),
                attack(
                        "a library's bean by step",
                        "bean: {id: hub-a-x, ref: camelContext, method: resolvePropertyPlaceholders}",
                        "10:36",
                        "013",
                        "add a bean in Java"),
                attack(
                        "a pool's password",
                        "bean: {id: hub-a-x, ref: systemDataSource, method: getPassword}",
                        "10:36",
                        "013",
                        "add a bean in Java"),
                attack("process step", "process: {id: hub-a-x, ref: camelContext}", "10:11", "013", "use one of"),
                attack(
                        "inline SQL",
                        sql("query: drop table documents")
                                .replace("query: classpath:sql/documents/document-list.sql, ", ""),
                        "10:59",
                        "013",
                        "write query: classpath:sql/"),
                attack(
                        "SQL from a file",
                        sql("query: 'file:/etc/passwd'")
                                .replace("query: classpath:sql/documents/document-list.sql, ", ""),
                        "10:59",
                        "013",
                        "write query: classpath:sql/"),
                attack(
                        "SQL past the folder",
                        "to: {id: hub-a-x, uri: 'sql:classpath:sql/../application.yaml'}",
                        "10:34",
                        "013",
                        "write query: classpath:sql/"),
                attack(
                        "SQL from the body",
                        sql("useMessageBodyForSql: true"),
                        "10:124",
                        "013",
                        "its default is what routes need"),
                attack(
                        "jdbc of anything",
                        "to: {id: hub-a-x, uri: 'jdbc:systemDataSource'}",
                        "10:11",
                        "013",
                        "in the step right before"),
                attack(
                        "jdbc after a message's text",
                        "setBody: {id: hub-a-y, simple: '${header.q}'}\n        - to: {id: hub-a-x, uri: 'jdbc:systemDataSource'}",
                        "11:11",
                        "013",
                        "in the step right before"),
                attack(
                        "a file as text",
                        "setBody: {id: hub-a-x, constant: 'resource:file:/etc/passwd'}",
                        "10:44",
                        "013",
                        "beans of the hub"),
                attack(
                        "a file as text, spaces",
                        "setBody: {id: hub-a-x, constant: ' Resource:file:/etc/passwd'}",
                        "10:44",
                        "013",
                        "beans of the hub"),
                attack(
                        "settings as text",
                        "setBody: {id: hub-a-x, constant: 'resource:classpath:application.yaml'}",
                        "10:44",
                        "013",
                        "beans of the hub"));
    }

    static Stream<Arguments> secrets() {
        return Stream.of(
                attack(
                        "into a header",
                        header("k", "{{serai.remote.key}}"),
                        "10:55",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "into the body",
                        body("{{serai.remote.key}}"),
                        "10:68",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "into the log",
                        "log: {id: hub-a-x, message: 'k={{serai.remote.key}}'}",
                        "10:39",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "into a description",
                        "log: {id: hub-a-x, message: x, description: '{{serai.remote.key}}'}",
                        "10:55",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "into a query",
                        "to: {id: hub-a-x, uri: '{{serai.remote.url}}/x?k={{serai.remote.key}}'}",
                        "10:34",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "into a user agent",
                        http("userAgent: '{{serai.remote.key}}'"),
                        "10:85",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "beside other text",
                        http("authBearerToken: 'x{{serai.remote.key}}'"),
                        "10:91",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "name with dashes",
                        body("{{serai.remote.k-e-y}}"),
                        "10:68",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "name in capitals",
                        body("{{serai.remote.KEY}}"),
                        "10:68",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "with a default",
                        body("{{serai.remote.key:x}}"),
                        "10:68",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "if there is one",
                        body("{{?serai.remote.key}}"),
                        "10:68",
                        "019",
                        "authPassword: under parameters:"),
                attack(
                        "placeholder in a placeholder",
                        body("{{serai.remote.{{serai.part:key}}}}"),
                        "10:68",
                        "019",
                        "one placeholder after the other"),
                attack("of the environment", body("{{env:HOME}}"), "10:68", "019", "config/application.yaml"),
                attack("of the environment by its name", body("{{HOME}}"), "10:68", "019", "config/application.yaml"),
                attack("of the system", body("{{sys:user.home}}"), "10:68", "019", "config/application.yaml"),
                attack("of Spring", body("{{spring.datasource.password}}"), "10:68", "019", "config/application.yaml"),
                attack(
                        "of the database",
                        body("{{serai.database.url}}"),
                        "10:68",
                        "019",
                        "authPassword: under parameters:"),
                attack("of a bean", body("{{bean:x.y}}"), "10:68", "019", "config/application.yaml"),
                attack("into the log of the client", http("logHttpActivity: true"), "10:91", "013", "its default"));
    }

    static Stream<Arguments> functions() {
        return Stream.concat(
                Stream.of(
                                "${env.HOME}",
                                "${env:HOME}",
                                "${ENV.HOME}",
                                "${ env.HOME }",
                                "${sysenv.HOME}",
                                "${sys.user.home}",
                                "${properties:serai.remote.key}",
                                "${propertiesExist:serai.remote.key}",
                                "$simple{env.HOME}",
                                "${type:java.lang.Runtime}",
                                "${bean:type:java.lang.Runtime}",
                                "${ref:camelContext}",
                                "${camelContext.name}",
                                "${exchange.context.registry}",
                                "${jndi:ldap://x/y}",
                                "${body.class.classLoader}",
                                "${body.getClass.forName(x)}",
                                "${header.x.class.name}",
                                "${body?.class}",
                                "${body[0].class}",
                                "${body.classLoader}",
                                "${header.x.exec('rm')}",
                                "${bodyAs(javax.script.ScriptEngineManager)}",
                                "${headerAs(x,java.io.File)}",
                                "${header.${env.HOME}}",
                                "${header.x} and ${env.HOME}",
                                "${exception.stackTrace}",
                                "${header.Authorization}",
                                "${header[authorization]}",
                                "${headers:COOKIE}",
                                "${headers}",
                                "${jq(.x)}",
                                "${xpath(/x)}",
                                "${attachmentContent(x)}",
                                "${function.x}",
                                "${env.HOME")
                        .map(text -> attack(text, body(text.replace("'", "\"")), "10:68", "020", "")),
                Stream.of(
                        attack(
                                "in a log",
                                "log: {id: hub-a-x, message: '${env.HOME}'}",
                                "10:39",
                                "020",
                                "make it a setting"),
                        attack(
                                "in a predicate",
                                "filter: {id: hub-a-x, expression: {simple: {expression: '${sys.x} == 1'}}, steps: []}",
                                "10:67",
                                "020",
                                "make it a setting"),
                        attack("a slip", body("${boddy}"), "10:68", "020", "did you mean body?"),
                        attack(
                                "a library's bean",
                                body("${bean:camelContext?method=getName}"),
                                "10:68",
                                "013",
                                "add a bean in Java"),
                        attack(
                                "a library's bean, dots",
                                body("${bean:systemDataSource.getPassword}"),
                                "10:68",
                                "013",
                                "add a bean in Java")));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                attack("another URL", header("CamelHttpUri", "http://x"), "10:42", "021", "name of your own"),
                attack("in other case", header("cAMELhTTPuRI", "http://x"), "10:42", "021", "name of your own"),
                attack("another statement", header("CamelSqlQuery", "x"), "10:42", "021", "name of your own"),
                attack("another topic", header("kafka.OVERRIDE_TOPIC", "x"), "10:42", "021", "name of your own"),
                attack(
                        "a name from a default",
                        header("{{serai.none:CamelHttpUri}}", "x"),
                        "10:42",
                        "021",
                        "name of your own"),
                attack("a name from a message", header("${header.x}", "x"), "10:42", "021", "write the name down"),
                attack(
                        "many at once",
                        "setHeaders: {id: hub-a-x, headers: [{name: CamelHttpUri, constant: x}]}",
                        "10:54",
                        "021",
                        "name of your own"),
                attack(
                        "as a variable",
                        "setVariable: {id: hub-a-x, name: 'header:CamelHttpUri', constant: x}",
                        "10:44",
                        "021",
                        "name of your own"),
                attack(
                        "as an answer's place",
                        "to: {id: hub-a-x, uri: 'direct:listDocuments', variableReceive: 'header:CamelHttpUri'}",
                        "10:75",
                        "021",
                        "name of your own"),
                attack("as a query's result", sql("outputHeader: CamelHttpUri"), "10:116", "021", "name of your own"),
                attack(
                        "a name like one",
                        header("CamelHttpResponseCodes", "x"),
                        "10:42",
                        "021",
                        "did you mean CamelHttpResponseCode?"));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                attack("absolute", to("file:/etc"), "10:34", "024", "use file:{{serai.data}}/files"),
                attack("slashes", to("file:///etc"), "10:34", "024", "use file:"),
                attack("upwards", to("file:{{serai.data}}/files/../../etc"), "10:34", "024", "use file:"),
                attack("upwards, escaped", to("file:{{serai.data}}/files/..%2f..%2fetc"), "10:34", "024", "use file:"),
                attack(
                        "upwards, escaped twice",
                        to("file:{{serai.data}}/files/%252e%252e/%252e%252e/etc"),
                        "10:34",
                        "024",
                        "use file:"),
                attack("the hub's keys", to("file:{{serai.data}}/keys"), "10:34", "024", "use file:"),
                attack(
                        "a neighbour of the folder",
                        to("file:{{serai.data}}/files-of-others"),
                        "10:34",
                        "024",
                        "use file:"),
                attack("a folder by default", to("file:{{serai.none:/etc}}"), "10:34", "024", "use file:"),
                attack(
                        "by parameter",
                        "to: {id: hub-a-x, uri: file, parameters: {directoryName: /etc}}",
                        "10:68",
                        "024",
                        "use file:"),
                attack(
                        "RAW()",
                        "to: {id: hub-a-x, uri: file, parameters: {directoryName: 'RAW(/etc)'}}",
                        "10:68",
                        "024",
                        "use file:"),
                attack(
                        "said twice",
                        "to: {id: hub-a-x, uri: 'file:{{serai.data}}/files', parameters: {directoryName: /etc}}",
                        "10:91",
                        "017",
                        "keep one of them"),
                attack(
                        "a name upwards",
                        to("file:{{serai.data}}/files?fileName=..%2f..%2fetc%2fpasswd"),
                        "10:34",
                        "024",
                        "use file:"),
                attack(
                        "move to elsewhere",
                        to("file:{{serai.data}}/files?move=/etc/cron.d/x"),
                        "10:34",
                        "024",
                        "use file:"),
                attack(
                        "out of the jail",
                        to("file:{{serai.data}}/files?jailStartingDirectory=false"),
                        "10:34",
                        "024",
                        "use file:"),
                attack("backslashes", to("file:{{serai.data}}/files\\..\\..\\etc"), "10:34", "024", "use file:"),
                attack(
                        "pollEnrich",
                        "pollEnrich: {id: hub-a-x, constant: 'file:/etc?fileName=passwd&noop=true'}",
                        "10:47",
                        "024",
                        "use file:"));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                attack("another host", to("https://evil.example"), "10:34", "018", "have the policy's hosts changed"),
                attack("without slashes", to("http:evil.example/x"), "10:34", "018", "have the policy's hosts changed"),
                attack(
                        "by parameter",
                        "to: {id: hub-a-x, uri: http, parameters: {httpUri: evil.example}}",
                        "10:62",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "behind a setting",
                        to("{{serai.remote.url}}.evil.example/x"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "as user and password",
                        to("{{serai.remote.url}}@evil.example/x"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "in a default",
                        to("{{serai.none:https://evil.example}}/x"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "a message's host",
                        "toD: {id: hub-a-x, uri: 'https://${header.h}/x'}",
                        "10:35",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "the cloud's own",
                        to("http://169.254.169.254/latest"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack("a number", to("http://2130706433/"), "10:34", "018", "have the policy's hosts changed"),
                attack("IPv6", to("http://[::ffff:127.0.0.1]/"), "10:34", "018", "have the policy's hosts changed"),
                attack(
                        "backslash",
                        to("http://api.example.com\\@evil.example/"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "a listed host as user",
                        to("http://api.example.com@evil.example/"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "a listed host as subdomain",
                        to("http://api.example.com.evil.example/"),
                        "10:34",
                        "018",
                        "have the policy's hosts changed"),
                attack("a slip", to("http://api.exmple.com/"), "10:34", "018", "did you mean api.example.com?"),
                attack("redirects", http("followRedirects: true"), "10:91", "018", "an answer like any other"),
                attack("proxy", http("proxyHost: evil.example"), "10:85", "018", "have the policy's hosts changed"),
                attack(
                        "token endpoint",
                        http("oauth2TokenEndpoint: 'https://evil.example'"),
                        "10:95",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "brokers",
                        kafka("brokers: 'evil.example:9092'"),
                        "10:73",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "one of two brokers",
                        kafka("brokers: 'api.example.com:9092,evil.example:9092'"),
                        "10:73",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "another store",
                        "to: {id: hub-a-x, uri: aws2-s3, parameters: {bucketNameOrArn: b, uriEndpointOverride: 'http://evil.example'}}",
                        "10:97",
                        "018",
                        "have the policy's hosts changed"),
                attack(
                        "another Redis",
                        "to: {id: hub-a-x, uri: 'spring-redis:evil.example:6379'}",
                        "10:34",
                        "018",
                        "have the policy's hosts changed"));
    }

    static Stream<Arguments> structure() {
        return Stream.of(
                attack(
                        "step that is not listed",
                        "aggregate: {id: hub-a-x, constant: x}",
                        "10:11",
                        "013",
                        "use one of"),
                attack(
                        "list as option",
                        "to: {id: hub-a-x, uri: direct, parameters: {name: [a, b]}}",
                        "10:61",
                        "017",
                        "write one value"),
                attack("merge of a mapping", "to: {id: hub-a-x, <<: {uri: 'exec:rm'}}", "10:29", "002", ""),
                attack(
                        "a tag",
                        "to: !!javax.script.ScriptEngineManager {id: hub-a-x, uri: direct}",
                        "10:15",
                        "001",
                        "delete the tag"),
                attack(
                        "an anchor repeated",
                        "to: &x {id: hub-a-x, uri: direct}\n        - to: *x",
                        "11:15",
                        "016",
                        "write out"));
    }

    @ParameterizedTest
    @MethodSource("tops")
    void badDay29_whatStandsBesideRoutesIsRefused(String top, String place, String code) {
        assertThat(check(ROUTE.replace("\n        - ATTACK", " []") + top)).anySatisfy(finding -> {
            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-" + code);
        });
    }

    static Stream<Arguments> tops() {
        return Stream.of(
                        "from: {uri: 'direct:x', steps: [{to: 'direct:y'}]}",
                        "beans: [{name: x, type: java.lang.Runtime}]",
                        "rest: {get: [{path: /x, to: 'direct:y'}]}",
                        "restConfiguration: {component: x}",
                        "intercept: {steps: []}",
                        "interceptFrom: {uri: '*', steps: []}",
                        "interceptSendToEndpoint: {uri: '*', steps: []}",
                        "onException: {exception: [java.lang.Exception]}",
                        "onCompletion: {steps: []}",
                        "errorHandler: {deadLetterChannel: {deadLetterUri: 'direct:x'}}",
                        "routeTemplate: {id: x, from: {uri: 'direct:x', steps: []}}",
                        "templatedRoute: {routeTemplateRef: x}")
                .map(top -> Arguments.of("- " + top + "\n", "14:3", "013"));
    }

    @Test
    void aSecretMayBeTheHeaderOfTheCallThatFollowsIfItIsTakenOff() {
        String set = "setHeader: {id: hub-a-x, name: Authorization, simple: 'Bearer {{serai.remote.key}}'}";
        String call = "\n        - to: {id: hub-a-y, uri: '{{serai.remote.url}}/v1'}";
        String log = "\n        - log: {id: hub-a-y, message: x}";
        String off = "\n        - removeHeader: {id: hub-a-z, name: Authorization}";
        assertThat(findings(set + call + off)).isEmpty();
        assertThat(List.of(set + call, set + log + off, set + log + call.replace("-y", "-w") + off, set))
                .allSatisfy(steps -> assertThat(findings(steps))
                        .singleElement()
                        .extracting(Finding::toString)
                        .asString()
                        .startsWith("hub/a.camel.yaml:10:65 SERAI-ROUTE-019"));
    }

    @Test
    void aDeadLetterChannelIsAnAddressLikeAnyOther() {
        String text = ROUTE.replace("noErrorHandler: {}", "deadLetterChannel: {deadLetterUri: 'exec:rm'}");
        assertThat(check(text))
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("hub/a.camel.yaml:14:42 SERAI-ROUTE-013 exec: is forbidden"));
    }

    @Test
    void aCustomResourceIsNoListOfRoutes() {
        assertThat(check("apiVersion: camel.apache.org/v1\nkind: Integration\nspec: {flows: []}\n"))
                .extracting(Finding::code)
                .contains("SERAI-ROUTE-002");
    }

    @Test
    void aLinkInTheDataFolderLeadsNowhere(@TempDir Path elsewhere) throws IOException {
        Path files = Files.createDirectories(data.resolve("files"));
        Files.createSymbolicLink(files.resolve("in"), elsewhere);
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("serai.data", data.toString());
        RouteFacts facts = facts(settings);
        String inside = ROUTE.replace("ATTACK", to("file:{{serai.data}}/files/out"));
        String link = ROUTE.replace("ATTACK", to("file:{{serai.data}}/files/in/x"));
        assertThat(RouteLint.check(Map.of("hub/a.camel.yaml", inside), facts).findings())
                .isEmpty();
        assertThat(RouteLint.check(Map.of("hub/a.camel.yaml", link), facts).findings())
                .extracting(Finding::code)
                .containsExactly("SERAI-ROUTE-024");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatRoutesNeedIsAllowed(String step) {
        assertThat(findings(step)).isEmpty();
    }

    static Stream<String> whatRoutesNeedIsAllowed() {
        return Stream.of(
                http("authPassword: '{{serai.remote.key}}', authMethod: Basic, authenticationPreemptive: true"),
                to("https://api.example.com/v1?limit=5"),
                "toD: {id: hub-a-x, uri: 'https://api.example.com/v1/${header.id}'}",
                to("file:{{serai.data}}/files?fileName=x.csv"),
                sql("dataSource: '#systemDataSource', batch: true"),
                kafka("groupId: g, pollTimeoutMs: 500"),
                "setBody: {id: hub-a-y, constant: 'resource:classpath:sql/hub/backlog.sql'}\n"
                        + "        - to: {id: hub-a-x, uri: 'jdbc:systemDataSource'}",
                "bean: {id: hub-a-x, ref: storedFiles, method: 'verify(${body})'}",
                body("${body[0][text]} ${header.action.substring(5)} ${body.size} ${exception.class.simpleName}"),
                body("${date:now:yyyyMMddHHmm} ${header.CamelRedis.Key} ${bodyAs(String)} {{serai.node}}"),
                header("CamelHttpResponseCode", "404"));
    }

    private static Arguments attack(String name, String step, String place, String code, String suggestion) {
        return Arguments.of(name, step, place, code, suggestion);
    }

    private static String body(String text) {
        return "setBody: {id: hub-a-x, expression: {simple: {expression: '" + text + "'}}}";
    }

    private static String header(String name, String text) {
        return "setHeader: {id: hub-a-x, name: '" + name + "', simple: '" + text + "'}";
    }

    private static String sql(String option) {
        return "to: {id: hub-a-x, uri: sql, parameters: {query: classpath:sql/documents/document-list.sql, " + option
                + "}}";
    }

    private static String kafka(String option) {
        return "to: {id: hub-a-x, uri: kafka, parameters: {topic: t, " + option + "}}";
    }

    private static String http(String option) {
        return "to: {id: hub-a-x, uri: '{{serai.remote.url}}/v1', parameters: {" + option + "}}";
    }

    private static String to(String address) {
        return "to: {id: hub-a-x, uri: '" + address + "'}";
    }

    private static List<Finding> findings(String step) {
        return check(ROUTE.replace("ATTACK", step));
    }

    private static List<Finding> check(String text) {
        return RouteLint.check(Map.of("hub/a.camel.yaml", text), facts(SETTINGS))
                .findings();
    }

    private static RouteFacts facts(Map<String, String> settings) {
        return new RouteFacts(
                settings::get,
                settings.keySet(),
                Map.of(
                        "storedFiles", "dev.serai.documents.StoredFiles",
                        "systemDataSource", "com.zaxxer.hikari.HikariDataSource",
                        "camelContext", "org.apache.camel.CamelContext"),
                List.of(new ContractOperation("listDocuments", "openapi/serai.yaml", 7, 20)),
                Set.of(),
                Map.of(),
                POLICY);
    }

    private static RoutePolicy generous() {
        try {
            String text = Files.readString(Path.of("config/route-policy.yaml"))
                    .replace(
                            "  - bean\n",
                            "  - bean\n  - enrich\n  - pollEnrich\n  - toD\n  - wireTap\n  - setHeaders\n")
                    .replace("hosts: [configured]", "hosts: [configured, api.example.com]")
                    .replace("[httpUri, ", "[httpUri, userAgent, proxyHost, oauth2TokenEndpoint, ")
                    .replace("kafka: [", "kafka: [brokers, ")
                    .replace("aws2-s3: [", "aws2-s3: [uriEndpointOverride, ");
            RoutePolicy policy = RoutePolicy.of("policy.yaml", text);
            assertThat(policy.findings()).isEmpty();
            return policy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
