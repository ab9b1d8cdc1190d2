package shippy.demo.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.process.ChildProcess;
import shippy.process.FileTree;
import shippy.process.RunFile;

/**
 * The folder and the processes of one demo. Closing it removes both; its {@link CleanupGuard} does
 * so if the demo itself is killed. {@code shippy stop} knows the processes too. Safe for any
 * thread.
 */
public final class Workspace implements AutoCloseable {
  /** The user's settings, above all the database, must not reach the services of a demo. */
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

  /** A new folder in the folder for temporary files. */
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

  /** Starts a process in the folder; appends its output to {@code NAME.log} there. */
  public synchronized ChildProcess start(String name, List<String> command) {
    if (closed) {
      throw new IllegalStateException("workspace is closed");
    }
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(key -> NOT_INHERITED.matcher(key).matches());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    try {
      ChildProcess child = ChildProcess.startLogging(name, builder, log);
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
        FileTree.delete(folder);
      }
      notes.delete();
      guard.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Workspace.class).warn("{} is left behind", folder, e);
    }
  }

  private static ProblemException failed(String what, IOException e) {
    return Problem.of(ExitCode.FAILED, what + ": " + e.getMessage()).toException(e);
  }
}
