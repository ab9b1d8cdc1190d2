package shippy.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import shippy.problem.ExitCode;

/**
 * The control group of one process; with v1 one for each controller. Without folders it limits
 * nothing. Immutable; safe for any thread.
 */
record ControlGroup(List<Path> folders, ProcessLimits limits) {
  private static final String PROCESSES = "cgroup.procs";
  private static final int KILLED = 128 + 9;
  private static final Pattern OUT_OF_MEMORY = Pattern.compile("(?m)^oom_kill [1-9]");

  /** Enters before the program begins, so that its JVM sees the limits. */
  private static final String ENTER =
      "until [ \"$1\" = -- ]; do echo 0 >\"$1\" || exit %d; shift; done; shift; exec \"$@\""
          .formatted(ExitCode.CONFIG.number());

  /** The command line that runs another in this group, in the same process. */
  List<String> command(List<String> program) {
    if (folders.isEmpty()) {
      return program;
    }
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "sh"));
    folders.forEach(folder -> command.add(folder.resolve(PROCESSES).toString()));
    command.add("--");
    command.addAll(program);
    return command;
  }

  /** How the process ended; deletes the group. */
  Exit ended(int status) {
    boolean outOfMemory = status == KILLED && folders.stream().anyMatch(ControlGroup::hasKilled);
    delete();
    return new Exit(
        status,
        limits
            .memoryBytes()
            .filter(bytes -> outOfMemory)
            .map(
                bytes ->
                    "was killed: it took more than its %d MB of memory".formatted(bytes >> 20)));
  }

  private static boolean hasKilled(Path folder) {
    try {
      for (String name : List.of("memory.events", "memory.oom_control")) { // v2, v1
        Path counts = folder.resolve(name);
        if (Files.exists(counts)) {
          return OUT_OF_MEMORY.matcher(Files.readString(counts)).find();
        }
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(ControlGroup.class).debug("cannot read {}", folder, e);
    }
    return false;
  }

  void delete() {
    folders.forEach(ControlGroup::delete);
  }

  /** False if a process is in it. The files in a group need no deletion: they go with it. */
  static boolean delete(Path folder) {
    try {
      if (Files.exists(folder.resolve(PROCESSES))) { // else it is no group, or gone
        Files.deleteIfExists(folder);
      }
      return true;
    } catch (IOException e) {
      LoggerFactory.getLogger(ControlGroup.class).debug("{} is left", folder, e);
      return false;
    }
  }
}
