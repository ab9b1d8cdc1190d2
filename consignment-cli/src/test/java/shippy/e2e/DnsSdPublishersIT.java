package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import shippy.testkit.CommandHarness;

/**
 * What we see of services on other stacks, on the same host and on another, and whether those
 * stacks still see each other beside us.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DnsSdPublishersIT {
  /** Nobody listens there. */
  private static final int PORT = 7000;

  private static final String[] SERVICES =
      Stream.of(DnsSdStack.values()).map(DnsSdPublishersIT::service).toArray(String[]::new);

  private final Map<DnsSdStack, List<DnsSdPeer>> publishers = new EnumMap<>(DnsSdStack.class);
  private final Map<DnsSdStack, DnsSdPeer> browsers = new EnumMap<>(DnsSdStack.class);
  private final List<DnsSdPeer> ours = new ArrayList<>();
  private List<DnsSdHost> hosts = List.of();

  @BeforeAll
  void start() {
    hosts = DnsSdHost.two();
    hosts.forEach(host -> ours.add(host.ours("ours-" + ours.size(), SERVICES)));
    for (DnsSdStack stack : DnsSdStack.values()) {
      if (stack.exists()) {
        browsers.put(stack, hosts.get(0).browser(stack));
        publishers.put(stack, stack.announces ? publish(stack) : List.of());
      }
    }
  }

  private List<DnsSdPeer> publish(DnsSdStack stack) {
    return hosts.stream()
        .map(
            host ->
                host.publisher(
                    stack,
                    id(stack, host),
                    PORT,
                    Map.of(
                        "service",
                        service(stack),
                        "id",
                        id(stack, host),
                        "version",
                        "1.2",
                        "md.zone",
                        "eu")))
        .toList();
  }

  private static String service(DnsSdStack stack) {
    return "stack." + stack.word();
  }

  private static String id(DnsSdStack stack, DnsSdHost host) {
    return stack.word() + "-at-" + host.address().replace('.', '-');
  }

  @AfterAll
  void end() throws Exception {
    for (DnsSdHost host : hosts) {
      host.close();
    }
  }

  /** hashicorp's answers by unicast reach one program of a host: {@link DnsSdUnicastIT}. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HASHICORP")
  @Order(1)
  void we_see_services_of_this_host_and_of_others(DnsSdStack stack) {
    stack.program();
    for (DnsSdPeer we : ours) {
      for (DnsSdHost host : hosts) {
        we.awaitResolved(id(stack, host), host.address(), PORT, Map.of("zone", "eu"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HASHICORP")
  @Order(2)
  void tool_shows_them(DnsSdStack stack) {
    stack.program();
    CommandHarness.Result result =
        hosts.get(1).tool("get", "service", service(stack), "-o", "json");
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    for (DnsSdHost host : hosts) {
      assertThat(result.stdout())
          .contains(id(stack, host), "\"%s:%d\"".formatted(host.address(), PORT));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Order(3)
  void stacks_of_one_host_see_each_other_beside_us(DnsSdStack browser) {
    DnsSdPeer peer = browser.in(browsers);
    publishers.keySet().stream()
        .filter(stack -> stack.announces)
        .forEach(stack -> peer.awaitSeen(id(stack, hosts.get(0))));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HASHICORP")
  @Order(4)
  void we_see_their_goodbyes(DnsSdStack stack) {
    stack.program();
    stopPublishers();
    for (DnsSdPeer we : ours) {
      hosts.forEach(host -> we.awaitGone(id(stack, host)));
    }
  }

  /** At the first call. */
  private void stopPublishers() {
    publishers.values().forEach(of -> of.forEach(peer -> peer.process().terminate()));
    publishers.clear();
  }
}
