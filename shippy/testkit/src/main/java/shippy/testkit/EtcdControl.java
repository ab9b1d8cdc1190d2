package shippy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code etcdctl}, with the options that reach a test cluster. */
record EtcdControl(List<String> command) {
  private static final int LIMIT_SECONDS = 15;

  EtcdControl {
    command = List.copyOf(command);
  }

  /** What it printed; an {@link AssertionError} with that if it failed. */
  String run(String endpoints, String... args) {
    List<String> all = new ArrayList<>(command);
    all.add("--endpoints=" + endpoints);
    all.addAll(List.of(args));
    return run(all);
  }

  static String run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("failed: %s%n%s".formatted(command, output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + command, e);
    }
  }
}
