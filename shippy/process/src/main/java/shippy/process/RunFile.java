package shippy.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import shippy.config.DataDirectory;

/**
 * The processes of one {@code shippy run} or {@code shippy demo}, itself first, in a file: {@code
 * shippy stop} finds them there even if the run was killed. Each run has a file of its own, so no
 * two write the same one. Safe for any thread.
 */
public final class RunFile {
  /** The name of a run itself among its processes. */
  public static final String RUN = "shippy-run";

  /** The name of a demo itself among its processes. */
  public static final String DEMO = "shippy-demo";

  private static final String SUFFIX = ".pids";
  private static final String CONTROL = "control ";
  private static final String GROUP = "cgroup ";

  private final Path path;
  private final Map<Long, ProcessRecord> records = new LinkedHashMap<>();
  private Optional<String> control = Optional.empty();
  private List<Path> groups = List.of();

  private RunFile(Path path) {
    this.path = path;
  }

  /** {@code $XDG_STATE_HOME/shippy/run}, else {@code ~/.local/state/shippy/run}. */
  static Path directory(Map<String, String> env) {
    return DataDirectory.ofUser(env).resolve("run");
  }

  /** The file of this process of the user with this environment. */
  public static RunFile mine(Map<String, String> env) {
    return mine(directory(env));
  }

  /** The file of this process; {@link #note} writes it. */
  static RunFile mine(Path directory) {
    return new RunFile(directory.resolve(ProcessHandle.current().pid() + SUFFIX));
  }

  /** The files of all runs, of killed ones too. */
  static List<RunFile> all(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().map(RunFile::new).toList();
    }
  }

  /** Records a process, and forgets those that have ended. */
  public synchronized void note(String name, long pid) throws IOException {
    Optional<ProcessRecord> record = ProcessRecord.of(name, pid);
    if (record.isPresent()) {
      records.values().removeIf(earlier -> earlier.process().isEmpty());
      records.put(pid, record.get());
      write();
    }
  }

  /** Records where the run takes orders. */
  public synchronized void noteControl(String url) throws IOException {
    control = Optional.of(url);
    write();
  }

  /** Records the folders of its control groups. */
  public synchronized void noteGroups(List<Path> folders) throws IOException {
    groups = List.copyOf(folders);
    write();
  }

  /** Where the runs of a user take orders, by the pid of the run. */
  public static SortedMap<Long, String> controls(Map<String, String> env) throws IOException {
    SortedMap<Long, String> controls = new TreeMap<>();
    for (RunFile file : all(directory(env))) {
      Optional<ProcessRecord> run =
          file.read().stream().filter(p -> p.isLeader() && p.process().isPresent()).findFirst();
      Optional<String> url = file.control();
      if (run.isPresent() && url.isPresent()) {
        controls.put(run.get().pid(), url.get());
      }
    }
    return controls;
  }

  Optional<String> control() throws IOException {
    return after(CONTROL).findFirst();
  }

  private Stream<String> after(String word) throws IOException {
    return lines().stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()));
  }

  /** The records in the file; none if the file is gone. */
  List<ProcessRecord> read() throws IOException {
    return lines().stream().flatMap(line -> ProcessRecord.parse(line).stream()).toList();
  }

  private List<String> lines() throws IOException {
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  /** The folder for the jars that the programs of the run run from. */
  public Path jars() {
    return path.resolveSibling(path.getFileName().toString().replace(SUFFIX, ".jars"));
  }

  /**
   * Deletes the file, the jars and the control groups, when no process is left. The file stays
   * while a process that was killed is still in its group. Idempotent.
   */
  public void delete() throws IOException {
    FileTree.delete(jars());
    if (ControlGroups.delete(after(GROUP).map(Path::of).toList())) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** Writes by renaming: a reader sees the old content or the new. */
  private void write() throws IOException {
    Files.createDirectories(path.getParent());
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    List<String> lines = new ArrayList<>();
    records.values().forEach(record -> lines.add(record.line()));
    control.ifPresent(url -> lines.add(CONTROL + url));
    groups.forEach(folder -> lines.add(GROUP + folder));
    Files.write(fresh, lines);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
