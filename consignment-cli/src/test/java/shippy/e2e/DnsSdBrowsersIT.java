package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/**
 * What browsers on other stacks see of our service: on its host and on another, started before it
 * and after it.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DnsSdBrowsersIT {
  private static final String ID = "ours-1";

  private final Map<DnsSdStack, List<DnsSdPeer>> early = new EnumMap<>(DnsSdStack.class);
  private final Map<DnsSdStack, List<DnsSdPeer>> late = new EnumMap<>(DnsSdStack.class);
  private List<DnsSdHost> hosts = List.of();
  private DnsSdPeer ours;
  private int signals;

  @BeforeAll
  void start() {
    hosts = DnsSdHost.two();
    List<DnsSdStack> stacks = Stream.of(DnsSdStack.values()).filter(DnsSdStack::exists).toList();
    stacks.forEach(stack -> early.put(stack, browsers(stack)));
    ours = hosts.get(0).ours(ID);
    stacks.forEach(stack -> late.put(stack, browsers(stack)));
  }

  private List<DnsSdPeer> browsers(DnsSdStack stack) {
    return hosts.stream().map(host -> host.browser(stack)).toList();
  }

  @AfterAll
  void end() throws Exception {
    for (DnsSdHost host : hosts) {
      host.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void browser_that_was_there_first_sees_address_port_and_all_txt(DnsSdStack stack) {
    stack.in(early).forEach(browser -> awaitOurs(browser, "eu"));
  }

  @ParameterizedTest
  @EnumSource
  @Order(2)
  void browser_that_comes_later_sees_them_too(DnsSdStack stack) {
    stack.in(late).forEach(browser -> awaitOurs(browser, "eu"));
  }

  @ParameterizedTest
  @EnumSource
  @Order(3)
  void change_of_metadata_is_seen_by_each_that_knows_changes(DnsSdStack stack) {
    signal(1);
    all(stack).forEach(browser -> awaitOurs(browser, stack.tellsChanges ? "us" : "eu"));
  }

  @ParameterizedTest
  @EnumSource
  @Order(4)
  void goodbye_is_seen_by_each_that_knows_goodbyes(DnsSdStack stack) {
    signal(2);
    ours.process().exitCode(DnsSdPeer.SOON);
    for (DnsSdPeer browser : all(stack).toList()) {
      if (stack.tellsGoodbyes) {
        browser.awaitGone(ID);
      } else {
        assertThat(browser.sees(ID)).isPresent();
      }
    }
  }

  private Stream<DnsSdPeer> all(DnsSdStack stack) {
    return Stream.of(early, late).flatMap(browsers -> stack.in(browsers).stream());
  }

  /** Sends the signals up to this one, each once. */
  private void signal(int number) {
    for (; signals < number; signals++) {
      ours.process().interrupt();
    }
  }

  private void awaitOurs(DnsSdPeer browser, String zone) {
    Map<String, String> txt = new TreeMap<>();
    OurPeer.METADATA.forEach((key, value) -> txt.put("md." + key, value));
    txt.putAll(
        Map.of(
            "txtvers",
            "1",
            "service",
            OurPeer.SERVICE,
            "id",
            ID,
            "version",
            "latest",
            "md.zone",
            zone));
    browser.awaitResolved(ID, hosts.get(0).address(), OurPeer.PORT, txt);
  }
}
