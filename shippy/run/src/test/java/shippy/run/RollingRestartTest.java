package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.console.io.IoStreams;
import shippy.process.JarCopies;
import shippy.process.JavaLauncher;
import shippy.process.Program;
import shippy.process.Supervisor;
import shippy.registry.InMemoryRegistry;

class RollingRestartTest {
  private final Clock clock = Clock.system();
  @TempDir private Path folder = Path.of("");

  @Test
  void what_is_built_while_none_runs_is_what_starts_next() throws IOException {
    Program vessel = new Program("vessel", folder.resolve("vessel-service.jar"));
    JarCopies copies = new JarCopies(folder.resolve("copies"), message -> {});
    build(vessel.jar(), "old");
    Path old = copies.apply(vessel).jar();
    copies.hold();
    build(vessel.jar(), "rebuilt");
    assertThat(copies.apply(vessel).jar()).isEqualTo(old);

    try (OutputJournal journal = new OutputJournal(clock);
        InMemoryRegistry registry = new InMemoryRegistry(clock)) {
      restarts(vessel, copies, journal, registry).rebuilt(vessel.jar());
      eventually(
          Duration.ofSeconds(10),
          () -> assertThat(copies.apply(vessel).jar()).hasSameBinaryContentAs(vessel.jar()));
    }
  }

  private RollingRestart restarts(
      Program program, JarCopies copies, OutputJournal journal, InMemoryRegistry registry) {
    List<Program> programs = List.of(program);
    RunMessages messages =
        new RunMessages(programs, IoStreams.system(), journal, new KeptLines(clock), false);
    Readiness readiness =
        new Readiness(
            registry,
            node -> {
              throw new AssertionError(node);
            });
    JavaLauncher launcher = new JavaLauncher(List.of(), messages, copies, clock);
    Supervisor supervisor = new Supervisor(programs, launcher, clock, event -> {});
    return new RollingRestart(
        supervisor, readiness, new RunningPrograms(programs), copies, messages, clock);
  }

  private static void build(Path jar, String content) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new ZipEntry(content));
    }
  }
}
