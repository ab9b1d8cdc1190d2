package shippy.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * hashicorp's server answers by unicast alone. Of several sockets at port 5353 of a host one gets
 * such an answer, so each browser is here alone with that server, and with us.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnsSdUnicastIT {
  private static final String ID = "hashicorp-1";
  private static final int PORT = 7004;
  private static final Map<String, String> TXT =
      Map.of("service", "stack.hashicorp", "id", ID, "version", "1.2", "md.zone", "eu");

  private final List<DnsSdPeer> ours = new ArrayList<>();
  private List<DnsSdHost> hosts = List.of();

  @BeforeAll
  void start() {
    hosts = DnsSdHost.two();
    // First, because it announces nothing and may have to be built: we ask ever more rarely.
    hosts.get(0).publisher(DnsSdStack.HASHICORP, ID, PORT, TXT);
    hosts.forEach(host -> ours.add(host.ours("ours-" + ours.size(), "stack.hashicorp")));
  }

  @AfterAll
  void end() throws Exception {
    for (DnsSdHost host : hosts) {
      host.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HASHICORP")
  void we_see_its_services_on_this_host_and_on_another(DnsSdStack stack) {
    stack.program();
    ours.forEach(we -> we.awaitResolved(ID, hosts.get(0).address(), PORT, Map.of("zone", "eu")));
  }

  @ParameterizedTest
  @EnumSource
  void other_stacks_see_its_services_beside_us(DnsSdStack browser) {
    browser.program();
    DnsSdPeer peer = hosts.get(0).browser(browser);
    peer.awaitResolved(ID, hosts.get(0).address(), PORT, TXT);
    peer.stop();
  }
}
