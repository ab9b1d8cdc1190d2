package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.vessel.Vessel;
import shippy.testkit.Concurrently;
import shippy.testkit.Prerequisite;
import shippy.testkit.RunningCommand;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.etcd.EtcdExtension;

/** {@code shippy run --memory=100m --cpus=0.5}, with control groups of Linux. */
@Tag("etcd")
class LimitsIT {
  /** Of one consignment: 2 MB as objects in a service. */
  private static final int LARGE = 10_000;

  private static final int CALLERS = 16;
  private static final int CALLS = 100;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @TempDir private Path state = Path.of("");

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void service_in_100_mb_answers_under_load_and_its_group_goes_with_the_run() throws Exception {
    RunningCommand run = start("run", "--memory=100m", "--cpus=consignment=0.5");
    List<Path> groups = groups(run);
    assertThat(groups).isNotEmpty();
    try (Services services = services()) {
      Concurrently.run(
          IntStream.range(0, CALLERS)
              .<ThrowingRunnable>mapToObj(caller -> () -> createMany(services, caller))
              .toList());
    }

    run.kill();
    assertThat(groups).as("a killed run cleans nothing up").allMatch(Files::exists);
    assertThat(sandbox.tool("stop").stdout()).contains("vessel", "consignment");

    assertThat(run.stderr()).doesNotContain("was killed");
    assertThat(groups).noneMatch(Files::exists);
  }

  @Test
  void service_that_takes_more_is_told_as_that_and_started_again() throws Exception {
    sandbox.with("JDK_JAVA_OPTIONS", "-Xmx1g"); // a heap that does not fit
    RunningCommand run = start("run", "--store=memory", "--memory=consignment=100m");
    try (Services services = services()) {
      StatusRuntimeException lost =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> {
                for (int i = 0; i < 200; i++) {
                  services.create(consignment("large-" + i, LARGE));
                }
              });
      assertThat(lost).isNotNull();
    }

    run.awaitLine(
        "consignment was killed: it took more than its 100 MB of memory; next start in 0",
        Sandbox.START);
    run.awaitLine("consignment is started again", Sandbox.START);
    List<Path> groups = groups(run);
    run.terminate();
    assertThat(run.exitCode(Sandbox.START)).isZero();
    assertThat(groups).isNotEmpty().noneMatch(Files::exists);
  }

  private RunningCommand start(String... args) {
    sandbox.with("XDG_STATE_HOME", state.toString()); // where the verbs find the run
    RunningCommand run = sandbox.starting(Sandbox.TOOL, args);
    eventually(
        Sandbox.START,
        () -> assertThat(run.stdout() + run.stderr()).containsAnyOf("serving", "cannot limit"));
    if (run.stderr().contains("cannot limit")) {
      throw Prerequisite.missing(run.stderr());
    }
    run.awaitLine("consignment +grpc .* serving", Sandbox.START);
    return run;
  }

  private static Services services() {
    Services services = new Services(ETCD.endpoints());
    services.add(
        Vessel.newBuilder()
            .setId("endless")
            .setName("Endless")
            .setCapacity(Integer.MAX_VALUE)
            .setMaxWeight(Integer.MAX_VALUE)
            .build());
    return services;
  }

  private static void createMany(Services services, int caller) {
    for (int i = 0; i < CALLS; i++) {
      services.create(consignment("of-%d-%d".formatted(caller, i), 1));
    }
  }

  private static Consignment consignment(String id, int containers) {
    Container container = Container.newBuilder().setOrigin("Leith").setUserId("u").build();
    return Consignment.newBuilder()
        .setId(id)
        .setWeight(1)
        .addAllContainers(Collections.nCopies(containers, container))
        .build();
  }

  /** The folders of the run, wherever this machine has its control groups. */
  private static List<Path> groups(RunningCommand run) throws IOException {
    String name = "shippy-" + run.pid();
    try (Stream<Path> all =
        Files.find(
            Path.of("/sys/fs/cgroup"), 12, (path, is) -> is.isDirectory() && path.endsWith(name))) {
      return all.toList();
    }
  }
}
