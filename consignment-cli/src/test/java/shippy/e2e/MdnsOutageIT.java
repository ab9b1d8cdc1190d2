package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.Soak;

/** Calls between two hosts go on while mDNS is wrong about who there is. */
@Tag("slow")
@Order(8)
class MdnsOutageIT {
  /** Of the records; 20 s by default. */
  private static final Duration TTL = Soak.seconds(8, 20);

  /** A registration that is not renewed for so long is lost, well before the records expire. */
  private static final Duration LEASE = Soak.seconds(6, 15);

  /** The ttl of the records, and some time. */
  private static final Duration EXPIRY = TTL.plusSeconds(TTL.toSeconds() / 2);

  private static final List<String> MULTICAST = List.of(" -d 224.0.0.251", " -d ff02::fb");

  /** At the same time, for both wait for records to expire. */
  @Test
  void no_call_fails_without_multicast_or_after_a_kill() {
    CompletableFuture.allOf(
            CompletableFuture.runAsync(MdnsOutageIT::killedInstance),
            CompletableFuture.runAsync(MdnsOutageIT::noMulticast))
        .join();
  }

  private static void killedInstance() {
    try (TwoHosts hosts = hosts()) {
      RunningCommand victim = hosts.onLeft().starting(Sandbox.VESSEL);
      RunningCommand other = hosts.onLeft().starting(Sandbox.VESSEL);
      hosts.onLeft().starting(Sandbox.CONSIGNMENT);
      RemoteServiceWatch watch = new RemoteServiceWatch(hosts.onRight());
      RemoteCalls calls = new RemoteCalls(hosts.onRight());
      ready(calls);
      eventually(
          Sandbox.START,
          () ->
              assertThat(watch.last(RemoteServiceWatch.VESSEL))
                  .as(victim.stdout() + victim.stderr() + other.stdout() + other.stderr())
                  .isEqualTo("2"));
      int before = calls.created();
      int failed = calls.failures().size();
      victim.kill();
      watch.awaitCount(
          RemoteServiceWatch.VESSEL, 1, EXPIRY, "killed instance no longer listed after");
      eventually(EXPIRY, () -> assertThat(vesselsListed(hosts.onRight())).hasSize(1));
      report("instance killed, with its record and after", calls, before, failed);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void noMulticast() {
    try (TwoHosts hosts = hosts()) {
      hosts.onLeft().starting(Sandbox.VESSEL);
      RunningCommand consignment = hosts.onRight().starting(Sandbox.CONSIGNMENT);
      RemoteServiceWatch watch = new RemoteServiceWatch(hosts.onLeft());
      RemoteCalls calls = new RemoteCalls(hosts.onLeft());
      ready(calls);
      int before = calls.created();
      int failed = calls.failures().size();
      swallowOnTheLeftAndRefuseOnTheRight(hosts);
      Supplier<Duration> time = Clock.system().stopwatch();
      tellsThatNobodyAnswered(hosts.onLeft());
      tellsThatNothingCanBeSent(hosts.onRight());
      eventually(
          EXPIRY, () -> assertThat(watch.last(RemoteServiceWatch.CONSIGNMENT)).isEqualTo("0"));
      System.out.printf(
          "figure: without multicast, forgotten after: %d s%n", time.get().toSeconds());
      throughout(EXPIRY.minus(time.get()), () -> assertThat(calls.failures()).hasSize(failed));
      report("without multicast for longer than records live", calls, before, failed);
      hosts.heal();
      watch.awaitCount(
          RemoteServiceWatch.CONSIGNMENT,
          1,
          Duration.ofSeconds(10),
          "multicast again, found after");
      watch.awaitCount(RemoteServiceWatch.VESSEL, 1, Duration.ofSeconds(10), "and the other");
      eventually(
          Duration.ofSeconds(10),
          () ->
              assertThat(hosts.onRight().tool("list", "services").stdout().lines())
                  .containsExactly(RemoteServiceWatch.CONSIGNMENT, RemoteServiceWatch.VESSEL));
      edgesAreToldOnce(consignment);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static TwoHosts hosts() {
    TwoHosts hosts = new TwoHosts();
    for (Sandbox sandbox : List.of(hosts.onLeft(), hosts.onRight())) {
      sandbox.leasing(LEASE).with("JAVA_TOOL_OPTIONS", "-Dshippy.mdns.ttl=" + TTL.toSeconds());
    }
    return hosts;
  }

  private static void ready(RemoteCalls calls) {
    eventually(Sandbox.START, () -> assertThat(calls.created()).isGreaterThan(10));
  }

  /** A switch or the firewall of a receiver, and the firewall of the sender. */
  private static void swallowOnTheLeftAndRefuseOnTheRight(TwoHosts hosts) {
    for (String group : MULTICAST) {
      hosts.left().drop("INPUT" + group);
      hosts.right().drop("INPUT" + group);
      hosts.right().drop("OUTPUT" + group);
    }
  }

  private static void tellsThatNobodyAnswered(Sandbox sandbox) {
    Result result = failing(sandbox);
    MatchResult message =
        Pattern.compile(
                "error: no instance of shippy\\.service\\.consignment found \\(registry: mdns at"
                    + " 10\\.2\\.0\\.1 \\(back\\), looked for (\\d\\.\\d) s\\)")
            .matcher(result.stderr())
            .results()
            .findFirst()
            .orElseThrow(() -> new AssertionError(result.stderr()));
    assertThat(Double.parseDouble(message.group(1))).isLessThan(3.5);
    System.out.printf(
        Locale.ROOT,
        "figure: CLI without multicast looks for %s s and ends after %.1f s%n",
        message.group(1),
        result.took().toMillis() / 1e3);
  }

  private static void tellsThatNothingCanBeSent(Sandbox sandbox) {
    assertThat(failing(sandbox).stderr())
        .contains(
            "error: registry mdns cannot be used on 10.2.0.2 (back): Operation not permitted\n")
        .contains("  likely: ");
  }

  private static Result failing(Sandbox sandbox) {
    Result result = sandbox.cli("list");
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(69);
    assertThat(result.stderr()).contains("--registry=etcd");
    return result;
  }

  private static List<String> vesselsListed(Sandbox sandbox) {
    Result result = sandbox.tool("get", "service", RemoteServiceWatch.VESSEL);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(RemoteServiceWatch.VESSEL + "-"))
        .toList();
  }

  private static void report(String what, RemoteCalls calls, int before, int failed) {
    int created = calls.created() - before;
    assertThat(calls.failures()).hasSize(failed);
    System.out.printf("figure: %s: %d calls, 0 failed%n", what, created);
    assertThat(created).isGreaterThan((int) EXPIRY.toSeconds() * 50 / 30);
  }

  /** Of the network and of the registration, which is suspended and then lost. */
  private static void edgesAreToldOnce(RunningCommand service) {
    List<String> lines =
        service
            .stdout()
            .lines()
            .filter(line -> line.contains(" Registry [mdns] "))
            .filter(line -> !line.contains("Register"))
            .toList();
    assertThat(lines).as(service.stdout()).hasSize(5);
  }
}
