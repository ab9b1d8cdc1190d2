package shippy.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * The control groups of a run (Linux's cgroup, v2 or v1): a folder of its own, and in it one for
 * each process with limits. Immutable; safe for any thread.
 */
public final class ControlGroups implements AutoCloseable {
  /** For programs without limits. */
  public static final ControlGroups NONE = new ControlGroups(List.of());

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final long PERIOD_MICROS = 100_000; // the kernel's default

  private final List<Folder> folders;

  private ControlGroups(List<Folder> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * Makes the folders of this run, if one of these limits anything.
   *
   * @throws shippy.problem.ProblemException if this machine cannot limit that, or not for this user
   */
  public static ControlGroups open(Collection<ProcessLimits> limits) {
    return open(limits, Path.of("/proc/self"));
  }

  static ControlGroups open(Collection<ProcessLimits> limits, Path proc) {
    Set<String> controllers = new TreeSet<>();
    limits.stream().filter(l -> l.cpus().isPresent()).forEach(l -> controllers.add(CPU));
    limits.stream().filter(l -> l.memoryBytes().isPresent()).forEach(l -> controllers.add(MEMORY));
    List<Folder> folders = new ArrayList<>();
    try {
      for (String controller : controllers) {
        folders.add(Folder.of(controller, controllers, proc));
      }
      ControlGroups groups = new ControlGroups(folders);
      for (ProcessLimits each : limits) {
        groups.create("trial", each).delete();
      }
      return groups;
    } catch (IOException e) {
      new ControlGroups(folders).close();
      throw Problem.of(ExitCode.CONFIG, "cannot limit cpus or memory here: " + e.getMessage())
          .withLikely("it takes Linux, and root or control groups that systemd delegates")
          .withFix("systemd-run --user --scope -p Delegate=yes shippy run ...", "has such groups")
          .toException(e);
    }
  }

  /** The folders of this run. */
  public List<Path> paths() {
    return folders.stream().map(Folder::path).distinct().toList();
  }

  /** Makes the group of a process. */
  ControlGroup create(String name, ProcessLimits limits) throws IOException {
    if (limits.equals(ProcessLimits.NONE)) {
      return new ControlGroup(List.of(), limits);
    }
    for (Folder folder : folders) {
      folder.limit(Files.createDirectories(folder.path().resolve(name)), limits);
    }
    return new ControlGroup(paths().stream().map(run -> run.resolve(name)).toList(), limits);
  }

  /** Deletes the folders of this run, when its processes have ended. */
  @Override
  public void close() {
    boolean unused = delete(paths());
  }

  /** Deletes folders of runs with the groups in them; false if a process is left in one. */
  static boolean delete(Collection<Path> runs) {
    boolean all = true;
    for (Path run : runs) {
      try (DirectoryStream<Path> groups = Files.newDirectoryStream(run, Files::isDirectory)) {
        groups.forEach(ControlGroup::delete);
      } catch (IOException e) {
        LoggerFactory.getLogger(ControlGroups.class).debug("{} is gone", run, e);
      }
      all &= ControlGroup.delete(run);
    }
    return all;
  }

  /** The folder of this run for one controller; with v2 it is the same for all. */
  private record Folder(String controller, Path path, boolean unified) {

    static Folder of(String controller, Set<String> all, Path proc) throws IOException {
      CgroupHierarchy hierarchy = CgroupHierarchy.of(controller, proc);
      Path own = hierarchy.parent(all).resolve("shippy-" + ProcessHandle.current().pid());
      Files.createDirectories(own);
      if (hierarchy.unified()) {
        CgroupHierarchy.handOn(own, all);
      }
      return new Folder(controller, own, hierarchy.unified());
    }

    void limit(Path group, ProcessLimits limits) throws IOException {
      if (controller.equals(CPU) && limits.cpus().isPresent()) {
        long quota = Math.round(limits.cpus().get() * PERIOD_MICROS);
        if (unified) {
          write(group, "cpu.max", quota + " " + PERIOD_MICROS);
        } else {
          write(group, "cpu.cfs_quota_us", String.valueOf(quota));
        }
      }
      if (controller.equals(MEMORY) && limits.memoryBytes().isPresent()) {
        String bytes = String.valueOf(limits.memoryBytes().get());
        write(group, unified ? "memory.max" : "memory.limit_in_bytes", bytes);
        String swap = unified ? "memory.swap.max" : "memory.memsw.limit_in_bytes";
        if (Files.exists(group.resolve(swap))) { // not every kernel counts it
          write(group, swap, unified ? "0" : bytes);
        }
      }
    }

    private static void write(Path group, String file, String text) throws IOException {
      Files.writeString(group.resolve(file), text);
    }
  }
}
