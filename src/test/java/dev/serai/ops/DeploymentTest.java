package dev.serai.ops;

import static dev.serai.ops.RepositoryFile.all;
import static dev.serai.ops.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is handed to Kubernetes and Docker, against the hub that it is meant to run. */
class DeploymentTest {
    private static final Path BASE = Path.of("k8s/base");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|KEY|TOKEN|_URL)");
    private static final String DATA = "/var/lib/serai";

    private final Map<?, ?> compose = one(Path.of("ops/compose.yaml"));
    private final Map<?, ?> deployment = only("Deployment");
    private final Map<?, ?> pod = map(deployment, "spec", "template", "spec");
    private final Map<?, ?> container = (Map<?, ?>) list(pod, "containers").getFirst();

    @Test
    void eachFileIsWhatKustomizeTakesAndNoneIsForgotten() throws IOException {
        for (Path folder : List.of(BASE, Path.of("k8s/overlays/dev"), Path.of("k8s/overlays/production"))) {
            List<?> named = list(one(folder.resolve("kustomization.yaml")), "resources");
            assertThat(named)
                    .allSatisfy(r -> assertThat(folder.resolve(r.toString())).exists());
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.equals("kustomization.yaml")))
                        .allMatch(named::contains);
            }
        }
        assertThat(resources())
                .allSatisfy(r -> assertThat(r.keySet().stream().map(Object::toString))
                        .contains("apiVersion", "kind", "metadata"));
    }

    @Test
    void everyVariableIsOneThatTheHubReads() throws IOException {
        Set<String> known = new TreeSet<>(List.of("SPRING_PROFILES_ACTIVE"));
        known.addAll(all("(?<=\\$\\{)[A-Z][A-Z0-9_]+", Path.of("config/application.yaml")));
        known.addAll(all("[A-Z]+_[A-Z_]+(?=[],])", Path.of("config/schedules.yaml")));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(Files::isRegularFile)
                    .forEach(source -> known.addAll(all("(?<=\")[A-Z0-9]+_[A-Z0-9_]+(?=\")", source)));
        }

        assertThat(known).containsAll(literals().keySet());
        assertThat(known).containsAll(keys(service("hub"))).containsAll(keys(service("worker")));
        assertThat(known).containsAll(all("(?<=`)(?:SERAI|AWS|REDIS)_[A-Z0-9_]+(?=`)", Path.of("k8s/README.md")));
        assertThat(known).containsAll(all("SERAI_[A-Z]+(?==)", Path.of("ops/Dockerfile")));
    }

    @Test
    void composeNeedsOnlyWhatItsExampleLists() {
        List<String> listed = all("(?m)^#?[A-Z0-9_]+(?==)", Path.of("ops/env.example")).stream()
                .map(line -> line.replace("#", ""))
                .toList();

        assertThat(listed).containsAll(all("(?<=[^$]\\$\\{)[A-Z0-9_]+", Path.of("ops/compose.yaml")));
    }

    @Test
    void rolesAreRoles() {
        List<Object> given = new ArrayList<>(List.of(literals().get("SERAI_ROLES")));
        given.add(map(service("hub"), "environment").get("SERAI_ROLES"));
        given.add(map(service("worker"), "environment").get("SERAI_ROLES"));

        assertThat(given)
                .allSatisfy(
                        roles -> assertThat(roles.toString().split(",", -1)).isSubsetOf("api", "worker", "scheduler"));
    }

    @Test
    void probesAskWhatAHubAnswersAtThePortItServes() {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            Map<?, ?> get = map(container, probe, "httpGet");
            assertThat(get.get("port")).isEqualTo("http");
            assertThat(TestHub.shared()
                            .anonymous()
                            .get(get.get("path").toString())
                            .status())
                    .isEqualTo(200);
        }
        Map<?, ?> port = (Map<?, ?>) list(container, "ports").getFirst();
        assertThat(port.get("name")).isEqualTo("http");
        assertThat(port.get("containerPort")).hasToString(literals().get("SERAI_PORT"));
        assertThat(((Map<?, ?>) list(map(only("Service"), "spec"), "ports").getFirst()).get("targetPort"))
                .isEqualTo("http");
        assertThat(map(only("Service"), "spec", "selector"))
                .isEqualTo(map(deployment, "spec", "selector", "matchLabels"));
        assertThat(all("(?m)(?<=^EXPOSE )\\d+", Path.of("ops/Dockerfile")))
                .containsExactly(literals().get("SERAI_PORT"));
        assertThat(list(service("hub"), "ports"))
                .allMatch(p -> p.toString()
                        .endsWith(":" + map(service("hub"), "environment").get("SERAI_PORT")));
    }

    @Test
    void aPodHasTimeToEndBeforeItIsKilled() {
        int grace = (Integer) pod.get("terminationGracePeriodSeconds");
        int sleep = (Integer) map(container, "lifecycle", "preStop", "sleep").get("seconds");

        assertThat(grace).isGreaterThan(sleep + 15); // the hub is down 15 s after SIGTERM
    }

    @Test
    void theHubIsNobodySpecialAndWritesOnlyToItsDataAndTmp() {
        Map<?, ?> user = map(pod, "securityContext");
        Map<?, ?> security = map(container, "securityContext");
        assertThat(user.get("runAsNonRoot")).isEqualTo(true);
        assertThat(all("(?m)(?<=^USER )\\d+", Path.of("ops/Dockerfile")))
                .containsExactly(user.get("runAsUser").toString());
        assertThat(map(user, "seccompProfile").get("type")).isEqualTo("RuntimeDefault");
        assertThat(security.get("allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(security.get("readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(list(map(security, "capabilities"), "drop").toString()).isEqualTo("[ALL]");
        assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
        assertThat(list(container, "volumeMounts").stream()
                        .map(m -> ((Map<?, ?>) m).get("mountPath").toString()))
                .containsExactlyInAnyOrder(DATA, "/tmp");
        assertThat(literals().get("SERAI_DATA")).startsWith(DATA + "/");
        for (String name : List.of("hub", "worker")) {
            Map<?, ?> service = service(name);
            assertThat(service.get("read_only")).isEqualTo(true);
            assertThat(list(service, "cap_drop").toString()).isEqualTo("[ALL]");
            assertThat(list(service, "security_opt").toString()).contains("no-new-privileges:true");
            assertThat(list(service, "volumes")).anyMatch(v -> v.equals(name + ":" + DATA));
            assertThat(list(service, "volumes"))
                    .filteredOn(v -> v.toString().startsWith(".."))
                    .allMatch(v -> v.toString().endsWith(":ro"));
            assertThat(map(service, "environment").get("SERAI_DATA").toString()).startsWith(DATA + "/");
        }
    }

    @Test
    void noFileHoldsASecret() throws IOException {
        assertThat(resources()).noneMatch(r -> r.get("kind").equals("Secret"));
        for (Path overlay : overlays()) {
            assertThat(one(overlay).containsKey("secretGenerator")).isFalse();
        }
        assertThat(literals().keySet()).noneMatch(name -> SECRET.matcher(name).matches());
        map(compose, "services").forEach((name, service) -> {
            if (((Map<?, ?>) service).get("environment") instanceof Map<?, ?> environment) {
                environment.forEach((variable, value) -> {
                    if (SECRET.matcher(variable.toString()).matches()) {
                        assertThat(value.toString())
                                .as("%s of %s", variable, name)
                                .contains("${");
                    }
                });
            }
        });
        assertThat(all("(?m)^[A-Z_]+=.+$", Path.of("ops/env.example"))).isEmpty();
    }

    /** A ConfigMap holds a megabyte, and its keys no slash. */
    @Test
    void theConfigMapOfRoutesPutsEachFileBackInItsPlace(@TempDir Path copy) throws Exception {
        copy(Path.of("k8s"), copy.resolve("k8s"));
        copy(Path.of("routes"), copy.resolve("routes"));
        Path component = copy.resolve("k8s/components/live-routes");
        Process sync = new ProcessBuilder("bash", component.resolve("sync.sh").toString())
                .inheritIO()
                .start();
        assertThat(sync.waitFor()).isZero();

        Map<?, ?> written = one(component.resolve("kustomization.yaml"));
        List<?> files = list((Map<?, ?>) list(written, "configMapGenerator").getFirst(), "files");
        List<?> patches =
                (List<?>) yaml().load(((Map<?, ?>) list(written, "patches").getFirst())
                        .get("patch")
                        .toString());
        Map<String, String> places = new TreeMap<>();
        for (Object item : list(map((Map<?, ?>) ((Map<?, ?>) patches.get(1)).get("value"), "configMap"), "items")) {
            places.put(((Map<?, ?>) item).get("path").toString(), "files/" + ((Map<?, ?>) item).get("key"));
        }
        assertThat(places.values())
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(Object::toString).toList());
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            assertThat(places.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            routes.filter(f -> f.toString().endsWith(".camel.yaml"))
                                    .map(f -> Path.of("routes").relativize(f).toString())
                                    .toList());
        }
        long size = 0;
        for (Map.Entry<String, String> place : places.entrySet()) {
            assertThat(component.resolve(place.getValue())).hasSameBinaryContentAs(Path.of("routes", place.getKey()));
            size += Files.size(component.resolve(place.getValue()));
        }
        assertThat(size).isLessThan(900_000);
        assertThat(map((Map<?, ?>) patches.getFirst(), "value").get("mountPath"))
                .isEqualTo("/opt/serai/routes");
        assertThat(all("(?m)(?<=^WORKDIR ).*$", Path.of("ops/Dockerfile"))).containsExactly("/opt/serai");
    }

    private Map<?, ?> service(String name) {
        return map(compose, "services", name);
    }

    private static Set<String> keys(Map<?, ?> service) {
        return map(service, "environment").keySet().stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    /** Of the base and all overlays. */
    private static Map<String, String> literals() {
        Map<String, String> literals = new TreeMap<>();
        for (Path kustomization : overlays()) {
            for (Object generator : list(one(kustomization), "configMapGenerator")) {
                for (Object literal : list((Map<?, ?>) generator, "literals")) {
                    String[] sides = literal.toString().split("=", 2);
                    literals.putIfAbsent(sides[0], sides[1]);
                }
            }
        }
        return literals;
    }

    private static List<Path> overlays() {
        return List.of(
                BASE.resolve("kustomization.yaml"),
                Path.of("k8s/overlays/dev/kustomization.yaml"),
                Path.of("k8s/overlays/production/kustomization.yaml"));
    }

    private static Map<?, ?> only(String kind) {
        return resources().stream()
                .filter(r -> r.get("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<?, ?>> resources() {
        try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
            return files.filter(f -> f.toString().endsWith(".yaml") && !f.endsWith("kustomization.yaml"))
                    .flatMap(DeploymentTest::documents)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> one(Path file) {
        return documents(file).findFirst().orElseThrow();
    }

    private static Stream<Map<?, ?>> documents(Path file) {
        return StreamSupport.stream(yaml().loadAll(text(file)).spliterator(), false)
                .map(d -> (Map<?, ?>) d);
    }

    private static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }

    private static Map<?, ?> map(Map<?, ?> from, String... path) {
        Map<?, ?> found = from;
        for (String key : path) {
            found = (Map<?, ?>) found.get(key);
            assertThat(found).as(key).isNotNull();
        }
        return found;
    }

    private static List<?> list(Map<?, ?> from, String key) {
        return from.get(key) instanceof Collection<?> found ? List.copyOf(found) : List.of();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
