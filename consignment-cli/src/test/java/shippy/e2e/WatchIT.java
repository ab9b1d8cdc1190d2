package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** {@code shippy run --watch}: a jar is built again while callers call the service by name. */
@ResourceLock("processor")
@Tag("etcd")
@Order(10)
class WatchIT {
  private static final Duration NEW_BEHAVIOUR = Duration.ofSeconds(5);
  private static final int CALLS_PER_SECOND = 100;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"mdns", "etcd"})
  void rebuilt_service_answers_anew_within_seconds_and_no_call_fails(String registry)
      throws Exception {
    Map<String, String> settings =
        registry.equals("etcd")
            ? Map.of("registry", registry, "registry_address", ETCD.endpoints())
            : Map.of("registry", registry);
    Path jar = folder.resolve("versioned.jar");
    Files.move(VersionedService.pack(folder, "1"), jar);
    Path next = VersionedService.pack(folder, "2");
    try (Sandbox sandbox = Sandbox.bare()) {
      settings.forEach(
          (name, value) -> sandbox.with("MICRO_" + name.toUpperCase(Locale.ROOT), value));
      RunningCommand run = sandbox.program(Sandbox.TOOL).start("run", "--watch", jar.toString());
      run.awaitLine("versioned +grpc .* serving", Sandbox.START);
      try (SteadyReads calls =
          SteadyReads.once(VersionedService.NAME, CALLS_PER_SECOND, settings)) {
        eventually(
            Sandbox.START,
            () -> assertThat(calls.last()).as("%s", calls.failures()).isEqualTo("1"));
        calls.begin();

        Files.copy(next, jar, StandardCopyOption.REPLACE_EXISTING);

        eventually(NEW_BEHAVIOUR, () -> assertThat(calls.answers()).contains("2"));
        run.awaitLine("versioned: 1 instance replaced after", Sandbox.START);
        eventually(Sandbox.START, () -> assertThat(calls.last()).isEqualTo("2"));
        calls.end();
        assertThat(calls.failures()).isEmpty();
        assertThat(calls.answers()).hasSizeGreaterThan(100).containsOnly("1", "2");
      } finally {
        run.terminate();
        run.exitCode(Sandbox.START);
      }
    }
  }
}
