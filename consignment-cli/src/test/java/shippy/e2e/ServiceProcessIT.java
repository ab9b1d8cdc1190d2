package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;

/** A service as a process: what it logs, how it stops, how it refuses to start. */
class ServiceProcessIT {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
  private static final String ID = "shippy\\.service\\.vessel-[0-9a-f-]{36}";

  private final Sandbox sandbox = Sandbox.bare();

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  private Result refused(String... args) {
    Result result = sandbox.program(Sandbox.VESSEL).run(args);
    assertThat(result.stderr()).doesNotContain("\tat ");
    return result;
  }

  @Test
  void the_log_has_the_form_and_the_words_of_go_micro() {
    RunningCommand service = sandbox.service(Sandbox.VESSEL, "--registry=memory");
    service.terminate();
    assertThat(service.exitCode(Duration.ofSeconds(15))).isZero();

    String prefix = TIME + "  file=\\w+\\.java:\\d+ level=info ";
    assertThat(service.stdout())
        .containsPattern(prefix + "Starting \\[service] shippy\\.service\\.vessel\n")
        .containsPattern(prefix + "Server \\[grpc] Listening on 127\\.0\\.0\\.1:\\d+\n")
        .containsPattern(prefix + "Registry \\[memory] Registering node: " + ID + "\n")
        .containsPattern(prefix + "Deregistering node: " + ID + "\n");
    assertThat(service.stderr()).isEmpty();
  }

  @Test
  void ctrl_c_stops_it_in_order_too() {
    RunningCommand service = sandbox.service(Sandbox.VESSEL, "--registry=memory");
    service.interrupt();

    assertThat(service.exitCode(Duration.ofSeconds(15))).isZero();
    assertThat(service.stdout()).contains("Deregistering node: ");
  }

  @Test
  void a_jar_that_is_written_again_in_its_place_ends_the_service_with_the_reason()
      throws IOException {
    Path jar = Files.copy(Sandbox.VESSEL, sandbox.data().resolve("vessel-service.jar"));
    RunningCommand service = sandbox.service(jar, "--registry=memory");
    Files.write(jar, Files.readAllBytes(Sandbox.CONSIGNMENT));

    assertThat(service.exitCode(Duration.ofSeconds(25))).isEqualTo(70);
    assertThat(service.stderr())
        .startsWith("error: %s was changed while this program ran from it\n".formatted(jar))
        .contains("start the program again")
        .doesNotContain("\tat ");
  }

  @Test
  void a_second_signal_of_a_kind_stops_it_at_once() {
    RunningCommand service = sandbox.service(Sandbox.VESSEL, "--registry=memory");
    service.terminate();
    service.awaitLine("Deregistering node: ", Duration.ofSeconds(10));
    service.terminate();

    assertThat(service.exitCode(Duration.ofSeconds(5))).isEqualTo(143);
  }

  @Test
  void it_serves_while_etcd_is_down() {
    RunningCommand service =
        sandbox.starting(
            Sandbox.VESSEL,
            "--registry=etcd",
            "--registry_address=127.0.0.1:1",
            "--log_level=info");
    service.awaitLine("level=warn Registry \\[etcd] cannot register " + ID, Sandbox.START);

    assertThat(service.isAlive()).isTrue();
    assertThat(service.stderr()).isEmpty();
  }

  @Test
  void a_port_in_use_is_refused_with_its_owner() {
    RunningCommand first = sandbox.service(Sandbox.VESSEL, "--registry=memory");
    String address = first.awaitLine("Listening on (\\S+)", Duration.ofSeconds(1)).group(1);

    Result second = refused("--registry=memory", "--server_address=" + address);

    assertThat(second.exitCode()).isEqualTo(78);
    assertThat(second.stderr())
        .isEqualTo(
            """
            error: cannot listen on %s: in use by java (pid %d)
              set by --server_address
              try:    --server_address=127.0.0.1:0   any free port
            """
                .formatted(address, first.pid()));
  }

  @Test
  void an_unknown_registry_is_refused() {
    Result result = refused("--registry=etdc");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .startsWith("error: --registry: \"etdc\" (expected: dns, etcd, kubernetes, mdns, memory)\n")
        .contains("did you mean \"etcd\"?");
  }

  @Test
  void an_unknown_flag_is_refused_with_the_nearest_one() {
    Result result = refused("--registry-adress=x");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).contains("\"--registry-adress\"").contains("--registry_address");
  }

  @Test
  void a_bad_variable_is_refused_by_its_name() {
    Result result = sandbox.program(Sandbox.VESSEL).env("MICRO_REGISTER_TTL", "soon").run();

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.stderr()).startsWith("error: MICRO_REGISTER_TTL: \"soon\" (expected: ");
  }

  @Test
  void help_lists_every_flag_with_default_and_variable_on_80_columns() {
    Result result = sandbox.program(Sandbox.VESSEL).run("--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout())
        .contains("\n  --registry_address=VALUE  [$MICRO_REGISTRY_ADDRESS]\n")
        .contains("\n    how long a dead instance stays registered (default: 15s)\n");
    assertThat(result.stdout().lines()).allSatisfy(l -> assertThat(l.length()).isLessThan(81));
  }

  @Test
  void version_names_the_service_and_the_java_it_runs_on() {
    Result result = sandbox.program(Sandbox.VESSEL).run("--version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout())
        .matches("shippy\\.service\\.vessel \\d+\\.\\d+\\.\\d+(\\+\\S+)? \\(Java .+\\)\n");
  }
}
