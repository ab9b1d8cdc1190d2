package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.testkit.RunningCommand;
import shippy.testkit.Soak;
import shippy.testkit.etcd.EtcdExtension;

/** Instances that end under load, well or badly; more of them in {@code make soak}. */
@ResourceLock("processor")
@Tag("etcd")
@Tag("slow")
@Order(6)
class FailoverIT {
  private static final int INSTANCES = 3;
  private static final int KILLS = Soak.times(8, 20);
  private static final int CALLS = Soak.times(3_000, 10_000);
  private static final Duration STOP = Duration.ofSeconds(15);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());
  private final Deque<RunningCommand> running = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void rolling_restart_of_every_instance_fails_no_call() {
    startAll();
    try (QueryLoad load = QueryLoad.on(ETCD.endpoints())) {
      for (int i = 0; i < INSTANCES; i++) {
        replace(RunningCommand::terminate);
      }
      load.awaitCalls(CALLS);

      load.end();
      System.out.println("rolling restart: " + load);
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void killing_an_instance_fails_no_idempotent_call() {
    startAll();
    try (QueryLoad load = QueryLoad.on(ETCD.endpoints())) {
      for (int i = 0; i < KILLS; i++) {
        replace(RunningCommand::kill);
      }

      load.end();
      System.out.println("%d kills: %s".formatted(KILLS, load));
      assertThat(load.failures()).isEmpty();
    }
  }

  private void startAll() {
    for (int i = 0; i < INSTANCES; i++) {
      running.add(sandbox.starting(Sandbox.VESSEL, "--store=memory"));
    }
    running.forEach(FailoverIT::ready);
  }

  /** Ends the oldest instance and starts another. */
  private void replace(Consumer<RunningCommand> end) {
    RunningCommand oldest = running.remove();
    end.accept(oldest);
    running.add(sandbox.service(Sandbox.VESSEL, "--store=memory"));
    oldest.exitCode(STOP);
  }

  private static void ready(RunningCommand service) {
    service.awaitLine("Registered node: ", Sandbox.START);
  }
}
