package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.testkit.CommandHarness;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;
import shippy.testkit.Soak;
import shippy.testkit.etcd.EtcdExtension;

/**
 * Cuts between etcd and some who use it, while these reach each other: one host, on which everybody
 * knows etcd by another address.
 */
@Tag("etcd")
@Tag("slow")
@Order(5)
class PartitionIT {
  /** A renewal is due after a third and fails 4 s later: before the lease ends, so that is told. */
  private static final Duration TTL = Soak.seconds(9, 15);

  /** Until a connection that falls silent is given up and its watch told to be lost, and more. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final Duration BACK = Duration.ofSeconds(10);
  private static final String ONLOOKER_SIDE = "127.0.0.1";
  private static final String VESSEL_SIDE = "127.0.0.2";
  private static final String CONSIGNMENT_SIDE = "127.0.0.3";
  private static final String CALLER_SIDE = "127.0.0.4";

  private final Namespace host = Namespace.create();
  private final Sandbox sandbox = Sandbox.etcd(ONLOOKER_SIDE).leasing(TTL).on(host);
  private RunningCommand vessel;
  private RemoteCalls calls;
  private RemoteServiceWatch watch;

  @BeforeEach
  void start() {
    CommandHarness etcd =
        sandbox.program(CommandHarness.program(EtcdExtension.program().toString()));
    etcd.start(
            "--data-dir=" + etcd.home(),
            "--listen-client-urls=http://0.0.0.0:2379",
            "--advertise-client-urls=http://127.0.0.1:2379")
        .awaitLine("ready to serve client requests", Sandbox.START);
    vessel = sandbox.starting(Sandbox.VESSEL, "--registry_address=" + VESSEL_SIDE);
    sandbox.starting(Sandbox.CONSIGNMENT, "--registry_address=" + CONSIGNMENT_SIDE);
    watch = new RemoteServiceWatch(sandbox);
    calls = new RemoteCalls(sandbox, "--registry_address=" + CALLER_SIDE);
    eventually(Sandbox.START, () -> assertThat(calls.created()).isGreaterThan(10));
  }

  @AfterEach
  void end() throws Exception {
    sandbox.close();
    host.close();
  }

  @Test
  void no_call_fails_when_a_service_or_its_callers_are_cut_off_from_etcd() {
    int failed = calls.failures().size();
    serviceIsCutOff(failed);
    callersAreCutOff(failed);
    sandbox.requireSound();
  }

  private void serviceIsCutOff(int failed) {
    int before = calls.created();
    long warned = warningsOfVessel();
    Supplier<Duration> time = Clock.system().stopwatch();
    cut(VESSEL_SIDE);
    watch.awaitCount(
        RemoteServiceWatch.VESSEL,
        0,
        TTL.multipliedBy(2),
        "service cut off from etcd, its key gone after");
    throughout(SILENCE.minus(time.get()), () -> assertThat(calls.failures()).hasSize(failed));
    report("service cut off from etcd", before);
    host.heal();
    watch.awaitCount(RemoteServiceWatch.VESSEL, 1, BACK, "key of the service back after");
    assertThat(warningsOfVessel() - warned)
        .as("suspended, lost, and the watch lost:%n%s", vessel.stdout())
        .isEqualTo(3);
  }

  private long warningsOfVessel() {
    return vessel.stdout().lines().filter(line -> line.contains(" level=warn ")).count();
  }

  private void callersAreCutOff(int failed) {
    int before = calls.created();
    int warned = calls.warnings().size();
    Supplier<Duration> time = Clock.system().stopwatch();
    cut(CONSIGNMENT_SIDE);
    cut(CALLER_SIDE);
    watch.awaitCount(
        RemoteServiceWatch.CONSIGNMENT,
        0,
        TTL.multipliedBy(2),
        "caller cut off from etcd, its key gone after");
    throughout(SILENCE.minus(time.get()), () -> assertThat(calls.failures()).hasSize(failed));
    report("callers cut off from etcd", before);
    assertThat(calls.warnings()).hasSize(warned + 1);
    host.heal();
    watch.awaitCount(RemoteServiceWatch.CONSIGNMENT, 1, BACK, "key of the caller back after");
    assertThat(calls.warnings()).hasSize(warned + 1);
  }

  private void cut(String address) {
    host.drop("INPUT -d " + address);
    host.drop("INPUT -s " + address);
  }

  private void report(String what, int before) {
    int created = calls.created() - before;
    System.out.printf("figure: %s: %d calls, 0 failed%n", what, created);
    assertThat(created).as("200 in %s", SILENCE).isGreaterThan(35);
  }
}
