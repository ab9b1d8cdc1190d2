package shippy.registry.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.testkit.dns.CoreDns;

/** Which nodes are read from which records. */
@Execution(ExecutionMode.CONCURRENT)
class DnsRegistryTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension final CoreDns dns = CoreDns.create();
  @TempDir private Path folder;
  private Registry registry = DnsRegistries.open("dns://" + dns.address() + "/test:8080");

  @AfterEach
  void close() {
    registry.close();
  }

  private void expect(String... nodes) {
    List<Node> wanted =
        Stream.of(nodes)
            .map(node -> node.split("@"))
            .map(node -> Node.of(VESSEL, node[0], node[1]))
            .toList();
    eventually(SOON, () -> assertThat(registry.nodes(VESSEL)).isEqualTo(wanted));
  }

  @Test
  void srv_records_give_ports_and_the_first_label_of_the_host_is_the_id() {
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 0 0 5001 vessel-0.vessel",
            "_grpc._tcp.vessel SRV 0 9 5002 10-1-2-3.Vessel",
            "vessel A 127.0.0.9",
            "vessel-0.vessel A 127.0.0.1",
            "10-1-2-3.vessel A 127.0.0.2"));
    expect("10-1-2-3@127.0.0.2:5002", "vessel-0@127.0.0.1:5001");
  }

  @Test
  void addresses_without_srv_records_have_the_port_of_the_flag_and_are_their_own_ids() {
    dns.zone(List.of("vessel A 127.0.0.2", "vessel A 127.0.0.1"));
    expect("127.0.0.1@127.0.0.1:8080", "127.0.0.2@127.0.0.2:8080");
    assertThat(DnsRegistries.address("test", folder).port()).isEqualTo(50051);
  }

  @Test
  void ipv6_counts_where_there_is_no_ipv4() {
    dns.zone(
        List.of(
            "vessel AAAA 2001:db8::1",
            "_grpc._tcp.both SRV 0 0 1 b.both",
            "b.both AAAA 2001:db8::2",
            "b.both A 127.0.0.2"));
    expect("2001:db8:0:0:0:0:0:1@[2001:db8::1]:8080");
    assertThat(registry.nodes("both")).containsExactly(Node.of("both", "b", "127.0.0.2:1"));
  }

  @Test
  void two_hosts_that_begin_alike_are_two_nodes() {
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 0 0 1 a.x",
            "_grpc._tcp.vessel SRV 0 0 1 a.y",
            "_grpc._tcp.vessel SRV 0 0 2 a.y",
            "a.x A 127.0.0.1",
            "a.y A 127.0.0.2"));
    expect("127.0.0.2:2@127.0.0.2:2", "a@127.0.0.1:1", "a.y.test@127.0.0.2:1");
  }

  @Test
  void blank_label_is_no_id() {
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 0 0 1 \\032.x",
            "_grpc._tcp.vessel SRV 0 0 1 ok",
            "\\032.x A 127.0.0.1",
            "ok A 127.0.0.2"));
    expect(" .x.test@127.0.0.1:1", "ok@127.0.0.2:1");
  }

  @Test
  void of_several_priorities_the_first_counts() {
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 10 0 1 spare",
            "_grpc._tcp.vessel SRV 5 0 1 main",
            "spare A 127.0.0.1",
            "main A 127.0.0.2"));
    expect("main@127.0.0.2:1");
  }

  @Test
  void names_may_be_aliases() {
    dns.zone(List.of("vessel CNAME ships", "ships A 127.0.0.1"));
    expect("127.0.0.1@127.0.0.1:8080");
  }

  @Test
  void what_is_not_offered_or_has_no_host_or_cannot_be_a_host_is_an_empty_set() {
    dns.zone(
        List.of(
            "_grpc._tcp.vessel SRV 0 0 0 .",
            "vessel A 127.0.0.1",
            "_grpc._tcp.ghost SRV 0 0 1 nobody"));
    expect();
    assertThat(registry.nodes("ghost")).isEmpty();
    for (String name : List.of("a b", "grüße", "x".repeat(64), "vessel.", "*")) {
      assertThat(registry.nodes(name)).as(name).isEmpty();
    }
  }

  @Test
  void answer_that_does_not_fit_into_a_datagram_is_complete() {
    dns.zone(
        IntStream.range(0, 300)
            .boxed()
            .flatMap(
                i ->
                    Stream.of(
                        "_grpc._tcp.vessel SRV 0 0 50051 pod-%d.vessel".formatted(i),
                        "pod-%d.vessel A 10.0.%d.%d".formatted(i, i / 250, i % 250),
                        "plain A 10.1.%d.%d".formatted(i / 250, i % 250)))
            .toList());
    eventually(SOON, () -> assertThat(registry.nodes(VESSEL)).hasSize(300));
    assertThat(registry.nodes("plain")).hasSize(300);
  }

  @Test
  void search_domains_are_tried_in_their_order_and_the_host_alone_last() {
    dns.zone(List.of("vessel.b A 127.0.0.2", "vessel.c A 127.0.0.3", "other.c A 127.0.0.4"));
    registry.close();
    registry =
        DnsRegistries.open(
            DnsRegistries.address(
                "dns://" + dns.address() + "/:1",
                folder,
                "domain ignored.test",
                "search a.test b.test. c.test"));
    expect("127.0.0.2@127.0.0.2:1");
    assertThat(registry.nodes("other")).hasSize(1);
    assertThat(registry.location()).isEqualTo("dns://" + dns.address() + "/a.test and more");
    // No domain has it, and this server refuses to look for the host alone.
    assertThatThrownBy(() -> registry.nodes("nobody"))
        .hasMessageEndingWith("cannot find SRV records of _grpc._tcp.nobody")
        .hasRootCauseMessage("Refused(5)");
  }

  @Test
  void failure_is_no_empty_set() {
    registry.close();
    registry = DnsRegistries.open("dns://" + dns.address() + "/fail.test");
    RegistryException failure =
        catchThrowableOfType(RegistryException.class, () -> registry.nodes(VESSEL));
    assertThat(failure.problem().code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(failure.problem().what())
        .isEqualTo(
            "the name server cannot tell: cannot find SRV records of _grpc._tcp.vessel.fail.test");
    assertThat(failure.problem().facts()).containsExactly(dns.address() + ": ServFail(2)");
  }

  @Test
  void the_second_server_is_asked_when_the_first_is_silent() {
    dns.zone(List.of("vessel A 127.0.0.1"));
    DnsAddress both = DnsRegistries.address("dns://" + dns.address() + "/test:8080", folder);
    DnsAddress silent = DnsRegistries.address("dns://127.0.0.1:1/test", folder);
    registry.close();
    registry =
        DnsRegistries.open(
            new DnsAddress(
                List.of(silent.servers().get(0), both.servers().get(0)), both.domains(), 8080));
    expect("127.0.0.1@127.0.0.1:8080");
  }

  @Test
  void closing_ends_a_lookup_that_waits() {
    dns.kill();
    CompletableFuture<List<Node>> waiting =
        CompletableFuture.supplyAsync(() -> registry.nodes(VESSEL));
    throughout(Duration.ofMillis(300), () -> assertThat(waiting).isNotDone());
    registry.close();
    assertThatThrownBy(() -> waiting.get(8, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void services_cannot_be_listed_and_the_error_says_what_to_do() {
    assertThat(registry.canList()).isFalse();
    assertThat(registry.takesRegistrations()).isFalse();
    RegistryException failure =
        catchThrowableOfType(RegistryException.class, () -> registry.services());
    assertThat(failure.problem().code()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.problem().what())
        .isEqualTo("registry dns cannot list services (expected: the name of one)");
  }
}
