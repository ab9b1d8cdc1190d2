package shippy.registry.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

class DnsAddressTest {
  private static final String[] SYSTEM = {
    "# of the system",
    "nameserver 10.96.0.10",
    "nameserver  fd00::10 ",
    "search a.test b.test.",
    "options ndots:5",
    "nameserver no-address",
    ""
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "shop.svc.cluster.local, 10.96.0.10:53, shop.svc.cluster.local, 50051",
    "shop.svc.:80, 10.96.0.10:53, shop.svc, 80",
    "dns://10.0.0.1/shop, 10.0.0.1:53, shop, 50051",
    "dns://10.0.0.1:1053/shop:80, 10.0.0.1:1053, shop, 80",
    "dns://[::1]:1053/shop, [::1]:1053, shop, 50051",
    "dns://10.0.0.1/, 10.0.0.1:53, a.test, 50051",
    "dns:///shop, 10.96.0.10:53, shop, 50051",
    ":80, 10.96.0.10:53, a.test, 80",
  })
  void parts_that_are_left_out_are_those_of_the_system(
      String text, String server, String domain, int port) {
    DnsAddress address = DnsRegistries.address(text, folder, SYSTEM);
    assertThat(DnsAddress.text(address.servers().get(0))).isEqualTo(server);
    assertThat(address.domains().get(0)).isEqualTo(domain);
    assertThat(address.port()).isEqualTo(port);
  }

  @Test
  void search_domains_and_then_none_are_where_hosts_are_looked_for() {
    DnsAddress address = DnsRegistries.address(":80", folder, SYSTEM);
    assertThat(address.hosts("shippy.service.vessel"))
        .containsExactly("vessel.a.test", "vessel.b.test", "vessel");
    assertThat(address.servers()).hasSize(2);
  }

  @Test
  void system_without_name_servers_has_a_local_one() {
    DnsAddress address = DnsAddress.of(DnsRegistries.config(":80"), folder.resolve("none"));
    assertThat(address.location()).isEqualTo("dns://127.0.0.1:53/");
    assertThat(address.domains()).isEqualTo(List.of(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns://ns.example/shop",
        "dns://10.0.0/shop",
        "dns://10.0.0.1",
        "a..b",
        "a b",
        "http://x",
        "127.0.0.1:2379,127.0.0.2:2379",
        "10.96.0.10:53",
        "x:y",
        "dns://[zz]/shop"
      })
  void what_has_another_form_is_an_error_that_names_it(String text) {
    assertThatThrownBy(() -> DnsRegistries.address(text, folder))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("--registry_address: \"" + text + "\" (expected: [dns://SERVER")
        .extracting(e -> ((ProblemException) e).problem().code())
        .isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop:0", "shop:65536", "dns://10.0.0.1:0/shop"})
  void port_out_of_range_is_an_error(String text) {
    assertThatThrownBy(() -> DnsRegistries.address(text, folder))
        .hasMessageContaining("(expected: a port from 1 to 65535)");
  }
}
