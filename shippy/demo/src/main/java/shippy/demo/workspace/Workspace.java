package shippy.demo.workspace;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.process.ChildProcess;
import shippy.process.RunFile;

/**
 * The folder and the processes of one demo; closing it leaves neither, and if the demo itself is
 * killed its {@link CleanupGuard} does the same. The processes are noted for {@code shippy stop}
 * too. Safe for any thread.
 */
public final class Workspace implements AutoCloseable {
  /** A user's own settings must not reach a throw-away service, their database above all. */
  private static final Pattern NOT_INHERITED = Pattern.compile("(MICRO|ETCD|XDG)_.*");

  private final Path folder;
  private final RunFile notes;
  private final boolean keep;
  private final CleanupGuard guard;
  private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
  private boolean closed;

  private Workspace(Path folder, RunFile notes, boolean keep, CleanupGuard guard) {
    this.folder = folder;
    this.notes = notes;
    this.keep = keep;
    this.guard = guard;
  }

  /** A fresh folder in the temporary one. */
  public static Workspace create(Map<String, String> env, boolean keep) {
    try {
      RunFile notes = RunFile.mine(env);
      notes.note(RunFile.DEMO, ProcessHandle.current().pid());
      Path folder = Files.createTempDirectory("shippy-demo-").toRealPath();
      return new Workspace(folder, notes, keep, CleanupGuard.of(folder, keep));
    } catch (IOException e) {
      throw failed("cannot prepare the demo", e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** Starts a process in the folder; its output is {@code NAME.log} there, appended to. */
  public synchronized ChildProcess start(String name, List<String> command) {
    if (closed) {
      throw new IllegalStateException("workspace is closed");
    }
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(key -> NOT_INHERITED.matcher(key).matches());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      ChildProcess child = new ChildProcess(name, process, log);
      children.add(child);
      notes.note(name, child.pid());
      return child;
    } catch (IOException e) {
      throw failed(name + " could not be started", e);
    }
  }

  /** Kills all processes and deletes the folder. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    children.forEach(ChildProcess::killAndWait);
    try {
      if (!keep) {
        delete(folder);
      }
      notes.delete();
      guard.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Workspace.class).warn("{} is left behind", folder, e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static ProblemException failed(String what, IOException e) {
    return Problem.of(ExitCode.FAILED, what + ": " + e.getMessage()).toException(e);
  }
}
