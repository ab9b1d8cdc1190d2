package shippy.demo.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell that cleans up after the demo. It waits until its input ends, which happens however the
 * demo ends, then kills what still runs in the folder and deletes it. Without {@code /proc} it only
 * deletes, and {@code shippy stop} ends the processes.
 */
final class CleanupGuard implements AutoCloseable {
  /** A process is ours if it runs in the folder; its number alone would not prove that. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cat >/dev/null
      for p in /proc/[0-9]*; do
        [ "$(readlink "$p/cwd" 2>/dev/null)" = "$1" ] && kill -9 "${p#/proc/}"
      done
      [ "$2" = keep ] || rm -rf "$1"
      """;

  private final Process process;

  private CleanupGuard(Process process) {
    this.process = process;
  }

  /** Starts guarding. */
  static CleanupGuard of(Path folder, boolean keep) throws IOException {
    List<String> command =
        List.of("sh", "-c", SCRIPT, "shippy-demo-guard", folder.toString(), keep ? "keep" : "");
    return new CleanupGuard(
        new ProcessBuilder(command)
            .directory(folder.getRoot().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Whether it has cleaned up. */
  boolean isDone() {
    return !process.isAlive();
  }

  /** Lets it clean up. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
  }
}
