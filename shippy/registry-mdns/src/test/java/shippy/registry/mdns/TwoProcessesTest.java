package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.registry.Node;
import shippy.testkit.registry.SnapshotRecorder;

/** Owners and commands in processes of their own, with the ttl that users have. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class TwoProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String service = "proc." + UUID.randomUUID().toString().substring(0, 8);
  private final Node node = Node.of(service, service + "-1", "127.0.0.1:50051");
  private final MdnsRegistry registry = MdnsRegistryTest.onLoopback();
  private final SnapshotRecorder seen = new SnapshotRecorder();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
    registry.close();
  }

  @Test
  @Tag("slow")
  void nodes_of_a_killed_process_vanish_within_30_seconds() throws IOException {
    Process owner = publish();
    owner.destroyForcibly();
    eventually(Duration.ofSeconds(30), () -> assertThat(seen.nodes()).contains(List.of()));
  }

  @Test
  void goodbye_of_a_process_is_believed_within_seconds() throws IOException {
    Process owner = publish();
    owner.getOutputStream().close();
    eventually(Duration.ofSeconds(6), () -> assertThat(seen.nodes()).contains(List.of()));
  }

  @Test
  void command_that_returns_from_main_ends_its_process() throws Exception {
    publish();
    Process command = start(ColdLookup.class, service);
    assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(command.exitValue()).isZero();
  }

  private Process publish() throws IOException {
    registry.watch(service, seen);
    Process owner = start(Publisher.class, service, node.id(), node.address());
    eventually(PATIENCE, () -> assertThat(seen.nodes()).contains(List.of(node)));
    return owner;
  }

  private Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }
}
