package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;

/** Two hosts with a cable between them, with IPv4 or with IPv6 alone. */
@Execution(ExecutionMode.CONCURRENT)
class TwoHostsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String service = "hosts." + UUID.randomUUID().toString().substring(0, 8);
  private final Namespace left = Namespace.create();
  private final Namespace right = Namespace.create();
  private final CommandHarness publisher = CommandHarness.main(Publisher.class).on(left);
  private final CommandHarness reader = CommandHarness.main(ColdLookup.class).on(right);

  @AfterEach
  void close() {
    publisher.close();
    reader.close();
    left.close();
    right.close();
  }

  @Test
  void node_is_found_by_ipv4() {
    left.link("cable", "192.0.2.1", right, "192.0.2.2");
    finds("192.0.2.1:7001");
  }

  @Test
  void node_is_found_by_ipv6_alone() {
    left.linkByIpv6("cable", "fd00::1", right, "fd00::2");
    finds("[fd00::1]:7001");
  }

  private void finds(String address) {
    RunningCommand owner = publisher.start(service, service + "-1", address, "cable");
    owner.awaitLine("registered", PATIENCE);
    eventually(
        PATIENCE,
        () -> {
          Result result = reader.run(service, "cable");
          assertThat(result.stdout()).as(result.toString()).contains(address);
        });
  }
}
