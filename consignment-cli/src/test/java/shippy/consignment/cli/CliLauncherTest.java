package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.Eventually;

class CliLauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final CliLauncher.SecondJvm second = new CliLauncher.SecondJvm();

  @TempDir private Path folder;

  @Test
  void a_signal_ends_the_second_process() throws Exception {
    Process process = second.start(new ProcessBuilder("sleep", "60"));

    second.run();

    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  @Test
  void after_a_signal_there_is_no_second_process() throws Exception {
    Path started = folder.resolve("started");
    second.run();

    Thread main = new Thread(() -> start(new ProcessBuilder("touch", started.toString())));
    main.start();
    Eventually.eventually(LIMIT, () -> assertThat(main.getState()).isEqualTo(Thread.State.WAITING));

    assertThat(Files.exists(started)).isFalse();
    main.interrupt();
    main.join(TimeUnit.SECONDS.toMillis(15));
    assertThat(Files.exists(started)).isFalse();
  }

  private void start(ProcessBuilder builder) {
    try {
      second.start(builder).waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
