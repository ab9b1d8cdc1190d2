package shippy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of the machine, such as {@code ip} or {@code mount}, to its end. */
public final class SystemCommand {
  private static final int LIMIT_SECONDS = 15;

  private SystemCommand() {}

  private record Result(int exitCode, String output) {}

  /** Returns its output; an {@link AssertionError} with the output if it failed. */
  public static String run(List<String> command) {
    Result result = end(command);
    if (result.exitCode() != 0) {
      throw new AssertionError("failed: %s%n%s".formatted(command, result.output()));
    }
    return result.output();
  }

  /** Whether it succeeded. */
  static boolean succeeds(String... command) {
    return end(List.of(command)).exitCode() == 0;
  }

  private static Result end(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: %s%n%s".formatted(command, output));
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }
}
