package shippy.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;

/** Dockerfile, Compose file and health check, by what others make of them. */
class DeployFilesIT {
  private static final Path DEPLOY = Sandbox.ROOT.resolve("shippy/deploy");
  private static final Path COMPOSE = DEPLOY.resolve("compose.yaml");

  private static Path validators = Path.of("");

  private CommandHarness program = CommandHarness.program("true");

  @BeforeAll
  static void build() {
    try (CommandHarness build =
        CommandHarness.program(DEPLOY.resolve("images/validators/build").toString())) {
      Result built =
          build
              .env("HOME", System.getProperty("user.home", ""))
              .timeout(Duration.ofMinutes(10))
              .run();
      if (built.exitCode() != 0) {
        throw Prerequisite.missing(built.stderr().strip());
      }
      validators = Path.of(built.stdout().strip());
    }
  }

  @AfterEach
  void close() {
    program.close();
  }

  private CommandHarness program(Path path) {
    program.close();
    program = CommandHarness.program(path.toString());
    return program;
  }

  @Test
  void dockerfile_has_nothing_to_lint() {
    Path lint = validators.resolve("dockerfile/node_modules/.bin/dockerfile-utils");
    Result result = program(lint).run("lint", DEPLOY.resolve("Dockerfile").toString());
    assertThat(result.stdout() + result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void compose_starts_one_etcd_and_two_of_each_service() {
    Map<?, ?> services = compose(Map.of());
    assertThat(services.keySet().toString())
        .isEqualTo("[consignment, etcd, gateway, postgresql, vessel]");
    assertThat(part(services, "vessel", "deploy", "replicas")).isEqualTo(2);
    assertThat(part(services, "vessel", "deploy", "resources", "limits", "memory"))
        .isEqualTo(Integer.toString(100 << 20));
    assertThat(part(services, "gateway", "ports").toString()).contains("published=8080");
    assertThat(part(services, "vessel", "depends_on", "postgresql", "condition"))
        .isEqualTo("service_healthy");
    assertThat(part(services, "gateway", "depends_on", "vessel", "condition"))
        .isEqualTo("service_healthy");
    assertThat(part(services, "etcd", "networks", "default", "aliases").toString())
        .isEqualTo("[etcd-1, etcd-2, etcd-3]");
  }

  @Test
  void compose_starts_three_members_by_profile_and_as_many_instances_as_told() {
    Map<?, ?> services = compose(Map.of("COMPOSE_PROFILES", "cluster", "SERVICE_NUMBER", "3"));
    assertThat(services.keySet().toString())
        .isEqualTo("[consignment, etcd-1, etcd-2, etcd-3, gateway, postgresql, vessel]");
    assertThat(part(services, "consignment", "deploy", "replicas")).isEqualTo(3);
  }

  @Test
  void compose_refuses_a_file_with_a_mistake() {
    Path other = Sandbox.ROOT.resolve("consignment-cli/consignment.json");
    Result result = program(validators.resolve("compose")).run(other.toString());
    assertThat(result.exitCode()).isOne();
  }

  @Test
  void health_check_tells_who_serves() throws Exception {
    HealthStatusManager health = new HealthStatusManager();
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(health.getHealthService())
            .build()
            .start();
    String port = Integer.toString(server.getPort());
    try {
      assertThat(health(port)).as("serving").isZero();
      health.setStatus("", ServingStatus.NOT_SERVING);
      assertThat(health(port)).as("not serving").isOne();
      health.clearStatus("");
      assertThat(health(port)).as("unknown").isOne();
    } finally {
      server.shutdownNow().awaitTermination();
    }
    assertThat(health(port)).as("nobody").isOne();
  }

  private int health(String port) {
    return program(DEPLOY.resolve("grpc-health")).run(port).exitCode();
  }

  /** The services as Compose understands the file. */
  private Map<?, ?> compose(Map<String, String> env) {
    CommandHarness compose = program(validators.resolve("compose"));
    env.forEach(compose::env);
    Result result = compose.run(COMPOSE.toString());
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    Object file = new Load(LoadSettings.builder().build()).loadFromString(result.stdout());
    return (Map<?, ?>) part((Map<?, ?>) file, "services");
  }

  private static Object part(Map<?, ?> all, String... path) {
    Object part = all;
    for (String name : path) {
      assertThat(part).as(String.join(".", path)).isInstanceOf(Map.class);
      part = requireNonNull(((Map<?, ?>) requireNonNull(part)).get(name), name);
    }
    return part;
  }
}
