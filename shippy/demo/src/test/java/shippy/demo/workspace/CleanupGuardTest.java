package shippy.demo.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the demo itself is killed: the guard's input ends, nothing else. */
class CleanupGuardTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path home = Path.of("");

  @Test
  void what_runs_in_the_folder_dies_with_the_demo_and_the_folder_goes() throws IOException {
    Path folder = Files.createDirectory(home.resolve("demo"));
    Files.writeString(folder.resolve("etcd01.log"), "x");
    Process inside = sleeper(folder.toFile());
    Process outside = sleeper(home.toFile());
    try (CleanupGuard guard = CleanupGuard.of(folder.toRealPath(), false)) {
      guard.close();

      eventually(SOON, () -> assertThat(guard.isDone()).isTrue());
      eventually(SOON, () -> assertThat(inside.isAlive()).isFalse());
      assertThat(folder).doesNotExist();
      assertThat(outside.isAlive()).isTrue();
    } finally {
      inside.destroyForcibly();
      outside.destroyForcibly();
    }
  }

  @Test
  void kept_folder_stays() throws IOException {
    Path folder = Files.createDirectory(home.resolve("demo"));
    try (CleanupGuard guard = CleanupGuard.of(folder.toRealPath(), true)) {
      guard.close();

      eventually(SOON, () -> assertThat(guard.isDone()).isTrue());
      assertThat(folder).exists();
    }
  }

  private static Process sleeper(File folder) throws IOException {
    return new ProcessBuilder("sleep", "60").directory(folder).start();
  }
}
