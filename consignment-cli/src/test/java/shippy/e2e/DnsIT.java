package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.FreePorts;
import shippy.testkit.dns.CoreDns;

/** The sample with a name server for a registry: nobody registers. */
class DnsIT {
  @RegisterExtension final CoreDns dns = CoreDns.create();

  @Test
  void services_find_each_other_by_records_and_the_cli_finds_them() throws Exception {
    List<Integer> ports = FreePorts.find(2);
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 0 0 %d vessel-0.vessel".formatted(ports.get(0)),
            "vessel-0.vessel A 127.0.0.1",
            "_grpc._tcp.consignment SRV 0 0 %d consignment-0.consignment".formatted(ports.get(1)),
            "consignment-0.consignment A 127.0.0.1"));
    try (Sandbox sandbox =
        Sandbox.bare()
            .with("MICRO_REGISTRY", "dns")
            .with("MICRO_REGISTRY_ADDRESS", "dns://" + dns.address() + "/test")) {
      String host = "--server_address=127.0.0.1:";
      var vessel = sandbox.starting(Sandbox.VESSEL, host + ports.get(0));
      var consignment = sandbox.starting(Sandbox.CONSIGNMENT, host + ports.get(1));
      vessel.awaitLine("Registry .dns. takes no registrations", Sandbox.START);
      consignment.awaitLine("Registry .dns. takes no registrations", Sandbox.START);

      Result created = sandbox.cli("create", Sandbox.SAMPLE.toString());
      assertThat(created.stderr()).isEmpty();
      assertThat(created.exitCode()).isZero();
      assertThat(created.stdout()).startsWith("Created: true\n").contains("vessel001");

      Result found = sandbox.cli("services", "vessel", "-oname");
      assertThat(found.exitCode()).isZero();
      assertThat(found.stdout()).contains("vessel-0");
    }
  }

  @Test
  void without_its_flag_nothing_of_it_is_loaded() throws Exception {
    try (Sandbox sandbox = Sandbox.mdns()) {
      Result result =
          sandbox.program(CommandHarness.jar(Sandbox.CLI, "-Xlog:class+load")).run("services");
      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout())
          .contains("shippy.registry.mdns.")
          .doesNotContain("shippy.registry.dns.", "io.netty.resolver.dns.");
    }
  }
}
