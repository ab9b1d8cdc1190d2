package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import shippy.e2e.Lookups.Found;
import shippy.testkit.RunningCommand;

/** mDNS between two hosts with two network cards: a service on the second, on a bad network too. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(11)
class MdnsNetworkIT {
  private static final Duration DISCOVERY = Duration.ofSeconds(5);

  private TwoHosts hosts;
  private RunningCommand vessel;
  private RunningCommand consignment;
  private RemoteServiceWatch watch;

  @BeforeAll
  void start() {
    hosts = new TwoHosts();
    vessel = hosts.onLeft().starting(Sandbox.VESSEL);
    // It makes the right host listen to the second cable, whoever else looks at the first.
    consignment = hosts.onRight().starting(Sandbox.CONSIGNMENT);
    watch = new RemoteServiceWatch(hosts.onRight());
    vessel.awaitLine("Registered node: ", Sandbox.START);
    consignment.awaitLine("Registered node: ", Sandbox.START);
  }

  @AfterAll
  void end() throws Exception {
    hosts.close();
  }

  private String addressOfVessel() {
    return vessel.awaitLine("Listening on (\\S+)", Sandbox.START).group(1);
  }

  @Test
  void service_on_the_second_card_is_found_there_and_not_on_the_first() {
    assertThat(addressOfVessel()).startsWith("10.2.0.1:");
    assertThat(Lookups.ten(hosts.onRight(), DISCOVERY))
        .hasSize(10)
        .allMatch(found -> found.address().equals(addressOfVessel()));
    assertThat(Lookups.ten(hosts.onRight(), Duration.ofMillis(500), "--registry_address=10.1.0.2"))
        .hasSize(10)
        .allMatch(found -> found.address().equals("nothing"));
  }

  @Test
  void service_is_found_within_five_seconds_though_three_of_ten_packets_are_lost() {
    String third = "INPUT -p udp --dport 5353 -m statistic --mode random --probability 0.3";
    hosts.left().drop(third);
    hosts.right().drop(third);
    List<Found> all = Lookups.ten(hosts.onRight(), DISCOVERY);
    hosts.heal();
    assertThat(all).hasSize(10).allMatch(found -> found.address().equals(addressOfVessel()));
    List<Long> millis =
        all.stream()
            .map(found -> found.after().toMillis())
            .sorted(Comparator.naturalOrder())
            .toList();
    System.out.printf(
        "figure: found at 30 %% packet loss: median %d ms, at most %d ms (limit %d ms)%n",
        millis.get(5), millis.get(9), DISCOVERY.toMillis());
  }

  @Test
  void card_that_goes_down_is_told_once_and_the_service_is_back_when_it_is_up() {
    int told = registryLines().size();
    hosts.left().down(TwoHosts.SECOND_CABLE);
    vessel.awaitLine(
        "Registry \\[mdns] is lost, retrying: .*10\\.2\\.0\\.1 \\(back\\)",
        DISCOVERY.multipliedBy(4));
    vessel.awaitLine("Registry \\[mdns] cannot register ", DISCOVERY.multipliedBy(4));
    hosts.left().up(TwoHosts.SECOND_CABLE);
    watch.awaitCount(
        RemoteServiceWatch.VESSEL,
        1,
        Duration.ofSeconds(10),
        "seen from the other host after the card is up");
    vessel.awaitLine("Registry \\[mdns] is back: ", DISCOVERY);
    assertThat(registryLines().subList(told, registryLines().size()))
        .as("lost and back, of the network and of the registration")
        .hasSize(4);
  }

  private List<String> registryLines() {
    return vessel.stdout().lines().filter(line -> line.contains(" Registry [mdns] ")).toList();
  }
}
