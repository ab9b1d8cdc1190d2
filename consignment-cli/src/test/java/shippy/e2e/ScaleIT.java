package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.registry.Node;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** {@code SERVICE_NUMBER=3 shippy run}: instances die, come and go under 200 calls a second. */
@ResourceLock("processor")
@Tag("etcd")
@Order(10)
class ScaleIT {
  private static final String SERVICE = "shippy.service.vessel";
  private static final int CALLS_PER_SECOND = 200;
  private static final Duration BACK = Duration.ofSeconds(3);
  private static final Specification SMALL =
      Specification.newBuilder().setCapacity(1).setMaxWeight(1).build();

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Map<String, String> settings =
      Map.of("registry", "etcd", "registry_address", ETCD.endpoints());
  private final Platform platform = Platform.open(Config.of(settings, Map.of()));
  @TempDir private Path state = Path.of("");

  private final Sandbox sandbox =
      Sandbox.etcd(ETCD.endpoints())
          .with("SERVICE_PATH", "vessel-service")
          .with("SERVICE_NUMBER", "3");

  /** As {@code make build} does, for a fast start. */
  @BeforeAll
  static void archiveClasses() {
    CommandHarness.program(Sandbox.ROOT.resolve("consignment-cli/src/dist/train").toString())
        .timeout(Duration.ofSeconds(60))
        .run("vessel-service");
  }

  @BeforeEach
  void start() {
    sandbox.with("XDG_STATE_HOME", state.toString()); // where the verbs find the run
    RunningCommand run = sandbox.starting(Sandbox.TOOL, "run");
    run.awaitLine("vessel-3 +grpc .* serving", Sandbox.START);
    assertThat(run.stdout()).doesNotContain("consignment ");
  }

  @AfterEach
  void close() throws Exception {
    sandbox.close();
    platform.close();
  }

  @Test
  void killed_instance_is_back_within_3_seconds_and_no_read_fails() throws Exception {
    List<Duration> back = new ArrayList<>();
    try (SteadyReads calls = new SteadyReads(SERVICE, CALLS_PER_SECOND, settings)) {
      begin(calls);
      for (String victim : instances()) {
        back.add(timeToReplace(Long.parseLong(victim.replaceAll(".*\\(pid (\\d+)\\)", "$1"))));
      }
      print(calls, "killed one after the other, back after " + back);
    }
    assertThat(Collections.min(back)).as("others may load the machine").isLessThanOrEqualTo(BACK);
  }

  private Duration timeToReplace(long victim) {
    Set<String> before = ids();
    Supplier<Duration> since = Clock.system().stopwatch();
    ProcessHandle.of(victim).orElseThrow().destroyForcibly();
    eventually(Sandbox.START, () -> assertThat(fresh(before)).isNotEmpty().allMatch(this::answers));
    return since.get();
  }

  @Test
  void scaling_up_restarting_and_scaling_down_fail_no_call_of_which_none_is_repeated()
      throws Exception {
    try (SteadyReads calls = SteadyReads.once(SERVICE, CALLS_PER_SECOND, settings)) {
      begin(calls);

      assertThat(printed("scale", "vessel", "5").lines()).hasSize(5);
      eventually(Sandbox.START, () -> assertThat(ids()).hasSize(5));
      Set<String> before = ids();
      assertThat(printed("restart", "vessel").lines()).hasSize(5);
      assertThat(ids()).doesNotContainAnyElementsOf(before);
      printed("scale", "vessel=2");
      eventually(Sandbox.START, () -> assertThat(ids()).hasSize(2));

      print(calls, "3 instances scaled to 5, restarted, scaled to 2");
    }
  }

  private static void begin(SteadyReads calls) {
    eventually(Sandbox.START, () -> assertThat(calls.last()).isEqualTo("vessel001"));
    calls.begin();
  }

  private static void print(SteadyReads calls, String what) throws InterruptedException {
    calls.end();
    System.out.printf(
        "figure: %s: %d calls, %d failed%n", what, calls.answers().size(), calls.failures().size());
    assertThat(calls.failures()).isEmpty();
    assertThat(calls.answers()).containsOnly("vessel001");
  }

  private List<String> instances() {
    return printed("scale", "vessel=3").lines().toList();
  }

  private String printed(String... args) {
    Result result = sandbox.program(Sandbox.TOOL).timeout(Duration.ofSeconds(90)).run(args);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout();
  }

  private Set<String> ids() {
    return nodes().stream().map(Node::id).collect(Collectors.toSet());
  }

  private List<Node> fresh(Set<String> before) {
    return nodes().stream().filter(node -> !before.contains(node.id())).toList();
  }

  private List<Node> nodes() {
    return platform.registry().nodes(SERVICE);
  }

  private boolean answers(Node node) {
    return DirectCall.findAvailable(node.address().toString(), SMALL).equals("vessel001");
  }
}
