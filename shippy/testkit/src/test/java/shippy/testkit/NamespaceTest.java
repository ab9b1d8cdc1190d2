package shippy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness.Result;

class NamespaceTest {
  private final Namespace here = Namespace.create();
  private final Namespace there = Namespace.create();

  @AfterEach
  void delete() {
    here.close();
    here.close();
    there.close();
  }

  private static Result run(Namespace host, String... command) {
    try (CommandHarness harness = CommandHarness.program(command).on(host)) {
      return harness.run();
    }
  }

  /** What the kernel says of the way to an address: its interface, or that there is none. */
  private static String way(Namespace host, String address) {
    Result result = run(host, "ip", "route", "get", address);
    return result.stdout() + result.stderr();
  }

  /** How an attempt to connect ends within a second: refused is an answer. */
  private String dial(String address) {
    String script = "exec 2>&1; timeout 1 bash -c '</dev/tcp/%s/9'; echo $?".formatted(address);
    return run(here, "sh", "-c", script).stdout();
  }

  @Test
  void host_has_loopback_and_the_links_it_is_given_and_nothing_else() {
    assertThat(way(here, "127.0.0.1")).contains("dev lo");
    assertThat(way(here, "10.9.8.2")).contains("unreachable");
    here.link("front", "10.9.8.1", there, "10.9.8.2");
    assertThat(way(here, "10.9.8.2")).contains("dev front");
    assertThat(way(there, "10.9.8.1")).contains("dev front");
    here.down("front");
    assertThat(way(here, "10.9.8.2")).contains("unreachable");
    here.up("front");
    assertThat(way(here, "10.9.8.2")).contains("dev front");
  }

  @Test
  void dropped_packets_are_not_answered_until_the_network_is_healed() {
    here.link("front", "10.9.8.1", there, "10.9.8.2");
    assertThat(dial("10.9.8.2")).contains("Connection refused");
    there.drop("INPUT -p tcp --dport 9");
    assertThat(dial("10.9.8.2")).isEqualTo("124\n");
    there.heal();
    assertThat(dial("10.9.8.2")).contains("Connection refused");
  }

  @Test
  void closed_host_is_gone() {
    there.close();
    String left = SystemCommand.run(List.of("ip", "netns", "list"));
    assertThat(left).contains(here.name()).doesNotContain(there.name());
  }

  @Test
  void program_on_a_host_is_the_process_that_was_started() {
    try (CommandHarness shell = CommandHarness.program("sh", "-c").on(here)) {
      RunningCommand running = shell.start("echo $$; exec sleep 60");
      assertThat(running.awaitLine("(\\d+)", Duration.ofSeconds(10)).group(1))
          .isEqualTo(Long.toString(running.pid()));
      running.terminate();
      assertThat(running.exitCode(Duration.ofSeconds(10))).isEqualTo(128 + 15);
    }
  }
}
