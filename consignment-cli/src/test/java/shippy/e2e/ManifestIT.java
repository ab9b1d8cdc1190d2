package shippy.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.kubernetes.ApiServer;

/**
 * The manifests of the sample, and those that {@code shippy kube} makes, as an API server of a
 * current Kubernetes takes them: no unknown field, no warning, no version that is not there. What
 * needs a kubelet, such as whether probes succeed, is not seen here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestIT {
  @RegisterExtension static final ApiServer CLUSTER = ApiServer.create();

  /** The server's list of kinds, by path of their version. */
  private static final Map<String, String> KINDS = new HashMap<>();

  private static final Path DEPLOY = Sandbox.ROOT.resolve("shippy/deploy");
  private static final String VESSEL =
      "kube deploy --name=vessel --image=vessel:1.0 --port=50051"
          + " --service_name=shippy.service.vessel";

  @TempDir private Path folder = Path.of("");

  @Test
  void sample_is_applied_without_a_warning() throws IOException {
    Path sample = copy(DEPLOY.resolve("kustomize/base"));
    Result refused = kubectl("kustomize", sample.toString());
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.stderr()).contains("postgresql-password"); // its user has to write one

    Files.writeString(sample.resolve("postgresql-password"), "of this test");
    requireApplied("-k", sample);

    assertThat(kubectl("-n", "shippy", "get", "service", "vessel", "-o", "yaml").stdout())
        .contains("shippy/service-name: shippy.service.vessel", "clusterIP: None");
    assertThat(may("system:serviceaccount:shippy:shippy", "watch", "endpointslices")).isTrue();
    assertThat(may("system:serviceaccount:shippy:shippy", "watch", "secrets")).isFalse();
    assertThat(may("system:serviceaccount:shippy:default", "list", "endpointslices")).isFalse();
  }

  private boolean may(String account, String verb, String resource) {
    Result told =
        kubectl("-n", "shippy", "auth", "can-i", verb, resource, "--as=" + account, "--quiet");
    return told.exitCode() == 0;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        VESSEL,
        "kube deploy --name=outside --image=a --port=1 --node_port=30051 --service_name=a.b"
            + " --secret=registry --service_account=captain",
        VESSEL + " --target_port=6000 --probe=tcp --imagePullPolicy=Always --replicas=0",
        "kube deploy -name web -image nginx -port 80 -probe none -namespace shippy",
        "kube service --name=vessel --port=50051 --service_name=shippy.service.vessel",
        "kube service --name=web --port=80 --nodePort 30080",
        "kube config --name=vessel",
        "kube rbac --name=vessel"
      })
  void what_kube_prints_is_applied_without_a_warning(String line) throws IOException {
    namespace("shippy");
    Result made = tool(line.split(" "));
    assertThat(made.exitCode()).as(made.stderr()).isZero();
    requireApplied("-f", Files.writeString(folder.resolve("made.yaml"), made.stdout()));

    Result json = tool((line + " --output=json").split(" "));
    requireApplied("-f", Files.writeString(folder.resolve("made.json"), json.stdout()));
  }

  @Test
  void goctl_example_works_as_it_is_written() throws IOException {
    namespace("adhoc");
    String line =
        "kube deploy -name redis -namespace adhoc -image redis:6-alpine -o redis.yaml -port 6379";

    assertThat(tool(line.split(" ")).exitCode()).isZero();
    requireApplied("-f", folder.resolve("redis.yaml"));
    String deployed = kubectl("-n", "adhoc", "get", "deploy", "redis", "-o", "yaml").stdout();
    assertThat(deployed).contains("replicas: 3", "tcpSocket", "memory: 512Mi", "cpu: 500m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 3    | replica: 3  | .spec.replica: field not declared in schema
          periodSeconds: | period:     | .startupProbe.period: field not declared in schema
          scaling/v2     | scaling/v2beta2 | no matches for kind "HorizontalPodAutoscaler"
          port: 50051    | port: grpc  | .startupProbe.grpc.port: expected numeric
          cpu: 500m      | cpu: 2000m  | must be less than or equal to cpu limit
          """)
  void what_is_wrong_is_refused(String right, String wrong, String message) throws IOException {
    namespace("shippy");
    String made = tool(VESSEL.split(" ")).stdout();
    assertThat(made).contains(right);
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(file, made.replaceFirst(right, wrong));

    Result applied = kubectl(strictly("-f", file));
    assertThat(applied.exitCode()).isNotZero();
    assertThat(applied.stderr()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tug", "port --store=sqlite", "user --sample=user"})
  void project_is_applied_without_a_warning(String words) throws IOException {
    String name = words.split(" ", -1)[0];
    Result made = tool(("new " + words + " --with=docker,kube").split(" "));
    assertThat(made.exitCode()).as(made.stderr()).isZero();
    Path project = folder.resolve(name);
    assertThat(project.resolve("src/test")).isDirectory();
    Files.writeString(project.resolve("k8s/postgresql-password"), "of this test");

    requireApplied("-k", project.resolve("k8s"));
    requireSkaffold(project, project.resolve("skaffold.yaml"));
    Result again = tool("kube", name);
    assertThat(again.stdout()).as(again.stderr()).isEqualTo("up to date; nothing was changed\n");
  }

  /** First, in a cluster that has nothing yet. */
  @Test
  @Order(1)
  void commands_of_the_readme_do_what_it_says() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    script(programs.resolve("kubectl"), String.join(" ", CLUSTER.kubectlCommand()));
    script(programs.resolve("shippy"), "java -jar " + Sandbox.TOOL);
    List<Readme.Command> commands =
        Readme.read().commands().stream().filter(Readme.Command::isForCluster).toList();
    assertThat(commands).isNotEmpty();
    try (CommandHarness shell =
        CommandHarness.program("bash", "-c").quickJava().directory(Sandbox.ROOT)) {
      for (Readme.Command command : commands) {
        Result result = shell.run("PATH=%s:$PATH; %s".formatted(programs, command.line()));
        assertThat(result.exitCode()).as(command.line() + result.stderr()).isZero();
        assertThat(result.stdout()).as(command.line()).matches(command.pattern());
      }
    } finally {
      Files.deleteIfExists(DEPLOY.resolve("kustomize/base/postgresql-password"));
    }
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\nexec %s \"$@\"\n".formatted(command));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void skaffold_names_what_is_there() throws IOException {
    requireSkaffold(Sandbox.ROOT, DEPLOY.resolve("skaffold.yaml"));
  }

  /** Its schema's, as far as it is used: images by Dockerfile, manifests by kustomize. */
  private static void requireSkaffold(Path root, Path file) throws IOException {
    Object config = documents(Files.readString(file)).get(0);
    assertThat(at(config, "apiVersion")).isEqualTo("skaffold/v4beta14");
    assertThat(at(config, "kind")).isEqualTo("Config");
    assertThat(map(config).keySet())
        .asString()
        .matches("\\[apiVersion, kind, metadata, build, manifests, deploy(, portForward)?]");
    List<String> images = new ArrayList<>();
    for (Object artifact : list(config, "build", "artifacts")) {
      Object dockerfile = map(at(artifact, "docker")).get("dockerfile");
      assertThat(root.resolve(dockerfile == null ? "Dockerfile" : dockerfile.toString()))
          .isRegularFile();
      images.add(at(artifact, "image").toString());
    }
    for (Object path : list(config, "manifests", "kustomize", "paths")) {
      Path kustomization = root.resolve(path.toString()).resolve("kustomization.yaml");
      StringBuilder manifests = new StringBuilder();
      for (Object resource : list(documents(Files.readString(kustomization)).get(0), "resources")) {
        String text = Files.readString(kustomization.resolveSibling(resource.toString()));
        assertThat(documents(text)).isNotEmpty(); // kubectl takes a key given twice
        manifests.append(text);
      }
      assertThat(images).allSatisfy(image -> assertThat(manifests).contains("image: " + image));
    }
  }

  /** Applies it, by the strictest rules that the server has, and finds each kind in its lists. */
  private void requireApplied(String flag, Path what) throws IOException {
    Result applied = kubectl(strictly(flag, what));
    assertThat(applied.stderr()).as(applied.stdout()).isEmpty();
    assertThat(applied.exitCode()).isZero();
    boolean kustomized = flag.equals("-k");
    String objects =
        kustomized ? kubectl("kustomize", what.toString()).stdout() : Files.readString(what);
    for (Object object : documents(objects)) {
      String version = at(object, "apiVersion").toString();
      String path = (version.contains("/") ? "/apis/" : "/api/") + version;
      assertThat(KINDS.computeIfAbsent(path, p -> CLUSTER.kubectl("get", "--raw=" + p)))
          .contains("\"kind\":\"%s\"".formatted(at(object, "kind")));
    }
  }

  /** By force, since the commands of the readme have applied some of it in the usual way. */
  private static String[] strictly(String flag, Path what) {
    return new String[] {
      "apply", "--server-side", "--force-conflicts", "--validate=strict", flag, what.toString()
    };
  }

  private static void namespace(String name) {
    CLUSTER.apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
  }

  /** The objects in a text; those in a List of JSON too. */
  private static List<Object> documents(String text) {
    List<Object> found = new ArrayList<>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
      boolean isList = "List".equals(map(document).get("kind"));
      found.addAll(isList ? list(document, "items") : List.of(document));
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  /** What stands at a path of keys. */
  private static Object at(Object document, String... path) {
    Object found = document;
    for (String key : path) {
      found = requireNonNull(map(found).get(key), key);
    }
    return found;
  }

  private static List<?> list(Object document, String... path) {
    return (List<?>) at(document, path);
  }

  private static Map<?, ?> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<?, ?>) value;
  }

  private Path copy(Path from) throws IOException {
    Path to = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private Result tool(String... args) {
    try (CommandHarness tool = CommandHarness.jar(Sandbox.TOOL).directory(folder)) {
      return tool.run(args);
    }
  }

  private static Result kubectl(String... args) {
    String[] command = CLUSTER.kubectlCommand().toArray(String[]::new);
    try (CommandHarness kubectl = CommandHarness.program(command)) {
      return kubectl.run(args);
    }
  }
}
