package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.etcd.ConfigCentre;
import shippy.registry.HostPort;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.SystemCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Three running instances follow a key of etcd, which is their registry as well. */
@Tag("etcd")
class ConfigCentreIT {
  private static final String KEY = "/shippy/config/consignment";
  private static final String[] ARGS = {"--config=etcd://" + KEY, "--store=memory"};
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int PUTS = 1_000;

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).keepingData();

  private static final AtomicInteger MILLIS = new AtomicInteger(5_000);
  private static final List<RunningCommand> INSTANCES = new ArrayList<>();
  private static Sandbox sandbox = Sandbox.bare();

  @BeforeAll
  static void start() {
    sandbox = Sandbox.etcd(etcd.endpoints());
    put("client_retries: 1");
    for (int i = 0; i < 3; i++) {
      INSTANCES.add(sandbox.starting(Sandbox.CONSIGNMENT, ARGS));
    }
    INSTANCES.forEach(instance -> instance.awaitLine("Registered node: ", Sandbox.START));
  }

  @AfterAll
  static void end() throws Exception {
    sandbox.close();
  }

  @Test
  void new_log_level_and_retry_count_take_effect_in_all_instances_within_a_second() {
    Supplier<Duration> taken = Clock.system().stopwatch();
    put(
        "log_level: debug\nclient_retries: 4\n"
            + "log_levels: {io.grpc.netty.NettyServerHandler: debug}");
    awaitAll("log_level is debug now, was info", AT_ONCE);
    awaitAll("client_retries is 4 now, was \\d \\(etcd://" + KEY + "@\\d+:2\\)", AT_ONCE);
    figure("etcdctl put, seen in three instances", taken.get());
    expectHealth(ServingStatus.SERVING, AT_ONCE); // a call, whose frames Netty logs
    awaitAll("level=debug ", AT_ONCE);
    put("log_level: info\nclient_retries: 1");
    awaitAll("log_level is info now, was debug", AT_ONCE);
  }

  @Test
  void bad_value_changes_nothing_and_is_seen_within_a_second() {
    long revision = put("log_level: warn\nclient_retries: 77");
    awaitAll(
        "Configuration unchanged: etcd://%s@%d:2:1: \"77\" ".formatted(KEY, revision), AT_ONCE);
    expectHealth(ServingStatus.NOT_SERVING, AT_ONCE);
    revision = put("client_retries: 1\nregistry_address: 10.0.0.1");
    awaitAll("@%d:2:1: registry_address cannot be set here".formatted(revision), AT_ONCE);
    follow(AT_ONCE);
    assertThat(INSTANCES)
        .allSatisfy(
            instance -> assertThat(instance.stdout()).doesNotContain("log_level is warn now"));
  }

  @Test
  void instance_starts_from_its_copy_while_etcd_is_away_and_all_follow_again_in_five_seconds()
      throws Exception {
    follow(AT_ONCE);
    etcd.kill(0);
    try (RunningCommand late = sandbox.starting(Sandbox.CONSIGNMENT, ARGS)) {
      late.awaitLine(
          "etcd is unreachable: cannot read %s; in use: its copy %s"
              .formatted(KEY, sandbox.data().resolve("config")),
          Sandbox.START);
      Result refused =
          sandbox.program(Sandbox.CONSIGNMENT).run("--config_required", ARGS[0], ARGS[1]);
      assertThat(refused.exitCode()).isEqualTo(78);
      assertThat(refused.stderr())
          .startsWith("error: etcd is unreachable: cannot read " + KEY)
          .contains("endpoint health", "--config_required=false");
      expectHealth(ServingStatus.NOT_SERVING, SOON);
      etcd.restart(0);
      put("client_retries: 0");
      etcd.etcdctl("compact", Long.toString(put("client_retries: 3")));
      late.awaitLine("client_retries is 3 now, was \\d", SOON);
      awaitAll("client_retries is 3 now, was \\d", SOON);
      follow(AT_ONCE);
    }
  }

  @Test
  void wiped_etcd_changes_nothing_and_is_followed_within_five_seconds() {
    follow(AT_ONCE);
    etcd.wipe();
    awaitAll("no such key in etcd at " + etcd.endpoints(), SOON);
    expectHealth(ServingStatus.NOT_SERVING, SOON);
    follow(SOON);
    follow(AT_ONCE);
  }

  @Test
  void last_of_a_thousand_puts_in_ten_seconds_wins_everywhere_without_growth() throws Exception {
    follow(AT_ONCE);
    List<Integer> threads = INSTANCES.stream().map(ConfigCentreIT::threads).toList();
    List<Long> bytes = INSTANCES.stream().map(ConfigCentreIT::liveBytes).toList();
    int last = putSteadily();
    awaitAll("client_request_timeout is %dms now".formatted(last), AT_ONCE);
    for (int i = 0; i < INSTANCES.size(); i++) {
      RunningCommand instance = INSTANCES.get(i);
      System.out.printf(
          "figure: %d puts: threads %d -> %d, live bytes %d -> %d%n",
          PUTS, threads.get(i), threads(instance), bytes.get(i), liveBytes(instance));
      assertThat(threads(instance)).isLessThanOrEqualTo(threads.get(i) + 10);
      assertThat(liveBytes(instance) - bytes.get(i)).isLessThan(2_000_000);
    }
    expectHealth(ServingStatus.SERVING, AT_ONCE);
  }

  /** The last value, in milliseconds. */
  private static int putSteadily() throws InterruptedException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Config config = Config.of(Map.of("config_address", etcd.endpoints()), Map.of());
    try (ConfigCentre centre = ConfigCentre.open(config, Clock.system())) {
      AtomicInteger count = new AtomicInteger();
      Runnable put =
          () -> {
            if (count.getAndIncrement() < PUTS) {
              long revision = centre.get(KEY).orElseThrow().revision();
              centre.put(KEY, timeout(), revision);
            }
          };
      Future<?> unused = timer.scheduleAtFixedRate(put, 0, 10, TimeUnit.MILLISECONDS);
      eventually(Duration.ofSeconds(20), () -> assertThat(count).hasValueGreaterThan(PUTS));
    } finally {
      timer.shutdown();
      assertThat(timer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
    return MILLIS.get();
  }

  /** A new value in effect everywhere. */
  private static void follow(Duration limit) {
    put(timeout());
    awaitAll("client_request_timeout is %dms now".formatted(MILLIS.get()), limit);
    expectHealth(ServingStatus.SERVING, AT_ONCE);
  }

  /** Settings that no version before had. */
  private static String timeout() {
    return "client_retries: 1\nclient_request_timeout: %dms".formatted(MILLIS.incrementAndGet());
  }

  private static long put(String text) {
    return etcd.etcdctl("put", KEY, text, "-w", "fields")
        .lines()
        .filter(line -> line.contains("Revision"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitAll(String line, Duration limit) {
    INSTANCES.forEach(instance -> instance.awaitLine(line, limit));
  }

  private static void expectHealth(ServingStatus status, Duration limit) {
    try (Client client = Client.open(Config.of(Map.of(), Map.of()))) {
      for (RunningCommand instance : INSTANCES) {
        HostPort address =
            HostPort.parse(instance.awaitLine("Listening on (\\S+)", AT_ONCE).group(1));
        HealthCheckRequest request =
            HealthCheckRequest.newBuilder().setService("shippy.config").build();
        eventually(
            limit,
            () ->
                assertThat(
                        HealthGrpc.newBlockingStub(client.direct(address))
                            .check(request)
                            .getStatus())
                    .isEqualTo(status));
      }
    }
  }

  private static int threads(RunningCommand instance) {
    String[] tasks = Path.of("/proc/" + instance.pid() + "/task").toFile().list();
    return tasks == null ? 0 : tasks.length;
  }

  /** After a collection. */
  private static long liveBytes(RunningCommand instance) {
    String jcmd = Path.of(System.getProperty("java.home", ""), "bin/jcmd").toString();
    String pid = Long.toString(instance.pid());
    return SystemCommand.run(List.of(jcmd, pid, "GC.class_histogram"))
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]))
        .findFirst()
        .orElseThrow();
  }

  private static void figure(String what, Duration taken) {
    System.out.printf(Locale.ROOT, "figure: %s: %d ms%n", what, taken.toMillis());
  }
}
