package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.proto.vessel.Specification;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.Soak;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/**
 * Calls go on while etcd is away for several leases, and while the leader of three is frozen; for
 * twice as long with the leases that services have by default in {@code make soak}.
 */
@Tag("etcd")
@Order(3)
class EtcdOutageIT {
  private static final String VESSEL = "shippy.service.vessel";
  private static final String CONSIGNMENT = "shippy.service.consignment";
  private static final Duration LEASE = Soak.seconds(6, 15);
  private static final Duration AWAY = Soak.seconds(25, 60);
  private static final Duration FROZEN = Soak.seconds(20, 30);
  private static final Node PROBE = Node.of("probe", "probe-1", "127.0.0.1:1");

  @RegisterExtension static final EtcdExtension ALONE = EtcdExtension.nodes(1);
  @RegisterExtension static final EtcdExtension CLUSTER = EtcdExtension.nodes(3);

  /** At the same time, so that it takes little more than the longer one. */
  @Test
  void no_call_between_known_services_fails() throws Exception {
    try (Sandbox first = sandbox(ALONE);
        Sandbox second = sandbox(CLUSTER);
        SteadyCalls withoutEtcd = new SteadyCalls(ALONE.endpoints(), "a");
        SteadyCalls withFrozenMember = new SteadyCalls(CLUSTER.endpoints(), "b")) {
      eventually(Sandbox.START, () -> assertThat(withoutEtcd.created()).isPositive());
      eventually(Sandbox.START, () -> assertThat(withFrozenMember.created()).isPositive());
      CompletableFuture<Void> frozen =
          CompletableFuture.runAsync(() -> frozenLeader(withFrozenMember));
      withoutEtcd(first, withoutEtcd);
      frozen.join();
      first.requireSound();
      second.requireSound();
    }
  }

  private static void withoutEtcd(Sandbox sandbox, SteadyCalls calls) {
    Supplier<Duration> away = Clock.system().stopwatch();
    int before = calls.created();
    int failed = calls.failures().size();
    ALONE.kill(0);
    RunningCommand late = sandbox.starting(Sandbox.VESSEL);
    String address = late.awaitLine("Listening on (\\S+)", Sandbox.START).group(1);
    late.awaitLine("level=warn Registry \\[etcd] cannot register ", Sandbox.START);
    assertThat(
            DirectCall.findAvailable(
                address, Specification.newBuilder().setCapacity(1).setMaxWeight(1).build()))
        .startsWith("vessel");
    tells(sandbox);
    throughout(AWAY.minus(away.get()), () -> assertThat(calls.failures()).hasSize(failed));
    System.out.printf(
        "figure: etcd away for %d s: %d calls, 0 failed%n",
        AWAY.toSeconds(), calls.created() - before);
    assertThat(calls.created() - before).isGreaterThan(30);
    ALONE.restart(0);
    // etcd gives leases their whole ttl again when it starts: who was known is known at once.
    try (Registry registry = registry(ALONE)) {
      within(
          Duration.ofSeconds(5),
          "service started without etcd registered after",
          () -> assertThat(registry.nodes(VESSEL)).hasSize(2));
      throughout(
          Duration.ofSeconds(5),
          () -> {
            assertThat(registry.nodes(VESSEL)).hasSize(2);
            assertThat(registry.nodes(CONSIGNMENT)).hasSize(1);
            assertThat(calls.failures()).hasSize(failed);
          });
    }
  }

  /** The figure to read is 3.5 s on an idle machine; a crowded one starts no JVM in that time. */
  private static void tells(Sandbox sandbox) {
    Result result = sandbox.cli("list");
    System.out.printf(
        Locale.ROOT, "figure: CLI without etcd ends after: %.2f s%n", seconds(result.took()));
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(69);
    assertThat(result.stderr())
        .startsWith("error: etcd is unreachable: ")
        .contains(ALONE.endpoints() + ": ");
  }

  private static void frozenLeader(SteadyCalls calls) {
    SnapshotRecorder seen = new SnapshotRecorder();
    int before = calls.created();
    int failed = calls.failures().size();
    int leader = CLUSTER.leader();
    try (Registry registry = registry(CLUSTER)) {
      registry.watch("probe", seen);
      eventually(Duration.ofSeconds(5), () -> assertThat(seen.nodes()).isPresent());
      Supplier<Duration> frozen = Clock.system().stopwatch();
      CLUSTER.pause(leader);
      within(
          Duration.ofSeconds(15),
          "registered and seen by a watch after the leader froze",
          () -> {
            registry.register(PROBE, Duration.ofSeconds(60));
            assertThat(seen.nodes()).contains(List.of(PROBE));
          });
      throughout(
          FROZEN.minus(frozen.get()),
          () -> {
            assertThat(calls.failures()).hasSize(failed);
            assertThat(registry.nodes(VESSEL)).hasSize(1);
            assertThat(registry.nodes(CONSIGNMENT)).hasSize(1);
          });
      System.out.printf(
          "figure: leader of three frozen for %d s: %d calls, 0 failed%n",
          FROZEN.toSeconds(), calls.created() - before);
    } finally {
      CLUSTER.resume(leader);
    }
  }

  private static void within(Duration limit, String what, ThrowingRunnable recovered) {
    Supplier<Duration> taken = Clock.system().stopwatch();
    eventually(limit, recovered);
    System.out.printf(
        Locale.ROOT,
        "figure: %s: %.2f s (limit %.1f s)%n",
        what,
        seconds(taken.get()),
        seconds(limit));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static Sandbox sandbox(EtcdExtension etcd) {
    Sandbox sandbox = Sandbox.etcd(etcd.endpoints()).leasing(LEASE);
    sandbox.both();
    return sandbox;
  }

  private static Registry registry(EtcdExtension etcd) {
    return Registry.open(
        Config.of(Map.of("registry", "etcd", "registry_address", etcd.endpoints()), Map.of()));
  }
}
