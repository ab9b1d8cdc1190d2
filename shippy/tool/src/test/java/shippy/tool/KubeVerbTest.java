package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.testkit.GoldenFile;

/** What 'shippy kube' prints and writes; that Kubernetes takes it is tested with a real one. */
class KubeVerbTest {
  private static final String VESSEL =
      "kube deploy --name=vessel --image=vessel:1.0 --port=50051"
          + " --service_name=shippy.service.vessel";

  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  private String made(String line) {
    assertThat(tool.run(line.split(" "))).as(tool.err()).isEqualTo(ExitCode.OK);
    assertThat(tool.err()).isEmpty();
    return tool.out();
  }

  @Test
  void manifests_of_a_service_and_of_any_other_image() throws IOException {
    String redis = made("kube deploy -name redis -namespace adhoc -image redis:6 -port 6379");
    String all =
        made(VESSEL)
            + "---\n"
            + made("kube config --name=vessel")
            + "---\n"
            + made("kube rbac --name=vessel")
            + "---\n"
            + redis;
    GoldenFile.check("kube.yaml", all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kube deploy -name a -image b -port 1 -requestCpu 100 -minReplicas 2 -targetPort 7",
        "kube deploy --name a --image b --port 1 --requestCpu=100 --minReplicas=2 --targetPort 7",
        "kube deploy --name=a --image=b --port=1 --request-cpu=100 --min-replicas=2"
            + " --target-port=7",
      })
  void flags_are_taken_in_the_spelling_of_goctl_too(String line) {
    assertThat(made(line))
        .isEqualTo(
            made(
                "kube deploy --name=a --image=b --port=1 --request_cpu=100 --min_replicas=2"
                    + " --target_port=7"))
        .contains("cpu: 100m", "minReplicas: 2", "targetPort: 7");
  }

  @Test
  void a_list_in_json_has_the_same_objects() {
    String made = made("kube service --name=vessel --port=50051 --output=json");
    assertThat(JsonParser.parseString(made))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "Service",
                   "metadata": {"name": "vessel", "namespace": "shippy",
                     "labels": {"app": "vessel"}},
                   "spec": {"selector": {"app": "vessel"},
                     "ports": [{"name": "tcp", "port": 50051, "targetPort": 50051}]}}]}"""));
  }

  @Test
  void a_service_with_a_port_of_the_node_is_not_headless() {
    assertThat(made("kube service --name=a --port=1 --service_name=a.b"))
        .contains("clusterIP: None", "shippy/service-name: a.b", "appProtocol: kubernetes.io/h2c");
    assertThat(made("kube service --name=a --port=1 --service_name=a.b -nodePort 30001"))
        .contains("type: NodePort", "nodePort: 30001")
        .doesNotContain("clusterIP");
  }

  @Test
  void a_file_is_written_once_and_replaced_by_force() throws IOException {
    Path file = home.resolve("redis.yaml");
    String line = "kube service -name redis -port 6379 -o " + file;

    assertThat(made(line))
        .isEqualTo(
            """
            wrote %s
            Next:
              kubectl create namespace shippy # if there is none yet
              kubectl apply -f %1$s
            """
                .formatted(file));
    assertThat(file).hasContent(made("kube service -name redis -port 6379"));
    assertThat(made(line)).isEqualTo("up to date; nothing was changed\n");
    Files.writeString(file, "mine");
    assertThat(tool.run(line.split(" "))).isEqualTo(ExitCode.FAILED);
    assertThat(tool.err()).contains("differs: redis.yaml", "--force");
    assertThat(file).hasContent("mine");
    assertThat(made(line + " --force --output=json"))
        .isEqualToIgnoringWhitespace("{\"written\": [\"%s\"]}".formatted(file));
    assertThat(file).content().startsWith("apiVersion: v1");
  }

  @Test
  void templates_of_ones_own_come_first() throws IOException {
    Path own = Files.createDirectories(home.resolve("own/kube")).resolve("config.yaml.mustache");
    Files.writeString(own, "name: {{name}}\n");
    String line = "kube config --name=a --home=" + home.resolve("own");

    assertThat(made(line)).isEqualTo("name: a\n");
    assertThat(made("kube rbac --name=a --home=" + home.resolve("own"))).contains("RoleBinding");
    Files.writeString(own, "name: {{nmae}}\n");
    assertThat(tool.run(line.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tool.err()).contains(own + ": ").contains("nmae");
    assertThat(tool.run("kube", "rbac", "--name=a", "--home=" + own)).isEqualTo(ExitCode.USAGE);
    assertThat(tool.err()).contains("--home: \"" + own + "\" (expected: a folder that is there)");
  }

  @Test
  void files_of_a_project_are_those_of_its_programs() throws IOException {
    project();

    assertThat(made("kube " + home))
        .contains("wrote k8s/kustomization.yaml", "wrote k8s/tug.yaml", "wrote skaffold.yaml")
        .contains("wrote Dockerfile", "kubectl apply -k " + home.resolve("k8s"));
    assertThat(home.resolve("k8s/tug.yaml")).content().contains("service-name: shippy.service.tug");
    assertThat(made("kube " + home)).isEqualTo("up to date; nothing was changed\n");
    assertThat(tool.run("kube", home.toString(), "--replicas=5")).isEqualTo(ExitCode.FAILED);
    assertThat(tool.err()).contains("differs: k8s/tug.yaml");
  }

  @Test
  void dockerfile_of_a_project_is_that_of_the_sample_but_for_how_it_is_packed() throws IOException {
    project();

    assertThat(made("docker " + home))
        .contains("wrote .dockerignore", "wrote Dockerfile", "wrote grpc-health")
        .contains("docker build --build-arg SERVICE_PATH=tug -t tug " + home);
    Path sample = Path.of("../deploy/Dockerfile");
    assertThat(home.resolve("Dockerfile"))
        .content()
        .contains("/src/target/$SERVICE_PATH.jar", "USER 65532:65532")
        .endsWith(Files.readString(sample).replaceFirst("(?s).*(?=HEALTHCHECK)", ""));
    assertThat(made("docker " + home)).isEqualTo("up to date; nothing was changed\n");
    Files.writeString(home.resolve("Dockerfile"), "mine");
    assertThat(tool.run("docker", home.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(made("kube " + home)).doesNotContain("Dockerfile");
    assertThat(home.resolve("Dockerfile")).hasContent("mine");
  }

  private void project() throws IOException {
    Files.createDirectories(home.resolve("src/main/java/tug"));
    Files.writeString(
        home.resolve("pom.xml"),
        """
        <modelVersion>4.0.0</modelVersion><groupId>tug</groupId><artifactId>tug</artifactId>
        <execution><id>tug</id><phase>package</phase><mainClass>tug.TugMain</mainClass></execution>
        """);
    Files.writeString(
        home.resolve("src/main/java/tug/TugMain.java"), "Service.named(\"shippy.service.tug\")");
  }
}
