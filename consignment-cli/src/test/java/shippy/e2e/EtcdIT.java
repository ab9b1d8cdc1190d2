package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.etcd.EtcdExtension;

/** etcd by flag and by environment, both ways into the same registry. */
@Tag("etcd")
class EtcdIT {
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  private static final Sandbox SANDBOX = Sandbox.bare();

  @BeforeAll
  static void start() {
    var vessel = SANDBOX.starting(Sandbox.VESSEL, flags());
    var consignment = SANDBOX.starting(Sandbox.CONSIGNMENT, flags());
    vessel.awaitLine("Registered node: ", Sandbox.START);
    consignment.awaitLine("Registered node: ", Sandbox.START);
  }

  @AfterAll
  static void stop() throws Exception {
    SANDBOX.close();
  }

  private static String[] flags() {
    return new String[] {"--registry=etcd", "--registry_address=" + ETCD.endpoints()};
  }

  @Test
  void the_cli_finds_the_services_by_flag() {
    Result result = SANDBOX.cli(flags()[0], flags()[1], Sandbox.SAMPLE.toString());

    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).startsWith("Created: true\n").contains("vessel001");
  }

  @Test
  void the_cli_finds_the_services_by_environment() throws Exception {
    try (Sandbox other = Sandbox.etcd(ETCD.endpoints())) {
      Result result = other.cli("create", Sandbox.SAMPLE.toString());

      assertThat(result.stderr()).isEmpty();
      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout()).startsWith("Created: true\n");
    }
  }

  @Test
  void etcd_holds_the_keys_and_json_of_go_micro() {
    String dump = ETCD.etcdctl("get", "--prefix", "/micro/registry/");

    assertThat(dump.lines().filter(line -> line.startsWith("/")))
        .hasSize(2)
        .anyMatch(
            key ->
                key.matches(
                    "/micro/registry/shippy.service.vessel/"
                        + "shippy.service.vessel-[0-9a-f-]{36}"));
    assertThat(dump)
        .contains("{\"name\":\"shippy.service.vessel\",\"version\":\"latest\",\"metadata\":null,")
        .contains("{\"name\":\"VesselService.FindAvailable\",\"request\":{\"name\":")
        .containsPattern(
            "\"nodes\":\\[\\{\"id\":\"shippy.service.vessel-[0-9a-f-]{36}\","
                + "\"address\":\"127.0.0.1:\\d+\",\"metadata\":\\{\"broker\":\"http\","
                + "\"protocol\":\"grpc\",\"registry\":\"etcd\",\"server\":\"grpc\","
                + "\"transport\":\"grpc\"}}]}");
  }
}
