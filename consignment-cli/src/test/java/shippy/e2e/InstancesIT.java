package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.proto.consignment.GetRequest;
import shippy.proto.vessel.Specification;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Several instances of a service, as processes. */
@ResourceLock("processor")
@Tag("etcd")
@Tag("slow")
@Order(10)
class InstancesIT {
  private static final String LISTENING = "Listening on 127\\.0\\.0\\.1:(\\d+)";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @Test
  void two_instances_share_a_thousand_calls_and_one_leaves_without_failing_any() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());
        Services services = new Services(ETCD.endpoints())) {
      sandbox.service(Sandbox.VESSEL);
      RunningCommand leaving = sandbox.starting(Sandbox.CONSIGNMENT);
      sandbox.service(Sandbox.CONSIGNMENT);
      leaving.awaitLine("Registered node: ", Sandbox.START);
      awaitBoth(services);

      for (int i = 0; i < 1000; i++) {
        services.page(GetRequest.getDefaultInstance());
      }

      assertThat(services.answers().values()).hasSize(2).allMatch(n -> n >= 450 && n <= 550);
      Result listed = sandbox.tool("get", "service", "shippy.service.consignment");
      assertThat(listed.stdout().lines().filter(l -> l.contains("broker=http,"))).hasSize(2);
      assertThat(failuresWhile(services, () -> stop(leaving))).isEmpty();
    }
  }

  private static void awaitBoth(Services services) {
    eventually(
        Duration.ofSeconds(10),
        () -> {
          services.page(GetRequest.getDefaultInstance());
          assertThat(services.answers()).hasSize(2);
        });
    services.answers().clear();
  }

  private static void stop(RunningCommand service) {
    service.terminate();
    assertThat(service.exitCode(Duration.ofSeconds(15))).isZero();
    assertThat(service.stdout()).contains("Deregistering node: ");
  }

  private static List<Throwable> failuresWhile(Services services, Runnable event) {
    AtomicBoolean over = new AtomicBoolean();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                try {
                  services.page(GetRequest.getDefaultInstance());
                } catch (RuntimeException e) {
                  failures.add(e);
                }
              }
            });
    event.run();
    over.set(true);
    load.join();
    return List.copyOf(failures);
  }

  @Test
  void twenty_instances_at_once_get_twenty_ports_and_all_answer_from_one_store() throws Exception {
    try (Sandbox sandbox = Sandbox.etcd(ETCD.endpoints())) {
      List<RunningCommand> starting = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        starting.add(sandbox.starting(Sandbox.VESSEL));
      }
      List<String> ports =
          starting.stream()
              .map(one -> one.awaitLine(LISTENING, Duration.ofSeconds(90)).group(1))
              .toList();

      assertThat(ports).doesNotHaveDuplicates();
      Specification wanted = Specification.newBuilder().setCapacity(1).setMaxWeight(1).build();
      for (String port : ports) {
        eventually(
            Duration.ofSeconds(60),
            () ->
                assertThat(DirectCall.findAvailable("127.0.0.1:" + port, wanted))
                    .isEqualTo("vessel001"));
      }
      eventually(
          Duration.ofSeconds(30),
          () ->
              assertThat(ETCD.etcdctl("get", "--prefix", "--keys-only", "/micro/registry/").lines())
                  .filteredOn(line -> line.contains("vessel"))
                  .hasSize(20));
      try (Services services = new Services(ETCD.endpoints())) {
        assertThat(services.fleet()).as("seeded once").hasSize(3);
      }
    }
  }
}
